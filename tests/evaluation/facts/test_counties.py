"""Records of another county, with the same ids, never count."""

from datetime import date

from evaluation.facts.queries import compute_facts
from evaluation.facts.registry import COMPUTED
from kernel.tenancy import county_context
from stations.network.models import Station
from tenants.models import Division
from tests.fixtures.network import make_network
from tests.fixtures.records import (
    add_worker,
    certify,
    enlist,
    file_person,
    head,
    incubate,
    need,
    org,
    pledge,
    set_level,
    step,
    supervise,
    uphold,
    visit,
    volunteer,
    works,
)

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
    step(volunteer(station), "USE", DAY)
    person = file_person(station)
    enlist(station, beneficiary=person)
    set_level(person, 3, date(2021, 6, 1))
    visit(person, DAY)
    need(person, DAY, DAY)
    org(station, filed=DAY, activities=(DAY, DAY))
    org(station, "OTHER", registered=DAY, is_sw_agency=True)
    incubate(station, ("CHARTER", DAY))


def test_the_other_countys_records_have_the_same_ids_and_do_not_count(network, scope):
    Division.objects.filter(code="510421100001").update(reform_affected=True)
    with county_context("510421"):
        others = make_network("510421")
        fill(others["S001"])
        there = compute_facts(scope("S001"))[network["S001"].pk]
    assert others["S001"].pk == network["S001"].pk

    here = compute_facts(scope("S001"))[network["S001"].pk]

    assert [key for key in COMPUTED if there[key].records == ()] == []
    assert {key: here[key].records for key in COMPUTED} == dict.fromkeys(COMPUTED, ())
    assert here["S2"].inputs == {"active": 0}
    assert here["C13"].inputs == {"roster": 0, "filed": 0}
