"""What the network's pages count of a place's people: a person once (S2, C05)."""

from dataclasses import replace
from datetime import date, datetime

from evaluation.facts.definitions import load_definitions
from evaluation.facts.queries import compute_facts
from evaluation.facts.scope import FactScope, StationInfo
from kernel.workdays.clock import ZONE
from stations.people.numbers import numbers
from stations.people.queries.figure import people_figures
from tests.fixtures.records import add_worker, certify, step, volunteer, works

DAY = date(2023, 5, 4)
KNOWN = {
    "id_number": "510402198001010018",
    "id_number_index": "0f",
}


def active(station):
    figures = {figure.key: figure.value for figure in people_figures(station, 2023)}
    return figures["volunteers"]


def test_a_volunteer_of_a_station_and_its_room_is_one_person(network):
    for place in ("S001", "R001"):
        step(volunteer(network[place], DAY, **KNOWN), "USE", DAY)
    assert active(network["S001"]) == 1
    assert active(network["R001"]) == 1

    for place in ("S001", "R001"):
        step(volunteer(network[place], DAY), "USE", DAY)
    assert active(network["S001"]) == 3


def test_only_those_who_served_in_the_year_count(network):
    step(volunteer(network["S001"], DAY), "TRAIN", DAY)
    step(volunteer(network["S001"], DAY), "USE", date(2022, 5, 4))
    person = volunteer(network["S001"], DAY)
    step(person, "USE", DAY)
    step(person, "USE", date(2023, 6, 4))
    assert active(network["S001"]) == 1


def scope_of(station):
    info = StationInfo(station.pk, station.code, "GUIDELINE", date(2021, 6, 1))
    last, by = date(2023, 12, 31), datetime(2024, 1, 7, tzinfo=ZONE)
    return FactScope("510402", 2023, last, by, (info,))


def test_who_counts_is_the_data_of_the_facts(network, monkeypatch):
    """Q05 and S1: another value in the file changes the station's page as it does the fact."""
    step(volunteer(network["S001"], DAY), "TRAIN", DAY)
    aide = add_worker()
    works(aide, network["S001"])
    certify(aide, level="LOCAL_AIDE")

    def shown():
        found = {each.key: each.value for each in people_figures(network["S001"], 2023)}
        return found["volunteers"], found["certified"]

    assert shown() == (0, 0)
    other = replace(numbers(), active_volunteer_steps=["TRAIN"], certified_levels=["LOCAL_AIDE"])
    monkeypatch.setattr("stations.people.queries.figure.numbers", lambda: other)
    monkeypatch.setattr("evaluation.facts.definitions.numbers", lambda: other)
    load_definitions.cache_clear()
    asked = scope_of(network["S001"])
    load_definitions.cache_clear()
    facts = compute_facts(asked, ["S1", "S2"])[asked.stations[0].id]

    assert shown() == (1, 1)
    assert facts["S2"].inputs == {"active": 1}
    assert facts["S1"].inputs == {"certified": [1] * 12}
