"""Consent: whose word it is, that it can be withdrawn, and what is refused (X07, C43)."""

from datetime import date

import pytest
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.consent_texts import load_consent
from stations.casework.domain import give_consent, withdraw_consent
from stations.casework.enums import ConsentKind
from stations.casework.models import Consent
from stations.records.identity import birth_date
from tests.conftest import DAY as TODAY
from tests.fixtures.records import agree, file_person

DAY = date(2026, 5, 4)
ADULT, CHILD = "510402195003020013", "510402201205050016"  # 14 on 2026-05-05
GUARDIAN = {"given_by": "GUARDIAN", "guardian_name": "曾大山", "guardian_relation": "祖父"}
DUTY = {"given_by": "DUTY", "duty": "未成年人保护法第四十三条"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def given(worker, person, **changes):
    facts = {"kind": "SERVICE", "given_by": "SELF", "valid_from": DAY}
    return give_consent(actor=worker, beneficiary=person, **(facts | changes))


def test_every_kind_has_a_text():
    assert sorted(load_consent()["texts"]) == sorted(ConsentKind.values)


@pytest.mark.parametrize(
    ("number", "born"),
    [
        (ADULT, date(1950, 3, 2)),
        (CHILD, date(2012, 5, 5)),
        ("510402199902300009", None),
        ("", None),
    ],
)
def test_the_day_of_birth_of_an_id_number(number, born):
    assert birth_date(number) == born


def test_a_child_s_guardian_consents_until_the_fourteenth_birthday(network, actor, done):
    worker = actor("WORKER")
    child = file_person(network["S001"], id_number=CHILD)
    with pytest.raises(Invalid) as refused:
        given(worker, child)
    assert refused.value.errors[0].field == "given_by"
    assert refused.value.errors[0].allowed == ["GUARDIAN", "DUTY"]

    given(worker, child, **GUARDIAN)
    given(worker, child, kind="SENSITIVE_DATA", **DUTY)
    given(worker, child, kind="IMAGE", valid_from=date(2026, 5, 5))
    assert done() == ["consent.give"] * 3


@pytest.mark.parametrize("known", [{"id_number": ADULT}, {"born_on": date(1950, 3, 2)}])
def test_an_adult_consents_alone(network, actor, known):
    made = given(actor("WORKER"), file_person(network["S001"], **known))
    assert (made.text_version, made.age_told) == ("1", False)


def test_a_child_whose_day_of_birth_was_told_does_not_consent_alone(network, actor):
    with pytest.raises(Invalid) as refused:
        given(actor("HEAD"), file_person(network["S001"], born_on=date(2015, 1, 2)))
    assert refused.value.errors[0].field == "given_by"


def test_nobody_of_unknown_age_is_taken_for_an_adult_in_silence(network, actor):
    worker, person = actor("WORKER"), file_person(network["S001"])
    for said, field in ((None, "guardian_needed"), (True, "given_by")):
        with pytest.raises(Invalid) as refused:
            given(worker, person, guardian_needed=said)
        assert refused.value.errors[0].field == field

    assert given(worker, person, guardian_needed=False).age_told
    assert not given(worker, person, kind="SENSITIVE_DATA", **GUARDIAN).age_told
    child = file_person(network["S001"], id_number=CHILD)
    with pytest.raises(Invalid):  # what is on file is not talked away
        given(worker, child, guardian_needed=False)


def test_the_form_asks_only_where_no_day_of_birth_is_on_file(network, visitor):
    code = network["S001"].code
    head = visitor("HEAD", code)
    known, unknown = (file_person(network["S001"], id_number=number) for number in (ADULT, ""))

    def address(person):
        return reverse("casework:consent-new", "config.urls_county", args=[code, person.uuid])

    assert 'name="guardian_needed"' not in head.get(address(known)).content.decode()
    assert 'name="guardian_needed"' in head.get(address(unknown)).content.decode()
    form = {"kind": "SERVICE", "valid_from": "2026-05-04", "given_by": "SELF"}
    assert head.post(address(known), form).status_code == 302
    silent = head.post(address(unknown), form)
    assert (silent.status_code, "请说明是否须由监护人同意" in silent.content.decode()) == (
        422,
        True,
    )
    assert head.post(address(unknown), form | {"guardian_needed": "YES"}).status_code == 422
    assert head.post(address(unknown), form | {"guardian_needed": "NO"}).status_code == 302
    assert Consent.objects.filter(beneficiary=unknown, age_told=True).count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "ALL"}, "kind"),
        ({"given_by": "NEIGHBOUR"}, "given_by"),
        ({"given_by": "GUARDIAN", "guardian_name": "曾大山"}, "guardian_relation"),
        ({"given_by": "GUARDIAN"}, "guardian_name"),
        ({"guardian_name": "曾大山"}, "guardian_name"),
        ({"given_by": "DUTY"}, "duty"),
        ({"duty": "法"}, "duty"),
        ({"text_version": "99"}, "text_version"),
        ({"valid_from": date(2030, 1, 1)}, "valid_from"),
    ],
)
def test_wrong_values_name_their_field(network, actor, changes, field):
    with pytest.raises(Invalid) as refused:
        given(actor("WORKER"), file_person(network["S001"], id_number=ADULT), **changes)

    assert refused.value.errors[0].field == field
    assert not Consent.objects.exists()


