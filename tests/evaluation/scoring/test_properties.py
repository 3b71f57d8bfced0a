"""What must hold of every sheet, tried on random ones."""

from dataclasses import fields, is_dataclass
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from evaluation.scoring import Rubric, Sheet, check, score
from tests.evaluation.scoring.sheets import (
    AREA_POINTS,
    FULL,
    INDICATORS,
    NA_ANYWHERE,
    NA_ON_BASIC,
    full_inputs,
    sheet_of,
)
from tests.evaluation.scoring.strategies import GIVEN, TRACKS, whole_sheets

# The rubric is read once for all examples, and a whole sheet is a large example.
whole = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
single = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def score_of(rubric: Rubric, indicator: str, inputs: Any, track: str = "GUIDELINE") -> Fraction:
    """One indicator's score, 0 where it does not apply."""
    result = score(rubric, sheet_of({indicator: inputs}, track=track))
    return result.scores[indicator].score or Fraction(0)


@whole
@given(inputs=whole_sheets(), track=TRACKS)
def test_a_whole_sheet_is_scored_within_its_points(
    rubric: Rubric, inputs: dict, track: str
) -> None:
    sheet = sheet_of(inputs, track=track)
    assert check(rubric, sheet) == []

    result = score(rubric, sheet)

    assert result.missing == ()
    for area, points in AREA_POINTS.items():
        assert 0 <= result.areas[area].score <= points
    for each in result.scores.values():
        if each.state == "SCORED":
            assert 0 <= each.score <= each.points * each.trace.factor
        else:
            assert (each.state, each.score) == ("NA", None)
    assert result.base == sum(each.score for each in result.areas.values())
    assert 0 <= result.total <= 100


@whole
@given(inputs=whole_sheets(), track=TRACKS)
def test_the_points_that_apply_always_add_up_to_the_area(
    rubric: Rubric, inputs: dict, track: str
) -> None:
    result = score(rubric, sheet_of(inputs, track=track))

    for area, points in AREA_POINTS.items():
        mine = [each for id, each in result.scores.items() if id.startswith(area)]
        applying = [each for each in mine if each.state == "SCORED"]
        assert sum(each.points * each.trace.factor for each in applying) == points


@single
@given(without=st.sets(st.sampled_from(NA_ANYWHERE + NA_ON_BASIC)))
def test_full_scores_keep_every_area_whole_whatever_does_not_apply(
    rubric: Rubric, without: set
) -> None:
    inputs = full_inputs(**{id: {"na": True} for id in without})

    result = score(rubric, sheet_of(inputs, track="BASIC"))

    assert {id: each.score for id, each in result.areas.items()} == AREA_POINTS
    assert result.total == 100


@whole
@given(inputs=whole_sheets(), track=TRACKS, seed=st.integers(0, 1000))
def test_the_order_of_the_inputs_does_not_matter(
    rubric: Rubric, inputs: dict, track: str, seed: int
) -> None:
    given_order = score(rubric, sheet_of(inputs, track=track))

    shuffled = score(rubric, sheet_of(shuffle(inputs, Random(seed)), track=track))

    assert scores_of(shuffled) == scores_of(given_order)
    assert list(shuffled.scores) == INDICATORS
    assert (shuffled.total, shuffled.grade) == (given_order.total, given_order.grade)
    assert shuffled.caps == given_order.caps


def shuffle(value: Any, random: Random) -> Any:
    """The same mappings and lists in another order, all the way down."""
    if isinstance(value, dict):
        items = [(key, shuffle(each, random)) for key, each in value.items()]
        random.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        items = [shuffle(each, random) for each in value]
        random.shuffle(items)
        return items
    return value


def scores_of(result: Sheet) -> dict[str, Fraction | None]:
    return {id: each.score for id, each in result.scores.items()}


@whole
@given(inputs=whole_sheets(), track=TRACKS)
def test_no_float_gets_into_a_result(rubric: Rubric, inputs: dict, track: str) -> None:
    result = score(rubric, sheet_of(inputs, track=track))

    assert float not in set(kinds_within(result))
    assert float not in set(kinds_within(result.to_json()))
    assert all(
        type(each.score) is Fraction for each in result.scores.values() if each.state == "SCORED"
    )


