"""What a rubric tree must hold beyond its keys and types, so that it can be scored.

Each check raises RubricError with the file and the key.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import pairwise

from evaluation.rubrics.errors import RubricError
from evaluation.rubrics.formula import check_parts
from evaluation.scoring.indicator import Indicator, InputSpec
from evaluation.scoring.numbers import decimal_text
from evaluation.scoring.rubric import Cap, Rubric

COMPUTED_CAP = "TRACK"
CAP_FIELDS = {
    "GIVEN": {"best"},
    "ZERO_MONTHS": {"best", "indicator", "input", "months"},
    "CHOSEN": {"best", "indicator", "input", "choice"},
    "AREA_SHARE": {"steps"},
}
CAP_INPUTS = {"ZERO_MONTHS": "counts", "CHOSEN": "choice"}
NUMBERS = ("count", "decimal")


def check_head(rubric: Rubric, file: str) -> None:
    """Checks what rubric.yaml says by itself."""
    for name in ("areas", "emphases", "tracks", "grades", "letters", "caps", "vetoes", "bonus"):
        ids = [each.id for each in getattr(rubric, name)]
        if not ids:
            raise RubricError(file, name, "expected at least one")
        _refuse_twice(ids, file, name)
    _refuse_twice([each.step for each in rubric.calendar.clocks], file, "calendar.clocks")
    _check_grades(rubric, file)
    _check_review(rubric, file)
    _check_calendar(rubric, file)


def check_whole(rubric: Rubric, file: str) -> None:
    """Checks what rubric.yaml says of the indicators: sums of points, and caps."""
    _check_points(rubric, file)
    for index, cap in enumerate(rubric.caps):
        _check_cap(cap, rubric, file, f"caps[{index}]")


def _refuse_twice(ids: Iterable[str], file: str, key: str) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise RubricError(file, key, f"{each} stands twice")
        seen.add(each)


def _check_points(rubric: Rubric, file: str) -> None:
    whole = sum((each.points for each in rubric.areas), Fraction(0))
    if whole != rubric.total_limit:
        raise RubricError(
            file, "areas", f"the areas' points {_not_equal(whole, rubric.total_limit)}"
        )
    for index, area in enumerate(rubric.areas):
        mine = rubric.of_area(area.id)
        points = sum((each.points for each in mine), Fraction(0))
        if points != area.points:
            message = f"the points of {area.id} {_not_equal(points, area.points)}"
            raise RubricError(file, f"areas[{index}].points", message)
        if all(each.na or any(part.empty == "NA" for part in each.parts) for each in mine):
            raise RubricError(file, f"areas[{index}]", "no indicator always applies")


def _not_equal(found: Fraction, wanted: Fraction) -> str:
    return f"sum to {decimal_text(found)}, not {decimal_text(wanted)}"


def _check_grades(rubric: Rubric, file: str) -> None:
    steps = [each.at_least for each in rubric.grades]
    if steps[-1] != 0 or any(upper <= lower for upper, lower in pairwise(steps)):
        raise RubricError(file, "grades", "expected falling totals, the last from 0")
    known = {each.id for each in rubric.grades}
    best = [(f"tracks[{i}].best", each.best) for i, each in enumerate(rubric.tracks)]
    for i, cap in enumerate(rubric.caps):
        best += [(f"caps[{i}].best", cap.best)] if cap.best else []
        best += [(f"caps[{i}].steps[{j}].best", each.best) for j, each in enumerate(cap.steps)]
    for key, grade in best:
        if grade not in known:
            raise RubricError(file, key, f"unknown grade {grade}; grades are {', '.join(known)}")


def _check_review(rubric: Rubric, file: str) -> None:
    for index, letter in enumerate(rubric.letters):
        if not 0 <= letter.value <= 1:
            raise RubricError(file, f"letters[{index}].value", "expected 0 to 1")
    if rubric.review.reviewers < 1:
        raise RubricError(file, "review.reviewers", "expected at least 1")
    if rubric.review.drop_from < 3:
        raise RubricError(file, "review.drop_from", "expected at least 3: two grades are dropped")
    if not 0 <= rubric.review.spread_limit <= 1:
        raise RubricError(file, "review.spread_limit", "expected 0 to 1")
    for index, bonus in enumerate(rubric.bonus):
        if Fraction(0) not in bonus.allowed or min(bonus.allowed) < 0:
            raise RubricError(file, f"bonus[{index}].allowed", "expected points from 0 up")


def _check_calendar(rubric: Rubric, file: str) -> None:
    dates = {"effective_from": rubric.effective_from, "calendar.cutoff": rubric.calendar.cutoff}
    for key, text in dates.items():
        try:
            date.fromisoformat(text if key == "effective_from" else f"2001-{text}")
        except ValueError as error:
            shape = "YYYY-MM-DD" if key == "effective_from" else "MM-DD"
            raise RubricError(file, key, f"expected a date {shape}, given {text}") from error
    for index, clock in enumerate(rubric.calendar.clocks):
        if not 0 <= clock.min <= clock.days <= clock.max:
            key = f"calendar.clocks[{index}].days"
            raise RubricError(file, key, f"{clock.days} is not within {clock.min} to {clock.max}")


def _check_cap(cap: Cap, rubric: Rubric, file: str, key: str) -> None:
    if cap.id == COMPUTED_CAP:
        raise RubricError(file, f"{key}.id", f"{COMPUTED_CAP} is the name of the tracks' cap")
    given = {"best", "indicator", "input", "months", "choice", "steps"}
    used = {name for name in given if getattr(cap, name)}
    if used != CAP_FIELDS[cap.kind]:
        wanted = ", ".join(sorted(CAP_FIELDS[cap.kind]))
        raise RubricError(file, f"{key}.kind", f"{cap.kind} takes {wanted}")
    if cap.kind not in CAP_INPUTS:
        return
    indicator = rubric.by_id.get(cap.indicator or "")
    spec = indicator.input(cap.input or "") if indicator else None
    if spec is None or spec.type != CAP_INPUTS[cap.kind]:
        message = f"{cap.indicator}.{cap.input} is no input of type {CAP_INPUTS[cap.kind]}"
        raise RubricError(file, f"{key}.input", message)
    if cap.choice and cap.choice not in [each.id for each in spec.choices]:
        raise RubricError(file, f"{key}.choice", f"{cap.choice} is no choice of that input")


def check_indicator(indicator: Indicator, rubric: Rubric, file: str) -> None:
    """Checks one indicator file against the rubric it belongs to."""
    if not 0 < indicator.points_min <= indicator.points <= indicator.points_max:
        bounds = f"{decimal_text(indicator.points_min)} to {decimal_text(indicator.points_max)}"
        points = decimal_text(indicator.points)
        raise RubricError(file, "points", f"{points} is not above 0 and within {bounds}")
    if indicator.emphasis and indicator.emphasis not in [each.id for each in rubric.emphases]:
        raise RubricError(file, "emphasis", f"unknown emphasis {indicator.emphasis}")
    tracks = [each.id for each in rubric.tracks]
    for track in indicator.na.tracks if indicator.na else ():
        if track not in tracks:
            raise RubricError(file, "na.tracks", f"unknown track {track}")
    _refuse_twice([each.key for each in indicator.inputs], file, "inputs")
    for index, spec in enumerate(indicator.inputs):
        _check_input(spec, indicator, file, f"inputs[{index}]")
    check_parts(indicator, tracks, file)


def _check_input(spec: InputSpec, indicator: Indicator, file: str, key: str) -> None:
    if spec.key == "na":
        raise RubricError(file, f"{key}.key", "na is not free for an input")
    if spec.source is None:
        raise RubricError(file, f"{key}.source", "missing")
    wanted = {"choice": "choices", "rows": "row", "levels": "max_level"}
    for type, name in wanted.items():
        if bool(getattr(spec, name)) != (spec.type == type):
            word = "needs" if spec.type == type else "has no"
            raise RubricError(file, f"{key}.{name}", f"an input of type {spec.type} {word} {name}")
    if spec.type != "flag" and (spec.nullable or spec.default is not None):
        raise RubricError(file, key, "only a flag may be null or have a default")
    if spec.row and spec.row[0].above != 0 and not (spec.row[0].min or 0) > 0:
        raise RubricError(file, f"{key}.row[0]", "a whole must be above 0")
    if spec.row and [each.type for each in spec.row if each.type in NUMBERS] != 2 * [
        spec.row[0].type
    ]:
        raise RubricError(file, f"{key}.row", "expected two keys of one number type")
    _refuse_twice([each.id for each in spec.choices], file, f"{key}.choices")
    _check_range(spec, file, key)
    for index, row in enumerate(spec.row):
        _check_range(row, file, f"{key}.row[{index}]")
    for whole in spec.at_most:
        other = indicator.input(whole)
        if spec.type not in NUMBERS or other is None or other.type not in NUMBERS:
            raise RubricError(file, f"{key}.at_most", f"{whole} is no number to compare with")


def _check_range(spec: InputSpec, file: str, key: str) -> None:
    bounded = spec.min is not None or spec.max is not None or spec.above is not None
    if bounded and spec.type not in NUMBERS:
        raise RubricError(file, key, f"an input of type {spec.type} has no range")
    if spec.min is not None and spec.max is not None and spec.min > spec.max:
        raise RubricError(
            file, f"{key}.min", f"{decimal_text(spec.min)} is more than {decimal_text(spec.max)}"
        )
