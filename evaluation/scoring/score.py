"""From a sheet's inputs to its scores, total and grade."""

from collections.abc import Mapping

from evaluation.scoring.answer import Answer
from evaluation.scoring.check import read_sheet
from evaluation.scoring.given import Refused, SheetInput
from evaluation.scoring.grade import applied_caps, bonus_of, grade_of
from evaluation.scoring.na import share_factors
from evaluation.scoring.numbers import ZERO, add_up
from evaluation.scoring.rubric import Area, Rubric
from evaluation.scoring.sheet import AreaScore, Score, Sheet


def score(rubric: Rubric, sheet: SheetInput) -> Sheet:
    """Scores a sheet; raises Refused with all refusals when any input cannot be."""
    read = read_sheet(rubric, sheet)
    if read.refusals:
        raise Refused(read.refusals)
    scores = _scores(rubric, read.answers)
    areas = {each.id: _area_score(each, scores, rubric) for each in rubric.areas}
    missing = tuple(id for id, each in scores.items() if each.state == "MISSING")
    caps = applied_caps(rubric, sheet, read.answers, areas)
    vetoes = tuple(sorted(set(sheet.vetoes)))
    bonus = bonus_of(rubric, sheet.bonus)
    base = None if missing else add_up(each.score or ZERO for each in areas.values())
    total = None if base is None else min(base + bonus, rubric.total_limit)
    grade = None if total is None else grade_of(rubric, total, caps, vetoes)
    return Sheet(
        rubric=rubric.id,
        version=rubric.version,
        digest=rubric.digest,
        scores=scores,
        areas=areas,
        base=base,
        bonus=bonus,
        total=total,
        grade=grade,
        caps=caps,
        vetoes=vetoes,
        missing=missing,
    )


def _scores(rubric: Rubric, answers: Mapping[str, Answer]) -> dict[str, Score]:
    """The scores after the points of N/A indicators are shared out in their areas."""
    not_applicable = [id for id, each in answers.items() if each.measured.state == "NA"]
    factors = share_factors(rubric, not_applicable)
    return {id: each.score(factors[each.ready.indicator.area]) for id, each in answers.items()}


def _area_score(area: Area, scores: Mapping[str, Score], rubric: Rubric) -> AreaScore:
    mine = [scores[each.id] for each in rubric.of_area(area.id)]
    if any(each.state == "MISSING" for each in mine):
        return AreaScore(area.points, None)
    return AreaScore(area.points, add_up(each.score for each in mine if each.score is not None))
