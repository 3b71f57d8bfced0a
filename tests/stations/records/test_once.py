"""A form that arrives twice enters once, and leads to what was entered first."""

from uuid import uuid4

import pytest
from django.urls import reverse

from kernel import once
from kernel.workdays import clock
from stations.casework.models import Beneficiary, Need, Visit
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import file_person

CODE = "510402-S001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(app, name, *args):
    return reverse(f"{app}:{name}", args=[CODE, *args], urlconf="config.urls_county")


def need(network, **given):
    person = file_person(network["S001"])
    form = {"person": str(person.uuid), "kind": "MATERIAL", "summary": "要修灯"}
    return form | {"raised_on": "2026-11-02", "once": str(uuid4())} | given


def test_the_page_gives_a_key_and_keeps_it_with_errors(network, visitor):
    head, address = visitor("HEAD", CODE), url("casework", "needs-new")
    first, second = (head.get(address).content.decode() for _ in range(2))
    key = str(uuid4())
    refused = head.post(address, {"once": key}).content.decode()

    assert first.count('name="once"') == 1
    assert first.split('name="once" value="')[1][:36] != second.split('name="once" value="')[1][:36]
    assert f'name="once" value="{key}"' in refused


def test_sent_again_it_leads_to_the_first(network, visitor, done):
    head, form = visitor("HEAD", CODE), need(network)
    answers = [head.post(url("casework", "needs-new"), form) for _ in range(2)]

    made = Need.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer["Location"] for answer in answers} == {url("casework", "needs-one", made.uuid)}
    assert done().count("need.raise") == 1


def test_a_page_gone_back_to_and_filled_in_otherwise_is_another(network, visitor):
    head, form = visitor("HEAD", CODE), need(network)
    for text in ("要修灯", "要送餐", "要修灯"):
        head.post(url("casework", "needs-new"), form | {"summary": text})

    assert sorted(row.summary for row in Need.objects.all()) == ["要修灯", "要送餐"]


def test_another_person_s_is_another_and_without_a_key_each_is_one(network, visitor):
    form = need(network)
    plain = {name: value for name, value in form.items() if name != "once"}
    head = visitor("HEAD", CODE)
    for who, sent in ((head, form), (visitor("WORKER", CODE), form), (head, plain), (head, plain)):
        assert who.post(url("casework", "needs-new"), sent).status_code == 302

    assert Need.objects.count() == 4


def test_a_refusal_that_the_first_one_caused_is_none(network, visitor):
    """The second finds the ID number known, since the first has entered it."""
    head = visitor("HEAD", CODE)
    form = {"name": "王小芳", "id_number": "510402199902300009", "joined_on": "2026-01-05"}
    form |= {"channel": "RECRUITED", "post": "SERVICE", "full_time": "on", "share": "1"}
    once = {"once": str(uuid4())}

    assert head.post(url("people", "staff-new"), form | once).status_code == 302
    assert head.post(url("people", "staff-new"), form | once).status_code == 302
    assert head.post(url("people", "staff-new"), form | {"once": str(uuid4())}).status_code == 422


def test_a_visit_and_a_file_are_entered_once(network, visitor):
    person, head = file_person(network["S001"]), visitor("HEAD", CODE)
    visit = {"person": str(person.uuid), "held_at": "2026-11-19T09:30", "place": "HOME"}
    visit |= {"result": "MET", "once": str(uuid4())}
    before = Beneficiary.objects.count()
    file = {"name": "李秀英", "division_code": network["S001"].division_code, "household": ""}
    page = head.get(url("casework", "person-new")).content.decode()
    village = page.split('name="division_code"')[1].split('value="')
    codes = [part[:12] for part in village if part[:6] == COUNTY]
    file |= {"division_code": codes[0], "once": str(uuid4())}
    for _ in range(2):
        assert head.post(url("casework", "visit-new"), visit).status_code == 302
        assert head.post(url("casework", "person-new"), file).status_code == 302

    assert Visit.objects.count() == 1
    assert Beneficiary.objects.count() == before + 1


def test_of_two_under_way_at_once_the_table_lets_one_in(network, visitor, monkeypatch):
    """The second looked before the first had come to its end."""
    head, form, looks = visitor("HEAD", CODE), need(network), []
    head.post(url("casework", "needs-new"), form)
    look = once._refuse_again
    monkeypatch.setattr(
        once, "_refuse_again", lambda uuid: looks.append(uuid) or (len(looks) > 1 and look(uuid))
    )
    answer = head.post(url("casework", "needs-new"), form)

    made = Need.objects.get()
    assert answer["Location"] == url("casework", "needs-one", made.uuid)
    assert looks == [made.uuid] * 2
