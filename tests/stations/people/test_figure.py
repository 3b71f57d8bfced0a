"""What the network's pages count of a place's people: a person once (S2, C05)."""

from datetime import date

from stations.people.queries.figure import people_figures
from tests.fixtures.records import step, volunteer

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
