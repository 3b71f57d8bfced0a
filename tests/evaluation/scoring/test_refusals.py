"""What is refused, in which order, and with which words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from evaluation.scoring import Refused, Rubric, check, missing, score
from tests.evaluation.scoring.sheets import INDICATORS, full_inputs, sheet_of


def paths(rubric: Rubric, inputs: dict[str, Any], **head: Any) -> list[str]:
    return [each.path for each in check(rubric, sheet_of(inputs, **head))]


def test_a_sound_sheet_is_not_refused(rubric: Rubric) -> None:
    assert paths(rubric, full_inputs()) == []


def test_a_refused_sheet_is_not_scored_at_all(rubric: Rubric) -> None:
    sheet = sheet_of(full_inputs(C05={"volunteers": -1, "steps": 3}))

    with pytest.raises(Refused) as refused:
        score(rubric, sheet)

    assert [each.path for each in refused.value.refusals] == ["C05.volunteers"]


def test_a_refusal_names_what_was_given_and_what_is_allowed(rubric: Rubric) -> None:
    inputs = {"C05": {"volunteers": 30, "steps": 5}}

    (refusal,) = check(rubric, sheet_of(inputs))

    assert refusal.path == "C05.steps"
    assert refusal.given == 5
    assert "0 to 4" in refusal.allowed
    assert str(refusal).startswith("C05.steps: ")
    assert "5" in str(refusal).removeprefix("C05.steps: ")


def test_everything_wrong_is_reported_in_the_fixed_order(rubric: Rubric) -> None:
    inputs = {
        "T1": {"mean_percent": 101},
        "X9": {"kinds": 1},
        "C05": {"steps": 5, "volunteers": -1, "extra": 1},
        "S5": {"pledged": 4, "staff": 3, "upheld": -1},
        "F2": {"na": True},
        "Y1": None,
    }
    head = {"vetoes": ["V9"], "caps": ["G1"], "bonus": {"B9": 1, "B1": 2}}

    assert paths(rubric, inputs, **head) == [
        "X9",
        "Y1",
        "F2.na",
        "S5.upheld",
        "S5.pledged",
        "C05.extra",
        "C05.volunteers",
        "C05.steps",
        "T1.mean_percent",
        "vetoes.V9",
        "caps.G1",
        "bonus.B9",
        "bonus.B1",
    ]


def test_na_is_reported_before_unknown_keys(rubric: Rubric) -> None:
    assert paths(rubric, {"S6": {"extra": 1, "na": "yes"}}) == ["S6.na", "S6.extra"]


def test_a_part_over_its_whole_is_reported_after_all_keys(rubric: Rubric) -> None:
    inputs = {"O8": {"channel": 1, "complaints": 1, "on_time": 2, "with_action": 3}}

    assert paths(rubric, inputs) == ["O8.channel", "O8.on_time", "O8.with_action"]


def test_a_row_with_a_part_over_its_whole_is_reported_after_all_keys(rubric: Rubric) -> None:
    inputs = {"O5": {"files": [{"due": 2, "present": 3}], "grade": "Z"}}

    assert paths(rubric, inputs) == ["O5.grade", "O5.files[0].present"]


def test_the_rows_of_a_list_are_named_from_nought(rubric: Rubric) -> None:
    rows = [{"due": 6, "done": 6}, {"due": 0, "done": 0}, {"due": 3, "done": 1.5, "left": 2}]

    found = paths(rubric, {"O4": {"projects": rows}})

    assert found[0] == "O4.projects[1].due"
    assert set(found) == {"O4.projects[1].due", "O4.projects[2].done", "O4.projects[2].left"}


@pytest.mark.parametrize("given", [3.0, "3", True, Decimal("3.0"), Decimal("3"), [3], {}])
def test_a_count_is_a_whole_number_as_such(rubric: Rubric, given: Any) -> None:
    assert paths(rubric, {"S2": {"active": given}}) == ["S2.active"]


@pytest.mark.parametrize(
    "given",
    [
        0.5,
        True,
        "-1",
        "+1",
        "1e1",
        "1.",
        ".5",
        " 1",
        "1 ",
        "1\n",
        "1_0",
        "1,5",
        "1/2",
        "",
        "八十",
        "８０",
        "٣",
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("-0.01"),
        Decimal("100.01"),
        [80],
    ],
)
def test_a_decimal_is_an_integer_a_decimal_or_a_quoted_one(rubric: Rubric, given: Any) -> None:
    assert paths(rubric, {"T1": {"mean_percent": given}}) == ["T1.mean_percent"]


@pytest.mark.parametrize("given", [0, 100, "0", "100", "84.50", "007", Decimal("84.5")])
def test_a_decimal_within_its_range_is_taken(rubric: Rubric, given: Any) -> None:
    assert paths(rubric, {"T1": {"mean_percent": given}}) == []


@pytest.mark.parametrize("given", [1, 0, "true", "yes", [], Decimal(1)])
def test_true_and_false_are_nothing_else(rubric: Rubric, given: Any) -> None:
    assert paths(rubric, {"F6": {"entrance": given, "toilet": True}}) == ["F6.entrance"]


@pytest.mark.parametrize("given", ["a", "F", "AB", "", [], ["A", ""], ["A", ["B"]], 1, True, {}])
def test_a_grade_is_a_letter_or_a_list_of_letters(rubric: Rubric, given: Any) -> None:
    assert paths(rubric, {"F1": {"grade": given}}) == ["F1.grade"]


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ({"track": "PILOT"}, "track"),
        ({"track": None}, "track"),
        ({"year": "2023"}, "year"),
        ({"year": True}, "year"),
        ({"opened_on": "2024-01-01"}, "opened_on"),
        ({"opened_on": date(2024, 1, 1)}, "opened_on"),
        ({"opened_on": "2023-02-30"}, "opened_on"),
        ({"opened_on": "2023-6-1"}, "opened_on"),
        ({"opened_on": "20230601"}, "opened_on"),
        ({"opened_on": None}, "opened_on"),
    ],
)
def test_the_head_of_a_sheet_is_checked(rubric: Rubric, head: dict, path: str) -> None:
    assert paths(rubric, {"C09": {"kinds": 3}}, **head) == [path]


def test_an_opening_on_the_last_day_of_the_year_is_taken(rubric: Rubric) -> None:
    inputs = {"S1": {"certified": [2]}}

    assert paths(rubric, inputs, opened_on=date(2023, 12, 31)) == []


@pytest.mark.parametrize(
    ("bonus", "path"),
    [
        ({"B1": True}, "bonus.B1"),
        ({"B2": Decimal("1.5")}, "bonus.B2"),
        ({"B3": "0.6"}, "bonus.B3"),
        ({"B3": 0.5}, "bonus.B3"),
        ({"B4": -1}, "bonus.B4"),
        ({"B5": "one"}, "bonus.B5"),
    ],
)
def test_a_bonus_is_one_of_the_points_allowed(rubric: Rubric, bonus: dict, path: str) -> None:
    assert paths(rubric, {}, bonus=bonus) == [path]


@pytest.mark.parametrize("given", ["0.5", Decimal("0.5"), "0.50", 0, 1, "1"])
def test_half_a_bonus_point_is_taken_in_any_writing(rubric: Rubric, given: Any) -> None:
    assert paths(rubric, {}, bonus={"B3": given}) == []


def test_an_indicator_that_is_no_table_of_keys_is_refused(rubric: Rubric) -> None:
    assert paths(rubric, {"C05": 3, "C06": []}) == ["C05", "C06"]


def test_a_sheet_may_be_incomplete_without_being_refused(rubric: Rubric) -> None:
    sheet = sheet_of({"C05": {"volunteers": 57}})

    assert check(rubric, sheet) == []
    assert list(missing(rubric, sheet)) == INDICATORS
    assert score(rubric, sheet).total is None
    assert score(rubric, sheet).grade is None


def test_missing_indicators_are_listed_in_rubric_order(rubric: Rubric) -> None:
    inputs = full_inputs(T1=None, S6={}, C01={"joint": 2, "member_service": 1}, O7={"na": True})

    assert list(missing(rubric, sheet_of(inputs))) == ["S6", "C01", "T1"]
