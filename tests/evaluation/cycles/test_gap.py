"""What a station still lacks to the thresholds of the running year."""

from datetime import date

import pytest

from evaluation.cycles.domain import cycle as cycles
from evaluation.rubrics.adoption.domain import adopt, change_overlay
from kernel.access.actor import Actor
from kernel.workdays.clock import frozen
from stations.casework.queries.due import level_counts
from stations.casework.queries.gap import Gap, gaps
from stations.network.domain.station import change_state
from tests.fixtures.cycles import RUBRIC, VERSION, Town, at
from tests.fixtures.records import (
    add_worker,
    certify,
    enlist,
    file_person,
    need,
    org,
    set_level,
    step,
    visit,
    volunteer,
    works,
)

YEAR, TODAY = 2024, date(2024, 9, 30)


def open_year(town: Town) -> None:
    actor = town.actor("bureau")
    with frozen(at(date(YEAR, 1, 10))):
        cycle = cycles.create_cycle(
            actor=actor,
            year=YEAR,
            rubric_id=RUBRIC,
            version=VERSION,
            cutoff_on=date(YEAR, 12, 31),
        )
        cycles.open_cycle(actor=actor, cycle=cycle)


def rows_of(town: Town, code: str = "S001", on: date = TODAY) -> list[Gap]:
    with frozen(at(on)):
        return gaps(town.stations[code], on)


def found(town: Town, code: str = "S001", on: date = TODAY) -> dict[tuple[str, str], tuple]:
    rows = rows_of(town, code, on)
    return {(row.indicator, row.label): (row.value, row.wanted, row.missing) for row in rows}


def test_counts_beside_the_rubrics_thresholds(town):
    open_year(town)
    place = town.stations["S001"]
    for day in (date(2024, 3, 1), date(2024, 3, 2), date(2023, 3, 1)):
        step(volunteer(place), "TRAIN", day)
    org(place, filed=date(2024, 2, 1), activities=(date(2024, 3, 1), date(2024, 4, 1)))
    rows = found(town)

    assert rows[("C05", "本年度培养的社区志愿者")] == (2, 30, 28)
    assert rows[("C05", "已开展的环节（招募、培训、使用、激励）")] == (1, 4, 3)
    assert {key[0] for key in rows} >= {
        *("S2", "S7", "C02", "C04", "C05", "C07", "C09", "C10", "C19")
    }
    assert not {key[0] for key in rows} & {"C13", "C14"}  # a share of nothing


def test_a_share_is_wanted_of_what_there_is(town):
    open_year(town)
    place = town.stations["S001"]
    person = file_person(place, name="张桂兰")
    enlist(place, beneficiary=person)
    for _ in range(3):
        enlist(place)
    for number in range(10):
        need(person, date(2024, 3, 1), date(2024, 4, 1) if number < 2 else None)
    rows = {key: row for (key, _label), row in found(town).items()}

    assert (rows["C13"], rows["C14"], rows["C06"]) == ((1, 4, 3), (2, 9, 7), (0, 6, 6))
    assert ("C14", "需求办结 · 其中经本人确认办结的") in found(town)


def test_a_countys_number_replaces_the_published_one(town):
    actor = town.actor("bureau")
    adopted = adopt(actor=actor, rubric_id=RUBRIC, version=VERSION)
    change_overlay(actor=actor, adoption=adopted, changes={"S2.active.full": 8})
    open_year(town)

    wanted = {key[0]: row[1] for key, row in found(town).items()}
    assert wanted["S2"] == 8


def test_other_tracks_thresholds_do_not_show(town):
    open_year(town)
    worker, place = add_worker(), town.stations["S001"]
    works(worker, place)
    certify(worker, date(2024, 2, 1), by=place)

    # Newly certified in the year is the pilots' threshold; the others keep the pace of ten in
    # five years: 40 months since the opening ask for seven.
    rows = {label: row for (key, label), row in found(town).items() if key == "C18"}
    assert rows == {"五年期限内累计新增持证社工": (1, 7, 6)}


def test_month_ends_that_fall_short_are_named(town):
    open_year(town)
    place = town.stations["S001"]
    for since, until in ((date(2023, 1, 1), None), (date(2024, 3, 5), date(2024, 7, 1))):
        worker = add_worker()
        works(worker, place, since, until)
        certify(worker, date(2022, 9, 1))
    [row] = [row for row in rows_of(town) if row.indicator == "S1"]

    assert (row.value, row.wanted, row.missing, row.unit) == (4, 9, 5, "个月末")
    assert row.note == "月末未达2人的月份：1、2、7、8、9"


def test_visit_levels_tell_how_many_visits_are_missing(town):
    open_year(town)
    place = town.stations["S001"]
    person = file_person(place)
    set_level(person, 3, date(2024, 1, 1))  # monthly: nine slots by the end of September
    for month in (1, 2, 3):
        visit(person, date(2024, month, 15))
    rows = [row for row in rows_of(town) if row.indicator == "C11"]

    assert [(row.value, row.wanted, row.missing) for row in rows] == [(3, 9, 6)]
    assert "3级" in rows[0].label


@pytest.mark.parametrize("on", [date(2025, 6, 1), date(2023, 6, 1)])
def test_nothing_without_an_open_cycle_of_the_year(town, on):
    open_year(town)

    assert found(town, on=on) == {}


@pytest.mark.parametrize("code", ["H001", "R001"])
def test_nothing_for_a_place_that_is_not_evaluated(town, code):
    open_year(town)

    assert found(town, code=code) == {}


@pytest.mark.parametrize(
    ("ended", "shown"), [(date(2023, 12, 31), False), (date(2024, 3, 1), True)]
)
def test_nothing_for_a_station_that_ended_before_the_year(town, ended, shown):
    """As the cycle: a station that ran in the year is evaluated, also one that ended in it."""
    open_year(town)
    place = town.stations["S001"]
    set_level(file_person(place), 3, date(2023, 1, 1))
    with frozen(at(TODAY)):
        actor = Actor.system(place.code[:6])
        change_state(actor=actor, station=place, state="CLOSED", on=ended, reason="撤并")
        assert bool(gaps(place, TODAY)) == shown
        assert bool(level_counts(place, TODAY)) == shown


def test_an_agency_in_five_years_is_wanted_of_all_but_the_pilots(town):
    open_year(town)
    place = town.stations["S001"]
    label = "已登记注册的组织（试点：本年度；其他：五年内）"
    assert found(town)["C16", label] == (0, 1, 1)

    org(place, registered=date(2023, 2, 1), is_sw_agency=True)
    assert found(town)["C16", label] == (1, 1, 0)
