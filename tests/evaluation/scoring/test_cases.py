"""Every case of tests/cases, through the runner of `manage.py score_cases`, and the command."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import call_command

from evaluation.rubrics.cases import Case, case_files, read_cases, run_case
from tests.evaluation.scoring.sheets import POINTS

FOLDER = Path(__file__).parents[2] / "cases"
CASES = [case for file in case_files(FOLDER) for case in read_cases(file)]

GOOD = """
- name: four of five volunteers
  inputs: {S2: {active: 4}}
  expect: {scores: {S2: "0.8000"}}
"""
WRONG = """
- name: four of five volunteers are taken for all
  inputs: {S2: {active: 4}}
  expect: {scores: {S2: "1.0000"}}
- name: a count in quotes is taken
  inputs: {S2: {active: "4"}}
  expect: {scores: {S2: "0.8000"}}
- name: nothing is missing
  inputs: {S2: {active: 4}}
  expect: {total: "100.0000"}
- name: six volunteers
  inputs: {S2: {active: 6}}
  expect: {scores: {S2: "1.0000"}}
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{Path(case.file).stem}: {case.name}")
def test_case(case: Case) -> None:
    outcome = run_case(case)

    assert [str(each) for each in outcome.differences] == []


def test_there_are_hundreds_of_cases_and_each_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]

    assert len(names) >= 500
    assert len(set(names)) == len(names)


def test_every_indicator_has_a_file_with_its_best_and_its_worst_case() -> None:
    expected = {file.stem: _scores_expected(file) for file in case_files(FOLDER)}

    for indicator, points in POINTS.items():
        scores = sorted(Fraction(each) for each in expected[indicator])
        assert len(scores) >= 3, indicator
        assert (scores[0], scores[-1]) == (0, Fraction(points)), indicator


def _scores_expected(file: Path) -> list[str]:
    return [value for case in read_cases(file) for value in case.expect.get("scores", {}).values()]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture) -> Callable[..., tuple[int, str]]:
    """run(text, ...) -> exit code and output of the command over files with these texts."""

    def run_command(*texts: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.yaml").write_text(text, "utf-8")
        code = 0
        try:
            call_command("score_cases", str(tmp_path), *options)
        except SystemExit as end:
            code = int(end.code or 0)
        return code, capsys.readouterr().out

    return run_command


def test_the_command_exits_0_when_every_case_passes(run: Callable) -> None:
    assert run(GOOD) == (0, "1 passed, 0 failed\n")


def test_the_command_names_each_failed_case_and_exits_1(run: Callable) -> None:
    code, output = run(GOOD, WRONG)

    lines = output.splitlines()
    assert code == 1
    assert lines[-1] == "2 passed, 3 failed"
    assert [line.split(":")[0] for line in lines[:-1]] == [
        "four of five volunteers are taken for all",
        "a count in quotes is taken",
        "nothing is missing",
    ]
    assert "1.0000" in lines[0]
    assert "0.8000" in lines[0]
    assert "S2.active" in lines[1]
    assert "F1, F2" in lines[2]


@pytest.mark.parametrize(
    "text",
    [
        "- name: [",
        "just a text",
        "- name: a key twice\n  inputs: {S2: {active: 4, active: 5}}\n"
        '  expect: {scores: {S2: "1"}}\n',
        "- name: a level twice\n  inputs: {C11: {due: {1: 4, '1': 5}, done: {}}}\n"
        '  expect: {scores: {C11: "0"}}\n',
        "- name: a case that expects nothing\n  inputs: {S2: {active: 4}}\n",
        "- name: an unknown key\n  input: {S2: {active: 4}}\n  expect: {grade: GOOD}\n",
    ],
)
def test_the_command_exits_2_when_a_file_cannot_be_read(run: Callable, text: str) -> None:
    code, output = run(GOOD, text)

    assert code == 2
    assert output.splitlines()[-1] == "1 passed, 0 failed"


def test_the_command_exits_2_for_a_path_that_is_not_there(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("score_cases", "/nowhere/cases.yaml")

    assert end.value.code == 2
    assert "/nowhere/cases.yaml" in capsys.readouterr().err


def test_json_gives_the_full_result_with_its_trace(run: Callable) -> None:
    code, output = run(GOOD, options=("--json",))

    assert code == 0
    (case,) = json.loads(output)["cases"]
    assert case["passed"] is True
    assert case["sheet"]["scores"]["S2"]["score"] == "0.8000"
    trace = next(each for each in case["sheet"]["trace"] if each["indicator"] == "S2")
    assert trace["clause"] == "2.1"
    assert trace["inputs"] == {"active": 4}


def test_decimals_never_pass_through_a_float(run: Callable) -> None:
    text = """
    - name: a percentage beyond the digits of a float
      inputs: {T1: {mean_percent: 60.00000000000000000000000000000000001}}
      expect: {scores: {T1: "0"}}
    """

    code, output = run(text, options=("--json",))

    assert code == 0
    (case,) = json.loads(output)["cases"]
    trace = next(each for each in case["sheet"]["trace"] if each["indicator"] == "T1")
    assert trace["inputs"]["mean_percent"] == "60.00000000000000000000000000000000001"
