"""Reading case files: defaults, and what makes a file unreadable."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluation.rubrics.cases import Case, case_files, read_cases, run_case
from evaluation.rubrics.exactyaml import UnreadableFile
from evaluation.scoring import SheetInput

SCORES = 'expect: {scores: {S2: "0.8000"}}'


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], list[Case]]:
    """read(text) -> the cases of a file with this text."""

    def read_text(text: str) -> list[Case]:
        path = tmp_path / "cases.yaml"
        path.write_text(text, "utf-8")
        return read_cases(path)

    return read_text


def test_what_a_case_leaves_out_has_its_default(read: Callable) -> None:
    (case,) = read(f"- {{name: a case, {SCORES}}}")

    assert case.rubric == "panzhihua-township"
    assert case.given == SheetInput(2023, "GUIDELINE", "2021-06-01")


def test_what_is_null_has_its_default(read: Callable) -> None:
    nulls = "rubric: null, year: null, track: ~, opened_on: null, inputs: ~, caps: ~, bonus: ~"
    (case,) = read(f"- {{name: a case, {nulls}, vetoes: ~, {SCORES}}}")

    assert case.rubric == "panzhihua-township"
    assert case.given == SheetInput(2023, "GUIDELINE", "2021-06-01")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "expected a list of cases"),
        ("name: a case", "expected a list of cases"),
        ("- a case", "case 1: expected keys and values"),
        (f"- {{{SCORES}}}", "case 1: name is missing"),
        ("- {name: a case}", "case 1: expect is missing"),
        ("- {name: a case, expect: {}}", "case 1 (a case): expect: expects nothing"),
        ("- {name: a case, expect: [F1]}", "case 1 (a case): expect: expected keys and values"),
        (f"- {{name: a case, input: {{}}, {SCORES}}}", "case 1: unknown key input"),
        ("- {name: a case, expect: {score: 1}}", "expect: unknown key score"),
        ("- {name: a case, expect: {scores: {S2: high}}}", "expect.scores: cannot be expected"),
        ("- {name: a case, expect: {total: null}}", "expect.total: cannot be expected"),
        ("- {name: a case, expect: {grade: 1}}", "expect.grade: cannot be expected"),
        ("- {name: a case, expect: {caps: G3}}", "expect.caps: cannot be expected"),
        ('- {name: a case, expect: {error: ""}}', "expect.error: cannot be expected"),
        (f"- {{name: a, {SCORES}}}\n- {{name: b}}", "case 2: expect is missing"),
    ],
)
def test_a_file_that_holds_no_cases_is_unreadable(read: Callable, text: str, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(text)

    assert reason in str(refused.value)


def test_the_cases_of_a_folder_are_found_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "deep" / "down").mkdir(parents=True)
    files = [
        tmp_path / "b.yaml",
        tmp_path / "deep" / "a.yml",
        tmp_path / "deep" / "down" / "c.yaml",
    ]
    for file in [*files, tmp_path / "readme.txt"]:
        file.touch()

    assert case_files(tmp_path) == files


def test_a_folder_without_cases_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").touch()

    with pytest.raises(UnreadableFile, match="no case files"):
        case_files(tmp_path)


def test_an_unknown_rubric_is_refused(read: Callable) -> None:
    (case,) = read("- {name: a case, rubric: ../tiny, expect: {error: rubric}}")

    outcome = run_case(case)

    assert outcome.passed
    assert [str(each) for each in outcome.refusals] == [
        'rubric: unknown rubric, given "../tiny", allowed panzhihua-township'
    ]


def test_everything_but_scores_needs_a_whole_sheet(read: Callable) -> None:
    (case,) = read(
        "- name: a case\n"
        "  inputs: {F7: {state: ABSENT}}\n"
        "  expect: {scores: {F7: 0}, areas: {F: 1}, base: 1, bonus: 0, total: 1, grade: PASS,"
        " caps: [G2]}\n"
    )

    outcome = run_case(case)

    assert [each.expected for each in outcome.differences] == [
        "areas.F 1.0000",
        "base 1.0000",
        "bonus 0.0000",
        "total 1.0000",
        "grade PASS",
        "caps [G2]",
    ]
    assert {each.came_out.split(",")[0] for each in outcome.differences} == {"missing [F1"}


def test_a_refused_case_meets_no_other_expectation(read: Callable) -> None:
    (case,) = read(
        '- {name: a case, inputs: {S2: {active: "4"}}, expect: {scores: {S2: 1}, error: S2.active}}'
    )

    outcome = run_case(case)

    assert [each.expected for each in outcome.differences] == ["scores"]
    assert outcome.differences[0].came_out.startswith("refused: S2.active")
