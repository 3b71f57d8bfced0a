"""The strict loader: one bad file for each mistake, and the township rubric as it stands."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from shutil import copytree

import pytest

from evaluation.rubrics.errors import RubricError
from evaluation.rubrics.loader import load_rubric, load_tree, tree_names
from evaluation.scoring import DataError, Parameter, Rubric

HERE = Path(__file__).parent
GOOD, BAD = HERE / "good", HERE / "bad"

# Each folder of bad/ is laid over good/ and makes one mistake: file, key, and what is said.
MISTAKES = {
    "unknown_key": ("A/A1.yaml", "colour", "unknown key"),
    "unknown_key_deep": ("A/A1.yaml", "parts[0].parameters[1].worth", "unknown key"),
    "duplicate_key": ("A/A1.yaml", "points", "stands twice"),
    "missing_key": ("A/A1.yaml", "sentence", "missing"),
    "missing_clause": ("A/A1.yaml", "clause", "missing"),
    "clause_as_number": ("A/A1.yaml", "clause", "expected a text"),
    "empty_text": ("A/A1.yaml", "sentence", "an empty one"),
    "points_as_text": ("A/A1.yaml", "points", "expected a number"),
    "number_with_underscore": ("A/A1.yaml", "points", "expected a number"),
    "list_as_text": ("A/A1.yaml", "type", "expected a list"),
    "unknown_letter_of_type": ("A/A1.yaml", "type[1]", "expected one of"),
    "flag_as_text": ("A/A1.yaml", "parts[0].parameters[1].yearly", "expected true or false"),
    "label_in_one_language": ("A/A1.yaml", "title.en", "missing"),
    "label_as_text": ("A/A1.yaml", "title", "expected keys and values"),
    "area_in_indicator": ("A/A1.yaml", "area", "the area is the folder"),
    "id_unlike_file": ("A/A1.yaml", "id", "in a file named A1"),
    "not_yaml": ("A/A1.yaml", "", "while parsing"),
    "not_a_mapping": ("A/A1.yaml", "", "expected keys and values"),
    "input_twice": ("A/A1.yaml", "inputs", "done stands twice"),
    "input_named_na": ("A/A2.yaml", "inputs[0].key", "na is not free"),
    "input_without_source": ("A/A1.yaml", "inputs[1].source", "missing"),
    "input_of_unknown_type": ("A/A1.yaml", "inputs[1].type", "expected one of"),
    "choice_without_choices": ("A/A2.yaml", "inputs[0].choices", "needs choices"),
    "choices_without_choice": ("B/B1.yaml", "inputs[0].choices", "has no choices"),
    "choice_twice": ("B/B1.yaml", "inputs[0].choices", "PRESENT stands twice"),
    "count_with_default": ("A/A1.yaml", "inputs[1]", "only a flag"),
    "range_of_a_grade": ("A/A2.yaml", "inputs[2]", "has no range"),
    "range_upside_down": ("A/A2.yaml", "inputs[1].min", "2 is more than 1"),
    "whole_unknown": ("A/A1.yaml", "inputs[0].at_most", "all is no number"),
    "input_unused": ("A/A1.yaml", "inputs[0].key", "no part uses spare"),
    "unknown_method": ("A/A1.yaml", "parts[0].method", "unknown method guess"),
    "unknown_parameter": ("A/A1.yaml", "parts[0].parameters[1].name", "unknown parameter goal"),
    "parameter_missing": ("A/A1.yaml", "parts[0].parameters", "threshold needs full"),
    "parameter_twice": ("A/A1.yaml", "parts[1].parameters[2]", "high stands twice"),
    "part_twice": ("A/A1.yaml", "parts[1].name", "count stands twice"),
    "part_reads_unknown_input": ("A/A1.yaml", "parts[0].inputs", "gone is no input of A1"),
    "part_reads_wrong_type": (
        "A/A2.yaml",
        "parts[1].inputs[0]",
        "graded reads grade, plans is count",
    ),
    "part_reads_too_many": ("A/A1.yaml", "parts[0].inputs", "reads 1 inputs, given 2"),
    "part_reads_too_few": ("A/A1.yaml", "parts[1].inputs", "reads 2 inputs, given 1"),
    "condition_on_wrong_type": ("A/A2.yaml", "parts[0].when", "no input of count or decimal"),
    "condition_without_input": ("A/A2.yaml", "parts[0].when", "missing beside when_at_least"),
    "unless_unknown_part": ("A/A2.yaml", "parts[1].unless", "no part before this one"),
    "unknown_track_of_part": ("B/B1.yaml", "parts[0].tracks", "unknown track MOON"),
    "no_part_on_a_track": ("B/B1.yaml", "parts", "no part is sure to count on LAND"),
    "no_part_is_sure": ("A/A2.yaml", "parts", "no part is sure to count on CITY"),
    "weight_at_one_part": ("A/A1.yaml", "parts", "weight stands at all parts or at none"),
    "na_beside_another_part": ("A/A1.yaml", "parts", "empty: NA needs a part that stands alone"),
    "seed_without_clause": (
        "A/A1.yaml",
        "parts[0].parameters[1].clause",
        "a SEED number names its clause",
    ),
    "seed_with_bounds": (
        "A/A1.yaml",
        "parts[0].parameters[1].min",
        "a SEED number cannot be changed",
    ),
    "default_without_min": (
        "A/A1.yaml",
        "parts[1].parameters[1].min",
        "a DEFAULT number has bounds",
    ),
    "default_without_max": (
        "A/A1.yaml",
        "parts[1].parameters[1].max",
        "a DEFAULT number has bounds",
    ),
    "default_out_of_bounds": (
        "A/A1.yaml",
        "parts[1].parameters[1].value",
        "is not within 0.2 to 0.4",
    ),
    "unknown_origin": (
        "A/A1.yaml",
        "parts[0].parameters[1].origin",
        "expected one of SEED, DEFAULT, COUNTY",
    ),
    "divisor_can_be_zero": (
        "A/A1.yaml",
        "parts[0].parameters[0].value",
        "weight must stay above 0",
    ),
    "line_can_turn": (
        "A/A1.yaml",
        "parts[1].parameters",
        "low can reach 0.4, high can fall to 0.4",
    ),
    "credit_above_one": ("B/B1.yaml", "parts[0].parameters[1].value", "ABSENT can be more than 1"),
    "points_out_of_bounds": ("A/A1.yaml", "points", "20 is not above 0 and within 10 to 19"),
    "unknown_emphasis": ("A/A1.yaml", "emphasis", "unknown emphasis E9"),
    "unknown_track_of_na": ("A/A1.yaml", "na.tracks", "unknown track MOON"),
    "head_unknown_key": ("rubric.yaml", "motto", "unknown key"),
    "head_missing_key": ("rubric.yaml", "bonus_limit", "missing"),
    "head_with_indicators": ("rubric.yaml", "indicators", "unknown key"),
    "indicator_points_do_not_sum": (
        "rubric.yaml",
        "areas[0].points",
        "the points of A sum to 61, not 60",
    ),
    "area_points_do_not_sum": ("rubric.yaml", "areas", "the areas' points sum to 101, not 100"),
    "track_twice": ("rubric.yaml", "tracks", "CITY stands twice"),
    "veto_twice": ("rubric.yaml", "vetoes", "V1 stands twice"),
    "no_bonus": ("rubric.yaml", "bonus", "expected at least one"),
    "track_of_unknown_grade": ("rubric.yaml", "tracks[1].best", "unknown grade FAIR"),
    "cap_of_unknown_grade": ("rubric.yaml", "caps[1].best", "unknown grade FAIR"),
    "grades_not_falling": ("rubric.yaml", "grades", "expected falling totals"),
    "grades_not_to_zero": ("rubric.yaml", "grades", "the last from 0"),
    "letter_above_one": ("rubric.yaml", "letters[0].value", "expected 0 to 1"),
    "too_few_to_drop": ("rubric.yaml", "review.drop_from", "expected at least 3"),
    "spread_above_one": ("rubric.yaml", "review.spread_limit", "expected 0 to 1"),
    "bonus_without_zero": ("rubric.yaml", "bonus[0].allowed", "expected points from 0 up"),
    "cap_lacking_its_rule": (
        "rubric.yaml",
        "caps[0].kind",
        "CHOSEN takes best, choice, indicator, input",
    ),
    "cap_of_unknown_input": ("rubric.yaml", "caps[0].input", "B1.stage is no input of type choice"),
    "cap_of_unknown_choice": ("rubric.yaml", "caps[0].choice", "GONE is no choice"),
    "cap_named_track": ("rubric.yaml", "caps[1].id", "TRACK is the name"),
    "cutoff_no_date": ("rubric.yaml", "calendar.cutoff", "expected a date MM-DD"),
    "effective_no_date": ("rubric.yaml", "effective_from", "expected a date YYYY-MM-DD"),
    "clock_out_of_bounds": ("rubric.yaml", "calendar.clocks[0].days", "30 is not within 5 to 20"),
    "area_can_be_empty": ("rubric.yaml", "areas[1]", "no indicator always applies"),
    "id_twice": ("B/A1.yaml", "id", "A1 stands in another file too"),
    "file_of_no_area": ("X/A1.yaml", "", "a file of no area"),
    "stray_file": ("A/notes.txt", "", "a file of no area"),
}


@pytest.fixture
def laid_over(tmp_path: Path) -> Callable[[str], Path]:
    """laid_over(name) -> the good tree with the files of one bad folder over it."""

    def lay(name: str) -> Path:
        copytree(GOOD, tmp_path / name)
        return copytree(BAD / name, tmp_path / name, dirs_exist_ok=True)

    return lay


def test_the_good_tree_loads() -> None:
    rubric = load_rubric(GOOD)

    assert [each.id for each in rubric.indicators] == ["A1", "A2", "B1"]
    assert [each.area for each in rubric.indicators] == ["A", "A", "B"]


def test_every_bad_folder_stands_in_the_table() -> None:
    assert sorted(each.name for each in BAD.iterdir()) == sorted(MISTAKES)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_file_and_key(name: str, laid_over: Callable) -> None:
    file, key, message = MISTAKES[name]

    with pytest.raises(RubricError) as refused:
        load_rubric(laid_over(name))

    assert (refused.value.file, refused.value.key) == (file, key)
    assert message in refused.value.message
    assert str(refused.value).startswith(f"{file}: {key}" if key else f"{file}: ")


def test_a_folder_without_rubric_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RubricError) as refused:
        load_rubric(tmp_path)

    assert refused.value.file == "rubric.yaml"
    assert "cannot be read" in refused.value.message


def test_the_trees_are_found_by_name() -> None:
    assert tree_names() == ["panzhihua-township"]
    with pytest.raises(KeyError):
        load_tree("../panzhihua-township")


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_tree("panzhihua-township")


def test_the_township_rubric_has_fifty_indicators_in_order(rubric: Rubric) -> None:
    expected = [
        *(f"F{n}" for n in range(1, 9)),
        *(f"S{n}" for n in range(1, 9)),
        *(f"C{n:02}" for n in range(1, 22)),
        *(f"O{n}" for n in range(1, 10)),
        *(f"T{n}" for n in range(1, 5)),
    ]

    assert [each.id for each in rubric.indicators] == expected


def test_the_emphases_have_the_points_of_the_rubric(rubric: Rubric) -> None:
    points = {
        emphasis.id: sum(each.points for each in rubric.indicators if each.emphasis == emphasis.id)
        for emphasis in rubric.emphases
    }

    assert points == {"E1": 33, "E2": Fraction("7.5"), "E3": 10, "E4": 11}


def test_the_inputs_computed_from_records_are_marked(rubric: Rubric) -> None:
    computed = {
        each.id: [spec.key for spec in each.inputs if spec.source == "computed"]
        for each in rubric.indicators
    }

    assert {id: keys for id, keys in computed.items() if keys} == {
        "S1": ["certified"],
        "S2": ["active"],
        "S3": ["one_head", "full_time", "appointed"],
        "S5": ["staff", "pledged", "upheld"],
        "S7": ["worker_months", "supervised", "kinds"],
        "S8": ["at_start", "retained"],
        "C02": ["kinds"],
        "C04": ["functional", "hobby", "reform_affected", "area_has_reform"],
        "C05": ["volunteers", "steps"],
        "C06": ["kinds", "applicable"],
        "C07": ["kinds"],
        "C08": ["kinds", "late_reports"],
        "C09": ["kinds"],
        "C10": ["kinds"],
        "C11": ["due", "done"],
        "C12": ["plans", "mean_share"],
        "C13": ["roster", "filed"],
        "C14": ["raised", "closed"],
        "C16": ["registered", "stage", "window_open"],
        "C18": ["newly", "cumulative", "window_years"],
        "C19": ["kinds"],
        "O5": ["files"],
        "O7": ["closed", "archived"],
    }


def test_the_inputs_given_by_reviewers_and_surveys_are_marked(rubric: Rubric) -> None:
    marked = [
        (f"{each.id}.{spec.key}", spec.source)
        for each in rubric.indicators
        for spec in each.inputs
        if spec.source in ("graded", "survey")
    ]

    assert marked == [
        ("F1.grade", "graded"),
        ("F4.grade", "graded"),
        ("C12.grade", "graded"),
        ("O5.grade", "graded"),
        ("O6.grade", "graded"),
        ("T1.mean_percent", "survey"),
        ("T2.mean_percent", "survey"),
        ("T3.mean_percent", "survey"),
        ("T4.mean_percent", "survey"),
    ]


def test_the_yearly_thresholds_are_marked(rubric: Rubric) -> None:
    yearly = {path: number.value for path, number in rubric.numbers().items() if number.yearly}

    assert yearly == {
        "S2.active.full": 5,
        "C01.joint.full": 2,
        "C01.member_service.full": 1,
        "C03.spaces.full": 1,
        "C03.deliberations.full": 2,
        "C04.functional.full": 3,
        "C04.hobby.full": 3,
        "C05.volunteers.full": 30,
        "C16.yearly.full": 1,
        "C18.yearly.full": 2,
        "C21.delivered.full": 1,
    }


def test_the_inputs_of_a_track_are_those_its_parts_use(rubric: Rubric) -> None:
    keys = {
        track.id: [spec.key for spec in rubric.indicator("C18").inputs_on(track.id)]
        for track in rubric.tracks
    }

    assert keys == {
        "PROVINCIAL_PILOT": ["newly"],
        "GUIDELINE": ["cumulative", "window_years"],
        "BASIC": ["cumulative", "window_years"],
    }


def test_a_rubric_survives_json(rubric: Rubric) -> None:
    again = Rubric.from_data(rubric.to_data())

    assert again == rubric
    assert again.digest == rubric.digest


def test_stored_data_with_a_float_is_refused(rubric: Rubric) -> None:
    data = rubric.to_data()
    data["bonus_limit"] = 5.0

    with pytest.raises(DataError) as refused:
        Rubric.from_data(data)

    assert refused.value.path == "bonus_limit"


def test_a_changed_number_is_the_countys_and_changes_the_digest(rubric: Rubric) -> None:
    changed = rubric.with_numbers({"S2.active.full": Fraction(6), "S1.points": Fraction(5)})

    assert changed.numbers()["S2.active.full"] == Parameter(
        "full", Fraction(6), "COUNTY", min=Fraction(3), max=Fraction(10), yearly=True
    )
    assert changed.numbers()["S1.points"] == rubric.numbers()["S1.points"]
    assert changed.digest != rubric.digest
    assert rubric.with_numbers({"S2.active.full": Fraction(5)}).digest == rubric.digest


def test_a_number_the_rubric_has_not_cannot_be_changed(rubric: Rubric) -> None:
    with pytest.raises(KeyError):
        rubric.with_numbers({"S2.active.goal": Fraction(6)})
