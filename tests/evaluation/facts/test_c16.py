"""C16 by hand: the pilot's year, the others' five years and stages."""

from datetime import date, datetime

import pytest

from evaluation.facts import c16
from kernel.workdays.clock import ZONE
from tests.fixtures.records import incubate, noon, org

END = date(2023, 12, 31)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def other(registered, stage="NONE", window_open=True):
    return {"registered": registered, "stage": stage, "window_open": window_open}


def test_a_pilot_counts_social_organisations_of_the_year(network, ask, behind):
    counted = [
        org(network["S001"], registered=date(2023, 1, 1)),
        org(network["R001"], "OTHER", registered=END, is_sw_agency=True),
    ]
    org(network["S001"], registered=date(2022, 12, 31))
    org(network["S001"], filed=END)
    org(network["S001"], registered=END, registered_received_at=TOO_LATE)
    org(network["S002"], registered=END)
    incubate(network["S001"], ("PREPARING", date(2023, 2, 1)))

    assert ask(c16, "S001", "S002", "S003", track="PROVINCIAL_PILOT") == {
        "S001": {"registered": 2},
        "S002": {"registered": 1},
        "S003": {"registered": 0},
    }
    assert behind(c16, track="PROVINCIAL_PILOT") == {("org", row.uuid) for row in counted}


def test_other_tracks_count_agencies_of_the_window(network, ask):
    def agency(on):
        org(network["S001"], "OTHER", registered=on, is_sw_agency=True)

    agency(date(2021, 5, 31))  # before the station opened
    agency(date(2021, 6, 1))
    agency(date(2026, 5, 31))  # the last day of the five years
    agency(date(2026, 6, 1))
    org(network["S001"], registered=date(2023, 3, 1))  # no agency

    assert ask(c16, year=2023) == {"S001": other(1)}
    assert ask(c16, year=2026) == {"S001": other(2, window_open=False)}


@pytest.mark.parametrize(
    ("cutoff", "is_open"), [(date(2026, 5, 31), True), (date(2026, 6, 1), False)]
)
def test_the_window_lasts_five_years_from_the_opening(network, ask, cutoff, is_open):
    assert ask(c16, year=2026, cutoff=cutoff) == {"S001": other(0, window_open=is_open)}


def test_the_window_begins_no_earlier_than_2021(network, ask):
    opened = date(2019, 3, 1)

    assert ask(c16, year=2025, opened=opened) == {"S001": other(0)}
    assert ask(c16, year=2025, opened=opened, cutoff=date(2025, 12, 31)) == {"S001": other(0)}
    assert ask(c16, year=2026, opened=opened, cutoff=date(2026, 1, 1)) == {
        "S001": other(0, window_open=False)
    }


def test_the_furthest_stage_by_the_cutoff(network, ask, behind):
    made = incubate(
        network["R001"],
        ("PREPARING", date(2022, 5, 1)),
        ("CHARTER", END),
        ("ACCEPTED", date(2024, 1, 1)),
    )
    stages = {row.stage: row for row in made.stages.all()}

    assert ask(c16) == {"S001": other(0, "CHARTER")}
    assert behind(c16) == {
        ("incubation_stage", stages["PREPARING"].uuid),
        ("incubation_stage", stages["CHARTER"].uuid),
    }


def test_only_agencies_that_are_still_pursued(network, ask):
    incubate(network["S001"], ("CHARTER", END), is_sw_agency=False)
    incubate(network["S001"], ("ACCEPTED", date(2023, 2, 1)), abandoned_on=END)
    incubate(network["S001"], ("ACCEPTED", date(2023, 2, 1)), received_at=TOO_LATE)
    incubate(network["S001"], ("PREPARING", date(2023, 2, 1)), abandoned_on=date(2024, 1, 1))
    late = {"abandoned_on": END, "abandoned_received_at": TOO_LATE}
    incubate(network["S002"], ("ACCEPTED", END), received_at=noon(END), **late)

    assert ask(c16, "S001", "S002", "S003") == {
        "S001": other(0, "PREPARING"),
        "S002": other(0, "ACCEPTED"),
        "S003": other(0),
    }