def test_a_withdrawal_is_dated_stays_and_lets_a_new_consent_follow(network, actor):
    worker, person = actor("WORKER"), file_person(network["S001"], id_number=ADULT)
    made = given(worker, person)
    with pytest.raises(Conflict):
        given(worker, person)
    for wrong in ({"on": date(2026, 5, 3)}, {"on": date(2030, 1, 1)}, {"reason": " "}):
        with pytest.raises(Invalid):
            withdraw_consent(
                actor=worker, consent=made, **({"on": DAY, "reason": "改变主意"} | wrong)
            )

    withdraw_consent(actor=worker, consent=made, on=DAY, reason="改变主意")
    with pytest.raises(Conflict):
        withdraw_consent(actor=worker, consent=made, on=DAY, reason="改变主意")
    given(worker, person, valid_from=TODAY)
    assert [row.ended_on for row in person.consents.all()] == [None, DAY]


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "TOWNSHIP", "ROOM_STAFF", "AUDITOR"])
def test_other_roles_neither_give_nor_withdraw(network, actor, role):
    person = file_person(network["S001"])
    with pytest.raises(Forbidden):
        given(actor(role), person)
    with pytest.raises(Forbidden):
        withdraw_consent(actor=actor(role), consent=agree(person), on=TODAY, reason="搬走")


def test_by_page_the_guardian_is_kept_encrypted_and_the_history_shown(network, visitor):
    child = file_person(network["S001"], id_number=CHILD)
    code = network["S001"].code
    head = visitor("HEAD", code)

    def url(name, *args):
        return reverse(f"casework:{name}", args=[code, *args], urlconf="config.urls_county")

    form = {"kind": "SERVICE", "valid_from": "2026-05-04"}
    wrong = head.post(url("consent-new", child.uuid), form | {"given_by": "SELF"})
    head.post(url("consent-new", child.uuid), form | GUARDIAN)
    made = Consent.objects.get()
    stranger = file_person(network["S001"])
    elsewhere = head.get(url("consent-end", stranger.uuid, made.uuid))
    ended = {"on": "2026-06-01", "reason": "不再需要"}
    head.post(url("consent-end", child.uuid, made.uuid), ended)
    page = head.get(url("person", child.uuid)).content.decode()

    assert (wrong.status_code, elsewhere.status_code) == (422, 404)
    assert all(part in page for part in ("曾大山", "祖父", "不再需要", "撤回日期"))
    raw = Consent.objects.extra(select={"raw": "guardian_name"}).values_list("raw", flat=True)
    assert "曾大山" not in raw[0]
