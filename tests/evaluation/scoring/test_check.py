"""The order of reporting inside one indicator."""

from evaluation.scoring import Rubric, SheetInput, check


def test_a_part_above_its_whole_is_reported_after_all_keys(rubric: Rubric) -> None:
    rows = [{"due": 2, "present": 3}, {"due": 7, "present": 1}]
    inputs = {"O5": {"files": rows, "grade": "Z"}, "S4": {"staff": 1, "documented": 2}}

    refusals = check(rubric, SheetInput(2023, "GUIDELINE", "2021-06-01", inputs))

    assert [each.path for each in refusals] == [
        "S4.documented",
        "O5.files[1].due",
        "O5.grade",
        "O5.files[0].present",
    ]
