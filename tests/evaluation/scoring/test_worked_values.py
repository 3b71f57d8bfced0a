"""Worked values of the rubric that are no score of one indicator, and the rubric's own sums."""

from fractions import Fraction

import pytest

from evaluation.scoring import (
    Rubric,
    half_up,
    mean_grade,
    needs_decision,
    score,
    shown,
    spread,
)
from tests.evaluation.scoring.sheets import AREA_POINTS, INDICATORS, POINTS, full_inputs, sheet_of


def test_the_rubric_has_the_fifty_indicators_in_order(rubric: Rubric) -> None:
    assert [each.id for each in rubric.indicators] == INDICATORS


def test_every_indicator_has_the_points_of_the_rubric(rubric: Rubric) -> None:
    points = {each.id: each.points for each in rubric.indicators}

    assert points == {id: Fraction(text) for id, text in POINTS.items()}


def test_points_of_each_area_add_up(rubric: Rubric) -> None:
    sums = {area.id: sum(each.points for each in rubric.of_area(area.id)) for area in rubric.areas}

    assert sums == AREA_POINTS


def test_points_of_the_four_emphases_are_those_of_the_rubric(rubric: Rubric) -> None:
    sums = {
        emphasis.id: sum(
            (each.points for each in rubric.indicators if each.emphasis == emphasis.id), Fraction(0)
        )
        for emphasis in rubric.emphases
    }

    assert sums == {"E1": 33, "E2": Fraction("7.5"), "E3": 10, "E4": 11}
    assert sum(sums.values()) == Fraction("61.5")


@pytest.mark.parametrize(
    ("total", "text"),
    [("79.995", "80.00"), ("79.994", "79.99"), ("79.9949999", "79.99"), ("100", "100.00")],
)
def test_a_total_is_shown_half_up_to_a_hundredth(total: str, text: str) -> None:
    assert shown(Fraction(total), 2) == text
    assert half_up(Fraction(total), 2) == Fraction(text)


def test_a_third_is_shown_down_and_two_thirds_up() -> None:
    assert (shown(Fraction(1, 3)), shown(Fraction(2, 3))) == ("0.3333", "0.6667")


@pytest.mark.parametrize(
    ("indicator", "given", "expected"),
    [
        ("S1", {"certified": [1] * 3 + [2] * 9}, Fraction("4.375")),
        (
            "F3",
            {"outdoor": True, "logo": True, "exact_name": True, "wall": False},
            Fraction("1.125"),
        ),
        (
            "C04",
            {"functional": 2, "hobby": 4, "reform_affected": 1, "area_has_reform": True},
            Fraction(3),
        ),
        (
            "C04",
            {"functional": 3, "hobby": 3, "reform_affected": 2, "area_has_reform": True},
            Fraction(4),
        ),
        ("C05", {"volunteers": 57, "steps": 3}, Fraction("2.85")),
        (
            "C11",
            {"due": {1: 52, 3: 240, 4: 800}, "done": {1: 50, 3: 210, 4: 700}},
            4 * (Fraction(1165, 1316) - Fraction("0.6")) / Fraction("0.35"),
        ),
        ("C18", {"cumulative": 4, "window_years": "2.5833"}, Fraction(100000, 51666)),
        ("T1", {"mean_percent": 84}, Fraction("7.2")),
    ],
)
def test_worked_scores_are_exact(
    rubric: Rubric, indicator: str, given: dict, expected: Fraction
) -> None:
    result = score(rubric, sheet_of({indicator: given}))

    assert result.scores[indicator].score == expected


def test_c10_and_c21_not_applicable_raise_the_other_content_scores_by_45_43rds(
    rubric: Rubric,
) -> None:
    whole = score(rubric, sheet_of(full_inputs()))
    shared = score(rubric, sheet_of(full_inputs(C10={"na": True}, C21={"na": True})))

    others = [each.id for each in rubric.of_area("C") if each.id not in ("C10", "C21")]
    factors = {shared.scores[id].score / whole.scores[id].score for id in others}
    assert factors == {Fraction(45, 43)}
    assert shown(Fraction(45, 43), 6) == "1.046512"
    assert shared.areas["C"].score == 45


@pytest.mark.parametrize(
    ("letters", "mean"),
    [
        ("A", "1"),
        ("ABC", "0.8"),
        ("AE", "0.5"),
        ("AAAE", "0.75"),
        ("ABCDE", "17/30"),
        ("EEEEA", "0"),
        ("DDBBAA", "29/40"),
    ],
)
def test_reviewers_grades_meet_at_their_mean(rubric: Rubric, letters: str, mean: str) -> None:
    assert mean_grade(rubric, list(letters)) == Fraction(mean)


@pytest.mark.parametrize(
    ("letters", "apart", "decision"),
    [
        ("AC", "0.4", False),  # exactly the limit is not above it
        ("BD", "0.5", True),
        ("BC", "0.2", False),
        ("CD", "0.3", False),
        ("CE", "0.6", True),
        ("BBBBE", "0.8", True),  # before the lowest is dropped
        ("ABC", "0.4", False),
        ("D", "0", False),
    ],
)
def test_grades_more_than_two_fifths_apart_need_a_decision(
    rubric: Rubric, letters: str, apart: str, decision: bool
) -> None:
    assert spread(rubric, list(letters)) == Fraction(apart)
    assert needs_decision(rubric, list(letters)) is decision
