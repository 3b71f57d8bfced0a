"""Every list of casework, page and API, asks the database as often for three rows as for one."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.access.actor import Actor
from kernel.tenancy import hosts
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.custody_enums import RuleTopic
from stations.casework.domain import reveal
from stations.casework.registers import REGISTERS
from tests.conftest import DAY as TODAY
from tests.fixtures import care, custody
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import (
    a_case,
    add_lead,
    add_worker,
    agree,
    apply_to,
    belongs,
    enlist,
    file_person,
    live_together,
    look_after,
    need,
    note_alert,
    note_talent,
    plan_for,
    rate,
    serve,
    set_level,
    visit,
    volunteer,
)

CODE, DAY = "510402-S001", date(2026, 5, 4)
OF_PLACE = ("persons", "visits", "due", "alerts", "roster", "cases")
OF_COUNTY = ("disclosures", "county-requests")
HUB = "510402-H001"
OF_HUB = {
    "processing-activities",
    "retention-rules",
    "stage-names",
    "gate-rules",
    "visit-template-rules",
}
NOUNS = (
    *("alerts", "beneficiaries", "cases", "disclosures", "due-visits", "request-deadlines"),
    *("rosters", "visits"),
    *(register.noun for register in REGISTERS),
)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture(autouse=True)
def sites_stay_known(monkeypatch):
    """A slow machine takes longer for all lists than a process keeps where a host leads."""
    monkeypatch.setattr(hosts, "KEPT_SECONDS", 3600)


def add_one_of_each(network):
    """A grown-up and a child, each with all that casework knows of them."""
    station, hub = network["S001"], network["H001"]
    worker = add_worker()
    grown, child = file_person(station), custody.file_child(station)
    for person in (grown, child):
        live_together(station, person)
        belongs(person, "disability")
        agree(person)
        set_level(person, 3, DAY)
        visit(person, DAY, staff=worker)
        plan_for(person, TODAY + timedelta(7), staff=worker)
        need(person, DAY)
        apply_to(person)
        rate(person)
        note_talent(person)
        enlist(station, beneficiary=person)
        serve(station, DAY, beneficiary=person, staff=worker)
        help_with(person, worker)
        keep(person)
        reveal(actor=Actor.system(COUNTY), beneficiary=person, reason="核对住址")
    look_after(child)
    stand_alone(station, hub)


def help_with(person, worker):
    case = a_case(person, DAY, responsible=worker)
    care.a_capability_check(case)
    care.a_case_need(case)
    care.an_indicator(care.a_plan(person, case=case, responsible=worker))
    care.applies(person)
    care.refers(person, consent=agree(person, kind="IMAGE"))
    care.wishes(person)
    care.bereaved(person)
    care.rests(care.cares(person))
    care.looks_after(person)


def keep(person):
    volume = custody.a_volume(a_case(person, DAY))
    custody.a_loan(volume, DAY)
    custody.a_disposal(volume, DAY)
    custody.a_request(person, DAY)
    custody.an_opening(person)


def stand_alone(station, hub):
    """What is about no file."""
    note_alert(add_lead(station), DAY)
    enlist(station)
    care.a_report(station)
    care.name_officer(uuid4())
    care.a_homeless_step(care.a_homeless_aid(station))
    care.a_patrol(station)
    care.a_funeral(station)
    kind = ("VISIT", "NEED", "CONSENT")[custody.RecordDisposal.objects.count()]
    custody.a_record_disposal(station, DAY, kind)
    custody.a_team_request(volunteer(station), station, DAY)
    custody.an_activity(hub)
    for topic in RuleTopic.values:
        custody.a_county_rule(hub, topic)


def all_pages():
    """The address of each list."""
    places = {f"casework:{name}": [CODE] for name in OF_PLACE}
    places |= {
        register.address("list"): [HUB if register.noun in OF_HUB else CODE]
        for register in REGISTERS
    }
    places |= {f"casework:{name}": [] for name in OF_COUNTY}
    return {
        name: reverse(name, args=args, urlconf="config.urls_county")
        for name, args in places.items()
    }


def rows_of(answer):
    """How many the list has, on all its pages; None where it does not say."""
    if answer["Content-Type"].startswith("application/json"):
        return len(answer.json()["results"])
    page = answer.context.get("page")
    return page.paginator.count if page is not None else None


def is_longer(before, after):
    return before is None or before < after


def measure(readers, addresses):
    """Of each list that the reader may read: how many statements, and how many rows."""
    asked, rows = {}, {}
    for name, address in addresses.items():
        for role, reader in readers.items():
            with CaptureQueriesContext(connection) as caught:
                answer = reader.get(address)
            enter_county(COUNTY)
            if answer.status_code == 200:
                asked[name, role], rows[name, role] = len(caught), rows_of(answer)
    return asked, rows


def assert_constant(readers, addresses, network):
    add_one_of_each(network)
    measure(readers, addresses)  # what the process remembers is read once
    few, were = measure(readers, addresses)
    for _ in range(2):
        add_one_of_each(network)
    many, are = measure(readers, addresses)

    assert {name for name, _role in few} == {*addresses}
    assert {key: (few[key], many[key]) for key in few if few[key] != many[key]} == {}
    longer = {name for name, role in were if is_longer(were[name, role], are[name, role])}
    assert {*addresses} - longer == set()


def test_every_page_of_a_list(network, visitor):
    readers = {"head": visitor("HEAD", CODE), "bureau": visitor("BUREAU")}
    assert_constant(readers, all_pages(), network)


def test_every_list_over_the_api(network, member, api_client):
    readers = {
        "head": api_client(member("HEAD", scope_code=CODE)),
        "bureau": api_client(member("BUREAU")),
    }
    assert_constant(readers, {noun: f"/api/v1/{noun}" for noun in NOUNS}, network)