def kinds_within(value: Any) -> list[type]:
    if is_dataclass(value) and not isinstance(value, type):
        value = [getattr(value, each.name) for each in fields(value)]
    if hasattr(value, "items"):
        value = [part for pair in value.items() for part in pair]
    if isinstance(value, list | tuple):
        return [kind for each in value for kind in kinds_within(each)]
    return [type(value)]


# More of these never lowers the score (with everything else as it is).
MORE_IS_BETTER = [
    ("F2", "service_m2"),
    ("S2", "active"),
    ("S7", "kinds"),
    ("C01", "joint"),
    ("C01", "member_service"),
    ("C02", "kinds"),
    ("C03", "spaces"),
    ("C03", "deliberations"),
    ("C05", "volunteers"),
    ("C05", "steps"),
    ("C06", "kinds"),
    ("C07", "kinds"),
    ("C08", "kinds"),
    ("C09", "kinds"),
    ("C10", "kinds"),
    ("C16", "registered"),
    ("C17", "kinds"),
    ("C18", "cumulative"),
    ("C18", "newly"),
    ("C19", "kinds"),
    ("C21", "delivered"),
    ("O2", "in_force"),
    ("O2", "in_use"),
    ("T1", "mean_percent"),
    ("T2", "mean_percent"),
    ("T3", "mean_percent"),
    ("T4", "mean_percent"),
]
# More of these never raises it.
MORE_IS_WORSE = [
    ("F2", "office_m2"),
    ("S5", "upheld"),
    ("C08", "late_reports"),
    ("C18", "window_years"),
]
PARTS = [
    ("S4", "staff", "documented"),
    ("S5", "staff", "pledged"),
    ("S7", "worker_months", "supervised"),
    ("S8", "at_start", "retained"),
    ("C13", "roster", "filed"),
    ("C14", "raised", "closed"),
    ("C20", "needs", "linked"),
    ("O7", "closed", "archived"),
    ("O8", "complaints", "on_time"),
    ("O8", "complaints", "with_action"),
]


def two_scores(data: st.DataObject, rubric: Rubric, indicator: str, key: str) -> list[Fraction]:
    """The scores with a smaller and a larger value of one key."""
    track = data.draw(TRACKS)
    one, other = data.draw(GIVEN[indicator]), data.draw(GIVEN[indicator])
    small, large = sorted([one[key], other[key]])
    if indicator == "C06":
        assume(large <= one["applicable"])
    return [
        score_of(rubric, indicator, {**one, key: value}, track=track) for value in (small, large)
    ]


@pytest.mark.parametrize(("indicator", "key"), MORE_IS_BETTER)
@single
@given(data=st.data())
def test_more_of_what_is_wanted_never_lowers_a_score(
    rubric: Rubric, indicator: str, key: str, data: st.DataObject
) -> None:
    less, more = two_scores(data, rubric, indicator, key)

    assert less <= more


@pytest.mark.parametrize(("indicator", "key"), MORE_IS_WORSE)
@single
@given(data=st.data())
def test_more_of_what_is_not_wanted_never_raises_a_score(
    rubric: Rubric, indicator: str, key: str, data: st.DataObject
) -> None:
    less, more = two_scores(data, rubric, indicator, key)

    assert less >= more


@pytest.mark.parametrize(("indicator", "whole_key", "part_key"), PARTS)
@single
@given(data=st.data())
def test_a_larger_part_of_a_whole_never_lowers_a_score(
    rubric: Rubric, indicator: str, whole_key: str, part_key: str, data: st.DataObject
) -> None:
    inputs = data.draw(GIVEN[indicator])
    more = data.draw(st.integers(inputs[part_key], inputs[whole_key]))

    assert score_of(rubric, indicator, inputs) <= score_of(
        rubric, indicator, {**inputs, part_key: more}
    )


FLAGS = [
    (indicator, key)
    for indicator, inputs in FULL.items()
    for key, value in inputs.items()
    if value is True and key != "area_has_reform"
]


