"""S3 by hand: the cut-off day, gaps of 30 and 31 days, who named the head."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from evaluation.facts import s3
from kernel.workdays.clock import ZONE
from tests.fixtures.records import add_worker, head, works

START = date(2021, 6, 1)


def three(one_head, full_time, appointed):
    return {"one_head": one_head, "full_time": full_time, "appointed": appointed}


def test_one_full_time_head_all_year(network, ask, behind):
    person = add_worker()
    place = works(person, network["S001"])
    headship = head(person, network["S001"], START)

    assert ask(s3, "S001", "S002", "S003") == {
        "S001": three(True, True, True),
        "S002": three(False, False, False),
        "S003": three(False, False, False),
    }
    assert behind(s3) == {("head", headship.uuid), ("assignment", place.uuid)}


@pytest.mark.parametrize(("back", "fine"), [(date(2023, 4, 1), True), (date(2023, 4, 2), False)])
def test_a_gap_of_thirty_days_is_borne(network, ask, back, fine):
    first, second = add_worker(), add_worker()
    works(second, network["S001"])
    head(first, network["S001"], START, until=date(2023, 3, 2))
    head(second, network["S001"], back)  # 2 March to 31 March are 30 days

    assert ask(s3) == {"S001": three(True, True, fine)}


def test_the_gap_is_counted_within_the_open_days(network, ask):
    person = add_worker()
    works(person, network["S001"])
    head(person, network["S001"], date(2023, 8, 31))

    assert ask(s3) == {"S001": three(True, True, False)}
    assert ask(s3, opened=date(2023, 8, 1)) == {"S001": three(True, True, True)}


def test_a_gap_at_the_years_end_leaves_no_head(network, ask):
    person = add_worker()
    works(person, network["S001"])
    head(person, network["S001"], START, until=date(2023, 12, 31))

    assert ask(s3) == {"S001": three(False, False, True)}


def test_two_heads_at_once_are_not_one(network, ask):
    first, second = add_worker(), add_worker()
    works(first, network["S001"])
    works(second, network["S001"])
    head(first, network["S001"], START, until=date(2023, 5, 2))
    head(second, network["S001"], date(2023, 5, 1))

    assert ask(s3) == {"S001": three(False, True, True)}


def test_part_time_or_elsewhere_is_not_full_time(network, ask):
    part, elsewhere = add_worker(), add_worker()
    works(part, network["S001"], share=Decimal("0.5"))
    head(part, network["S001"], START)
    works(elsewhere, network["S001"])
    head(elsewhere, network["S002"], START)

    assert ask(s3, "S001", "S002") == {
        "S001": three(True, False, True),
        "S002": three(True, False, True),
    }


def test_named_by_somebody_else_or_received_late(network, ask):
    person, late = add_worker(), add_worker()
    works(person, network["S001"])
    head(person, network["S001"], START, appointed_by="OTHER")
    works(late, network["S002"])
    head(late, network["S002"], START, received_at=datetime(2024, 1, 8, tzinfo=ZONE))

    assert ask(s3, "S001", "S002") == {
        "S001": three(True, True, False),
        "S002": three(False, False, False),
    }
