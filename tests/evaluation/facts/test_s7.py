"""S7 by hand: a worker-month is a person there on the month's last day."""

from datetime import date, datetime

from evaluation.facts import s7
from kernel.workdays.clock import ZONE
from tests.fixtures.records import add_worker, supervise, works


def three(worker_months, supervised, kinds):
    return {"worker_months": worker_months, "supervised": supervised, "kinds": kinds}


def test_worker_months_sessions_and_kinds(network, ask, behind):
    steady, short = add_worker(), add_worker()
    places = [
        works(steady, network["S001"]),
        works(short, network["R001"], since=date(2023, 4, 30), until=date(2023, 6, 30)),
    ]
    sessions = [
        supervise(steady, network["S001"], date(2023, 1, 1)),
        supervise(steady, network["S001"], date(2023, 1, 31)),  # same month: once
        supervise(steady, network["S001"], date(2023, 12, 31), "SUPPORTIVE"),
        supervise(short, network["S001"], date(2023, 5, 2)),
        supervise(short, network["S001"], date(2023, 6, 2)),  # not there on 30 June
    ]
    supervise(steady, network["S001"], date(2022, 12, 31), "ADMINISTRATIVE")
    supervise(steady, network["S002"], date(2023, 2, 1))

    assert ask(s7) == {"S001": three(12 + 2, 3, 2)}
    assert behind(s7) == {("assignment", row.uuid) for row in places} | {
        ("supervision", row.uuid) for row in sessions
    }


def test_each_station_by_itself(network, ask):
    for code in ("S001", "S002"):
        person = add_worker()
        works(person, network[code], since=date(2023, 11, 1))
        supervise(person, network[code], date(2023, 11, 5))

    assert ask(s7, "S001", "S002", "S003") == {
        "S001": three(2, 1, 1),
        "S002": three(2, 1, 1),
        "S003": three(0, 0, 0),
    }


def test_the_cutoff_ends_the_months(network, ask):
    person = add_worker()
    works(person, network["S001"])
    supervise(person, network["S001"], date(2023, 3, 15))
    supervise(person, network["S001"], date(2023, 3, 16))

    assert ask(s7, cutoff=date(2023, 3, 15)) == {"S001": three(3, 1, 1)}
    assert ask(s7, cutoff=date(2023, 3, 14)) == {"S001": three(3, 0, 0)}


def test_late_sessions_do_not_count(network, ask):
    person = add_worker()
    works(person, network["S001"], since=date(2023, 12, 1))
    late = datetime(2024, 1, 8, tzinfo=ZONE)
    supervise(person, network["S001"], date(2023, 12, 5), received_at=late)

    assert ask(s7) == {"S001": three(1, 0, 0)}


def test_the_months_before_the_opening_are_not_worked_there(network, ask):
    """As S1 counts them: the opening month is the first."""
    person = add_worker()
    works(person, network["S001"], since=date(2023, 2, 1))
    for month in (3, 6, 7):
        supervise(person, network["S001"], date(2023, month, 20))

    assert ask(s7, opened=date(2023, 6, 30)) == {"S001": three(7, 2, 1)}
    assert ask(s7, opened=date(2023, 7, 1)) == {"S001": three(6, 1, 1)}
