"""The ways from the work desk to a day's work, and where a saved form leads on to."""

from itertools import groupby
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from kernel.workdays import clock
from stations.casework.desk import daily_ways
from stations.casework.models import Case, DiscoveryLead, Need
from tests.conftest import DAY as TODAY
from tests.fixtures.records import a_case, file_person

CODE, ROOM = "510402-S001", "510402-R001"
AT_THE_STATION = 12
IN_A_ROOM = 7


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(name, *args):
    return reverse(f"casework:{name}", urlconf="config.urls_county", args=args)


def path_of(answer):
    return urlsplit(answer["Location"]).path


@pytest.mark.parametrize(
    ("role", "code", "number"),
    [
        ("HEAD", CODE, AT_THE_STATION),
        ("WORKER", CODE, AT_THE_STATION),
        ("ROOM_STAFF", ROOM, IN_A_ROOM),
    ],
)
def test_every_way_is_open_to_whom_it_is_offered(network, actor, visitor, role, code, number):
    ways, person = daily_ways(actor(role)), visitor(role, code)

    assert len(ways) == number
    assert {way.place for way in ways} == {network[code[-4:]].name}
    # The queues of both kinds of post, one after the other (N12).
    assert [queue for queue, _ways in groupby(way.queue for way in ways)] == [
        *("服务性岗位", "事务性岗位"),
    ]
    assert {person.get(way.url).status_code for way in ways} == {200}


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "TOWNSHIP", "SUPERVISOR", "AUDITOR"])
def test_nobody_else_has_any(network, actor, role, django_assert_num_queries):
    who = actor(role)
    with django_assert_num_queries(0):
        assert daily_ways(who) == []


def test_a_saved_form_leads_on_to_what_is_to_be_done(network, visitor):
    head, person = visitor("HEAD", CODE), file_person(network["S001"])
    lead = head.post(
        url("leads-new", CODE),
        {
            "situation": "老人独居",
            "division_code": "510402001001",
            "source": "NEIGHBOUR",
            "urgency": "SOON",
            "told_on": "2026-11-19",
        },
    )
    case = head.post(
        url("case-new", CODE),
        {
            "person": person.uuid,
            "title": "家庭关系紧张",
            "problem": "FAMILY",
            "unit": "PERSON",
            "kind": "ORDINARY",
            "opened_on": "2026-11-19",
        },
    )

    assert path_of(lead) == url("leads-one", CODE, DiscoveryLead.objects.get().uuid)
    assert path_of(case) == url("case", CODE, Case.objects.get().uuid)


@pytest.mark.parametrize(("given", "name"), [("", "due"), ("&from=file", "person")])
def test_a_visit_leads_back_to_where_it_was_begun(network, visitor, given, name):
    person = file_person(network["S001"])
    visit = {
        "person": person.uuid,
        "held_at": "2026-11-19T09:30",
        "place": "HOME",
        "result": "MET",
    }
    address = f"{url('visit-new', CODE)}?person={person.uuid}{given}"
    answer = visitor("WORKER", CODE).post(address, visit)

    assert path_of(answer) == url(name, *([CODE, person.uuid] if name == "person" else [CODE]))


def test_records_of_a_person_lead_to_the_file(network, visitor):
    person = file_person(network["S001"])
    a_case(person, title="青少年厌学")
    need = Need.objects.create(
        beneficiary=person, station=person.station, summary="轮椅", raised_on=TODAY
    )
    file = url("person", CODE, person.uuid)
    page = url("needs-one", CODE, need.uuid)

    assert file in visitor("WORKER", CODE).get(page).content.decode()
    assert file not in visitor("ROOM_STAFF", CODE).get(page).content.decode()
    assert "青少年厌学" in visitor("WORKER", CODE).get(file).content.decode()
