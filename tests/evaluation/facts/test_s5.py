"""S5 by hand."""

from datetime import date, datetime

from evaluation.facts import s5
from kernel.workdays.clock import ZONE
from tests.fixtures.records import add_worker, noon, pledge, uphold, works

END = date(2023, 12, 31)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def test_staff_of_the_cutoff_day_and_their_pledges(network, ask, behind):
    signed, room, unsigned, left = (add_worker() for _ in range(4))
    places = [
        works(signed, network["S001"]),
        works(room, network["R001"]),
        works(unsigned, network["S001"], since=END),
    ]
    works(left, network["S001"], until=END)
    pledges = [pledge(signed, date(2021, 7, 1)), pledge(room, END)]
    pledge(signed, date(2022, 7, 1))  # signing twice is no second person
    pledge(unsigned, date(2024, 1, 1), received_at=noon(END))
    pledge(left, date(2021, 7, 1))

    assert ask(s5) == {"S001": {"staff": 3, "pledged": 2, "upheld": 0}}
    assert behind(s5) == {("assignment", row.uuid) for row in places} | {
        ("pledge", row.uuid) for row in pledges
    }


def test_complaints_upheld_in_the_year_at_the_station(network, ask, behind):
    counted = [uphold(network["S001"], date(2023, 1, 1)), uphold(network["R001"], END)]
    uphold(network["S001"], date(2022, 12, 31))
    uphold(network["S001"], date(2024, 1, 1), received_at=noon(END), decided_received_at=noon(END))
    uphold(network["S001"], END, decided_received_at=TOO_LATE)
    uphold(network["S002"], END)

    assert ask(s5, "S001", "S002", "S003") == {
        "S001": {"staff": 0, "pledged": 0, "upheld": 2},
        "S002": {"staff": 0, "pledged": 0, "upheld": 1},
        "S003": {"staff": 0, "pledged": 0, "upheld": 0},
    }
    assert behind(s5) == {("complaint", row.uuid) for row in counted}