@pytest.mark.parametrize(("indicator", "key"), FLAGS)
@settings(single, max_examples=10)
@given(data=st.data())
def test_a_thing_that_is_there_always_raises_a_score(
    rubric: Rubric, indicator: str, key: str, data: st.DataObject
) -> None:
    inputs = data.draw(GIVEN[indicator])
    without, present = (
        score_of(rubric, indicator, {**inputs, key: value}) for value in (False, True)
    )

    assert without < present


@pytest.mark.parametrize("indicator", ["F1", "F4", "O5", "O6"])
@single
@given(data=st.data(), place=st.integers(0, 6))
def test_a_better_letter_of_one_reviewer_never_lowers_a_score(
    rubric: Rubric, indicator: str, data: st.DataObject, place: int
) -> None:
    inputs = data.draw(GIVEN[indicator])
    letters = list(inputs["grade"])
    place %= len(letters)
    better = data.draw(st.sampled_from([each for each in "ABCDE" if each <= letters[place]]))
    raised = [*letters[:place], better, *letters[place + 1 :]]

    assert score_of(rubric, indicator, inputs) <= score_of(
        rubric, indicator, {**inputs, "grade": raised}
    )


@single
@given(inputs=GIVEN["C11"], level=st.integers(1, 5), more=st.integers(0, 40))
def test_more_visits_done_never_lower_a_score(
    rubric: Rubric, inputs: dict, level: int, more: int
) -> None:
    done = {**inputs["done"], level: inputs["done"].get(level, 0) + more}

    assert score_of(rubric, "C11", inputs) <= score_of(rubric, "C11", {**inputs, "done": done})


@single
@given(inputs=GIVEN["C05"])
def test_volunteers_are_scored_to_the_last_digit(rubric: Rubric, inputs: dict) -> None:
    reached = min(Fraction(inputs["volunteers"], 30), Fraction(1))

    expected = Fraction(24, 10) * reached + Fraction(6, 10) * Fraction(inputs["steps"], 4)
    assert score_of(rubric, "C05", inputs) == expected


@single
@given(inputs=GIVEN["C11"])
def test_graded_visits_are_scored_to_the_last_digit(rubric: Rubric, inputs: dict) -> None:
    weights = {1: Fraction(3), 2: Fraction(2), 3: Fraction(3, 2), 4: Fraction(1), 5: Fraction(1)}
    due, done = inputs["due"], inputs["done"]
    whole_sum = sum(weights[level] * due[level] for level in due)
    assume(whole_sum)

    kept = sum(weights[level] * min(due[level], done.get(level, 0)) for level in due)
    line = (kept / whole_sum - Fraction(6, 10)) / (Fraction(95, 100) - Fraction(6, 10))
    assert score_of(rubric, "C11", inputs) == 4 * min(max(line, Fraction(0)), Fraction(1))


@single
@given(inputs=GIVEN["C18"])
def test_the_five_year_pace_is_scored_to_the_last_digit(rubric: Rubric, inputs: dict) -> None:
    years = max(Fraction(inputs["window_years"]), Fraction(1))

    expected = Fraction(5, 2) * min(Fraction(inputs["cumulative"]) / (2 * years), Fraction(1))
    assert score_of(rubric, "C18", inputs) == expected


@single
@given(month=st.integers(1, 12), volunteers=st.integers(0, 40))
def test_a_station_opened_later_in_the_year_never_needs_more(
    rubric: Rubric, month: int, volunteers: int
) -> None:
    inputs = {"C05": {"volunteers": volunteers, "steps": 0}}
    scores = [
        score(rubric, sheet_of(inputs, opened_on=f"2023-{each:02}-15")).scores["C05"].score
        for each in (month, 12)
    ]

    assert scores[0] <= scores[1]


@single
@given(points=st.fixed_dictionaries({"B1": st.integers(0, 1), "B2": st.integers(0, 2)}))
def test_a_bonus_is_added_to_the_base(rubric: Rubric, points: dict) -> None:
    inputs = full_inputs(T1={"mean_percent": 60})

    result = score(rubric, sheet_of(inputs, bonus=points))

    assert result.base == 91
    assert result.total == 91 + sum(points.values())
