"""One number wherever it stands: on a station's page, over the API, in the facts, at the province.

On the demo's own records of two stations with their rooms, of last year and of the running one.
"""

from datetime import date, timedelta
from random import Random

import pytest

from deploy.demodata.casework import fill_casework
from deploy.demodata.community import fill_community
from deploy.demodata.people import fill_people
from deploy.demodata.plan import StationPlan
from evaluation.facts.queries import compute_facts
from evaluation.facts.queries.due import scope_of_one
from evaluation.rollup.counters import COUNTERS
from evaluation.rollup.domain.county_period import expected_counters, write_counters
from evaluation.rollup.queries.record import records
from kernel.workdays import clock
from stations.casework.queries.due import level_counts
from stations.network.queries.figures import figures
from tests.conftest import DAY as TODAY

CODES, YEARS = ("S001", "S002"), (TODAY.year - 1, TODAY.year)
UNTIL = TODAY - timedelta(days=1)  # as the demo has it
# A figure of the head's page, and the fact and input that count the same.
SAME_AS_FACTS = {
    "volunteers": ("S2", "active"),
    "staff": ("S5", "staff"),
    "needs_raised": ("C14", "raised"),
}
# A figure of the head's page, and the county's counter that adds up all places.
SAME_AS_COUNTERS = ("visits", "calls", "activities")


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def stations(network):
    """Two years of the demo's records at S001 and S002 and their rooms."""
    made = [network[code] for code in CODES]
    for number, station in enumerate(made):
        station.opened_on = date(2021, 6, 1)
        station.save()
        village = f"{station.division_code}001"
        station.areas.create(division_code=village, valid_from=station.opened_on)
        plan = StationPlan(station.division_code, 0.6 + 0.3 * number, 1)
        random = Random(number)
        staff = fill_people(station, plan, random, YEARS[0], UNTIL)
        fill_casework(station, plan, staff, random, YEARS[0], UNTIL)
        fill_community(station, plan, random, YEARS[0], UNTIL)
    return made


def shown(station, year):
    return {each.key: each.value for each in figures(station, year)}


def facts_of(station, year):
    last = min(TODAY, date(year, 12, 31))
    facts = compute_facts(scope_of_one(station, last))[station.pk]
    return {indicator: fact.inputs for indicator, fact in facts.items()}


def test_the_same_number_wherever_it_stands(stations, network, call):
    counted = {year: values["counters"] for (year,), values in expected_counters().items()}
    for year in YEARS:
        pages = {station.pk: shown(station, year) for station in stations}
        facts = {station.pk: facts_of(station, year) for station in stations}
        for key, (indicator, name) in SAME_AS_FACTS.items():
            for station in stations:
                value = facts[station.pk][indicator][name]
                assert pages[station.pk][key] == value > 0, (year, key)
        hub = shown(network["H001"], year)
        for key in SAME_AS_COUNTERS:
            total = hub[key] + sum(page[key] for page in pages.values())
            assert total == counted[year][key] > 0, (year, key)
        trained = sum(each["C05"]["volunteers"] for each in facts.values())
        assert trained == counted[year]["volunteers"] > 0


def test_the_api_and_the_lists_say_what_the_page_says(stations, call):
    for station in stations[:1]:
        answer = call("HEAD", "get", f"stations/{station.code}").json()
        page = {each.key: (each.value, each.unit) for each in figures(station, TODAY.year)}
        assert {each["key"]: (each["value"], each["unit"]) for each in answer["figures"]} == page
        visits = facts_of(station, TODAY.year)["C11"]
        levels = {each.level: (each.due, each.done) for each in level_counts(station, TODAY)}
        assert levels == {
            level: (due, visits["done"][level]) for level, due in visits["due"].items()
        }


def test_the_province_reads_the_county_s_own_counters(stations):
    write_counters()
    division = {"code": "510402", "name": "东区"}
    for year in YEARS:
        table = records(division, year)
        expected = expected_counters()[year,]["counters"]
        [row] = table["rows"]
        assert row["values"] == [expected.get(each.key) for each in COUNTERS]
