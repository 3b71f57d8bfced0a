"""A form says whom it is about, as far as its reader may know, and what follows of it."""

import pytest
from django.urls import reverse

from kernel.workdays import clock
from tests.conftest import DAY as TODAY
from tests.fixtures.care import MAY, applies
from tests.fixtures.custody import a_request, file_child
from tests.fixtures.records import a_case, agree, file_person

CODE = "510402-S001"
OF_FILE = (
    *("level-new", "kind-new", "person-close", "consent-new", "person-notice", "person-reveal"),
    *("person-guardian-notice", "person-responsible", "person-open"),
)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"], name="李秀英")


def page(name, *args):
    return reverse(f"casework:{name}", args=[CODE, *args], urlconf="config.urls_county")


def test_the_forms_of_a_file_name_the_person_and_no_browser_keeps_them(person, visitor):
    who = visitor("HEAD", CODE)
    for name in ("level-new", "kind-new", "person-close", "consent-new", "person-notice"):
        answer = who.get(page(name, person.uuid))

        assert "李秀英 · " in answer.content.decode(), name
        assert "no-store" in answer.headers["Cache-Control"], name


def test_what_is_read_in_full_says_whose_it_is(person, visitor):
    who, address = visitor("WORKER", CODE), page("person-reveal", person.uuid)

    asked, read = who.get(address), who.post(address, {"reason": "核对低保证件信息"})

    assert all("李秀英 · " in answer.content.decode() for answer in (asked, read))


def test_a_withdrawal_says_which_consent_it_is_and_what_follows(person, visitor):
    consent = agree(person)

    shown = visitor("HEAD", CODE).get(page("consent-end", person.uuid, consent.uuid))

    words = shown.content.decode()
    assert f"撤回同意: {consent.get_kind_display()}" in words
    assert "撤回前已提供的服务和已作的记录不受影响" in words


def test_an_act_on_a_record_and_on_a_case_names_the_person(person, visitor):
    who, applied, case = visitor("WORKER", CODE), applies(person), a_case(person, MAY)

    for address in (
        page("benefit-applications-submit", applied.uuid),
        page("case-document", case.uuid),
        page("case-act", case.uuid, "refer"),
    ):
        assert "李秀英 · " in who.get(address).content.decode(), address


def test_the_bureau_reads_the_name_masked(person, visitor):
    request = a_request(person, MAY)

    shown = visitor("BUREAU").get(page("data-requests-grant", request.uuid)).content.decode()

    assert "李** · " in shown
    assert "李秀英" not in shown


def test_no_form_names_a_child_whose_file_is_closed_to_its_reader(network, visitor):
    child = file_child(network["S001"], name="周小满")
    applied, case, consent = applies(child), a_case(child, MAY), agree(child)
    addresses = (
        *(page(name, child.uuid) for name in OF_FILE),
        page("consent-end", child.uuid, consent.uuid),
        page("benefit-applications-submit", applied.uuid),
        page("case-document", case.uuid),
        page("case-act", case.uuid, "refer"),
    )

    assert "周小满" in visitor("HEAD", CODE).get(addresses[0]).content.decode()
    for role in ("WORKER", "BUREAU", "SUPERVISOR"):
        who = visitor(role, CODE if role == "WORKER" else "")
        for address in addresses:
            assert "周小满" not in who.get(address).content.decode(), (role, address)
