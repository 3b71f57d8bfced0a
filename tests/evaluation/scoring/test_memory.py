"""What scoring remembers changes how long it takes, never what comes out."""

from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from evaluation.scoring import Rubric, check, read, score
from tests.evaluation.scoring.plain import score_plainly
from tests.evaluation.scoring.sheets import full_inputs, sheet_of
from tests.evaluation.scoring.strategies import TRACKS, whole_sheets


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    read.forget_answers()


def scored_total(rubric: Rubric, **changes: Any) -> Fraction | None:
    """Scored often enough to be remembered and then to come from memory."""
    totals = [score(rubric, sheet_of(full_inputs(**changes))).total for _ in range(3)]
    assert totals == totals[:1] * 3
    return totals[0]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(inputs=whole_sheets(), track=TRACKS)
def test_a_sheet_is_the_same_unremembered_remembered_and_plainly_reckoned(
    rubric: Rubric, inputs: dict, track: str
) -> None:
    read.forget_answers()
    sheet = sheet_of(inputs, track=track)

    fresh, kept, recalled = (score(rubric, sheet) for _ in range(3))

    assert fresh == kept == recalled
    assert fresh.to_json() == kept.to_json() == recalled.to_json()
    plain = score_plainly(rubric, inputs, track)
    assert {id: each.score for id, each in fresh.scores.items()} == plain.scores
    assert {id: each.score for id, each in fresh.areas.items()} == plain.areas
    assert fresh.base == plain.base


@pytest.mark.parametrize("given", [True, "3", 3.0, [3], -3])
def test_what_looks_like_a_remembered_input_is_still_refused(rubric: Rubric, given: Any) -> None:
    scored_total(rubric, C07={"kinds": 3})
    scored_total(rubric, C07={"kinds": 1})

    refusals = [check(rubric, sheet_of({"C07": {"kinds": given}})) for _ in range(3)]

    assert [[each.path for each in found] for found in refusals] == [["C07.kinds"]] * 3


def test_one_rubric_never_answers_for_another(rubric: Rubric) -> None:
    half = {"C05": {"volunteers": 15, "steps": 4}, "F1": {"grade": ["A", "A", "E"]}}
    heavier = rubric.with_numbers({"C05.points": Fraction(4), "C06.points": Fraction(5, 2)})
    dropping = replace(rubric, review=replace(rubric.review, drop_from=3))

    assert scored_total(rubric, **half) == 100 - Fraction(12, 10) - Fraction(1, 3)
    assert scored_total(heavier, **half) == 100 - Fraction(16, 10) - Fraction(1, 3)
    assert scored_total(dropping, **half) == 100 - Fraction(12, 10)


def test_months_and_track_are_told_apart(rubric: Rubric) -> None:
    inputs = {"C05": {"volunteers": 15, "steps": 4}, "F2": {"na": True}}
    for _ in range(3):
        score(rubric, sheet_of(inputs, track="BASIC"))

    late = score(rubric, sheet_of(inputs, track="BASIC", opened_on="2023-07-01"))

    assert late.scores["C05"].score == 3
    assert [each.path for each in check(rubric, sheet_of(inputs))] == ["F2.na"]


def test_what_callers_change_afterwards_changes_no_other_sheet(rubric: Rubric) -> None:
    inputs = {"C05": {"volunteers": 15, "steps": 4}}
    before = deepcopy(score(rubric, sheet_of(inputs)).to_json())
    for _ in range(2):
        data = score(rubric, sheet_of(inputs)).to_json()
        for row in data["trace"]:
            row["records"] = 1
        data["scores"]["C05"]["score"] = "0"
    inputs["C05"]["volunteers"] = 30

    again = score(rubric, sheet_of({"C05": {"volunteers": 15, "steps": 4}})).to_json()

    assert again == before


def test_the_memory_is_bounded(rubric: Rubric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MOST_ANSWERS", 20)
    monkeypatch.setattr(read, "MOST_SEEN", 200)

    for volunteers in range(40):
        scored_total(rubric, C05={"volunteers": volunteers, "steps": 4})
        assert len(read._answers) <= 20
        assert len(read._seen_once) <= 200
