"""Records of another county, with the same ids, never count."""

from datetime import date, datetime

from django.db import connection

from evaluation.facts.queries import compute_facts
from evaluation.facts.registry import COMPUTED
from evaluation.facts.scope import FactScope, StationInfo
from kernel.tenancy import county_context
from kernel.workdays.clock import ZONE
from stations.network.models import Station
from tenants.models import Division
from tests.fixtures.care import a_plan, a_review
from tests.fixtures.network import make_station
from tests.fixtures.projects import a_goal, a_project, a_target
from tests.fixtures.records import (
    a_case,
    add_worker,
    advance,
    certify,
    enlist,
    file_person,
    head,
    incubate,
    need,
    noon,
    org,
    pledge,
    serve,
    set_level,
    step,
    supervise,
    uphold,
    visit,
    volunteer,
    works,
)
from tests.fixtures.staffing import spread

DAY = date(2023, 5, 4)


def fill(station: Station) -> None:
    """One counting record of every kind."""
    worker = add_worker()
    works(worker, station)
    certify(worker, DAY, by=station)
    head(worker, station, date(2021, 6, 1))
    pledge(worker, DAY)
    uphold(station, DAY)
    supervise(worker, station, DAY)
    spread(station, worker, DAY)
    step(volunteer(station), "USE", DAY)
    person = file_person(station)
    enlist(station, beneficiary=person)
    set_level(person, 3, date(2021, 6, 1))
    visit(person, DAY)
    need(person, DAY, DAY)
    for service in ("3.1.2.1", "3.2.1.1", "3.2.2.1", "3.2.3.1", "3.2.4.1", "3.2.5.1"):
        serve(station, DAY, service, staff=worker)
    advance(a_case(person), DAY)
    a_case(person, closed_on=DAY, closed_received_at=noon(DAY), closure_reason="GOALS_MET")
    a_review(a_plan(person, DAY), DAY)
    org(station, filed=DAY, activities=(DAY, DAY))
    org(station, "OTHER", registered=DAY, is_sw_agency=True)
    incubate(station, ("CHARTER", DAY))
    agreed = a_project(station, starts_on=DAY, ends_on=DAY, received_at=noon(DAY))
    a_target(a_goal(agreed), "VISIT", 3, received_at=noon(DAY))


def open_with_next_id(county: str, division: str) -> Station:
    """A station with the same id in whichever county."""
    with county_context(county), connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('network_station', 'id'), 100000)")
        return make_station(county, division_code=division)


def scope_of(county: str, station: Station) -> FactScope:
    return FactScope(
        county=county,
        year=2023,
        cutoff_on=date(2023, 12, 31),
        received_by=datetime(2024, 1, 7, tzinfo=ZONE),
        stations=(StationInfo(station.pk, station.code, station.track, date(2021, 6, 1)),),
    )


def test_the_other_countys_records_have_the_same_ids_and_do_not_count(county):
    Division.objects.filter(code="510421100001").update(reform_affected=True)
    with county_context("510421"):
        other = open_with_next_id("510421", "510421100")
        fill(other)
        there = compute_facts(scope_of("510421", other))[other.pk]
    own = open_with_next_id("510402", "510402001")
    assert own.pk == other.pk

    here = compute_facts(scope_of("510402", own))[own.pk]

    assert [key for key in COMPUTED if there[key].records == {}] == []
    assert [key for key, fact in here.items() if fact.records] == []
    assert set(COMPUTED) - set(here) == {"C15"}
    assert (there["S2"].inputs, here["S2"].inputs) == ({"active": 1}, {"active": 0})
    assert (there["C04"].inputs["area_has_reform"], here["C04"].inputs["area_has_reform"]) == (
        *(True, False),
    )
