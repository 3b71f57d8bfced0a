"""What a person's page says of the help given, and the form of a consent of its texts."""

import pytest
from django.urls import reverse

from kernel.workdays import clock
from stations.casework.consent_texts import current_texts
from tests.conftest import DAY as TODAY
from tests.fixtures.care import MAY, applies, refers
from tests.fixtures.records import file_person, serve

CODE = "510402-S001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"], name="李秀英")


def page(name, *args):
    return reverse(f"casework:{name}", args=[CODE, *args], urlconf="config.urls_county")


def words(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_file_shows_the_help_given(person, network, visitor):
    given = serve(network["S001"], MAY, "3.2.2.4", beneficiary=person)
    applied, referred = applies(person), refers(person)
    other = serve(network["S001"], MAY, "3.2.1.4", beneficiary=file_person(network["S001"]))

    for who in (visitor("WORKER", CODE), visitor("BUREAU")):
        shown = words(who.get(page("person", person.uuid)))

        assert page("services-one", given.uuid) in shown
        assert page("benefit-applications-one", applied.uuid) in shown
        assert "拟申" in shown
        assert page("referrals-one", referred.uuid) in shown
        assert page("services-one", other.uuid) not in shown


def test_what_was_withdrawn_is_no_help_and_a_closed_file_asks_for_none(person, network, visitor):
    given = serve(network["S001"], MAY, beneficiary=person, withdrawn_at=clock.now())
    who = visitor("WORKER", CODE)
    way = f"{page('benefit-applications-new')}?beneficiary={person.uuid}"
    shown = words(who.get(page("person", person.uuid)))
    assert page("services-one", given.uuid) not in shown
    assert way in shown
    assert f'value="{person.uuid}" selected' in words(who.get(way))

    type(person).objects.filter(pk=person.pk).update(closed_on=TODAY, closed_reason="MOVED")

    assert way not in words(who.get(page("person", person.uuid)))


def test_the_texts_to_agree_to_stand_on_the_form_of_a_consent(person, visitor):
    shown = words(visitor("WORKER", CODE).get(page("consent-new", person.uuid)))

    assert all(text in shown for text in current_texts().values())
    assert "接受服务及服务计划（文本版本 1）" in shown
