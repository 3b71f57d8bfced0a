"""S2 and C05 by hand: both read the steps taken with volunteers."""

from datetime import date, datetime

from evaluation.facts import c05, s2
from kernel.workdays.clock import ZONE
from stations.people.models import VolunteerDeparture
from tests.fixtures.records import noon, step, volunteer

MAY = date(2023, 5, 4)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def test_active_is_who_served_in_the_year(network, ask, behind):
    served, trained = volunteer(network["S001"]), volunteer(network["S001"])
    steps = [step(served, "USE", MAY), step(served, "USE", date(2023, 12, 31))]
    step(trained, "TRAIN", MAY)
    step(trained, "USE", date(2022, 12, 31))
    step(trained, "USE", date(2024, 1, 1))

    assert ask(s2) == {"S001": {"active": 1}}
    assert behind(s2) == {("volunteer", served.uuid)} | {
        ("volunteer_step", row.uuid) for row in steps
    }


def test_one_person_at_a_station_and_its_room_is_one(network, ask):
    for place in ("S001", "R001", "S002"):
        person = volunteer(network[place], id_number_index="a" * 64)
        step(person, "USE", MAY)
        step(person, "TRAIN", MAY)

    assert ask(s2, "S001", "S002", "S003") == {
        "S001": {"active": 1},
        "S002": {"active": 1},
        "S003": {"active": 0},
    }
    assert ask(c05, "S001", "S002", "S003") == {
        "S001": {"volunteers": 1, "steps": 2},
        "S002": {"volunteers": 1, "steps": 2},
        "S003": {"volunteers": 0, "steps": 0},
    }


def test_trained_or_used_counts_and_kinds_of_step_are_told_apart(network, ask, behind):
    trained, used, only_registered, rewarded = (volunteer(network["S001"]) for _ in range(4))
    steps = [
        step(trained, "TRAIN", date(2023, 1, 1)),
        step(used, "USE", MAY),
        step(only_registered, "RECRUIT", MAY),
        step(rewarded, "REWARD", date(2023, 12, 31)),
    ]
    step(rewarded, "TRAIN", date(2022, 12, 31))

    assert ask(c05) == {"S001": {"volunteers": 2, "steps": 4}}
    assert behind(c05) == {("volunteer", trained.uuid), ("volunteer", used.uuid)} | {
        ("volunteer_step", row.uuid) for row in steps
    }


def test_who_left_counts_with_what_was_done_in_the_year(network, ask):
    person = volunteer(network["S001"])
    for kind in ("TRAIN", "USE"):
        step(person, kind, MAY)
    VolunteerDeparture.objects.create(volunteer=person, valid_from=date(2023, 6, 1), reason="MOVED")

    assert ask(s2) == {"S001": {"active": 1}}
    assert ask(c05) == {"S001": {"volunteers": 1, "steps": 2}}


def test_unregistered_late_and_withdrawn_do_not_count(network, ask):
    later = volunteer(network["S001"], date(2024, 1, 1), received_at=noon(MAY))
    step(later, "TRAIN", MAY)
    late_person = volunteer(network["S001"], received_at=TOO_LATE)
    step(late_person, "TRAIN", MAY)
    late_step = volunteer(network["S001"])
    step(late_step, "USE", MAY, received_at=TOO_LATE)
    withdrawn = volunteer(network["S001"])
    step(withdrawn, "REWARD", MAY, withdrawn_at=noon(MAY))

    # The step of the person registered only later was taken, the person does not count.
    assert ask(c05) == {"S001": {"volunteers": 0, "steps": 1}}
    assert ask(s2) == {"S001": {"active": 0}}


def test_the_cutoff_day_is_the_last(network, ask):
    person = volunteer(network["S001"])
    step(person, "USE", date(2023, 11, 16))

    assert ask(s2, cutoff=date(2023, 11, 15)) == {"S001": {"active": 0}}
    assert ask(s2, cutoff=date(2023, 11, 16)) == {"S001": {"active": 1}}
