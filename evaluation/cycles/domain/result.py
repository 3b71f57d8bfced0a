"""Results: made when reconciled, succeeded when a finding changes, never altered."""

from decimal import Decimal
from fractions import Fraction

from evaluation.cycles.models import Evaluation, Result
from evaluation.cycles.queries.explain import explain
from evaluation.cycles.queries.sheet import grades_given, list_lines, score_lines
from evaluation.scoring import shown
from kernel.access.actor import Actor
from kernel.workdays.clock import now

SHOWN_PLACES = 2


def make_result(evaluation: Evaluation, *, actor: Actor) -> Result:
    """Score the sheet as it stands and add the result, which supersedes the one before."""
    decisions = dict(evaluation.decisions.values_list("indicator", "grade"))
    lines = list_lines(evaluation, grades=grades_given(evaluation), decisions=decisions)
    sheet = score_lines(evaluation, lines, evaluation.findings.standing())
    if sheet.base is None or sheet.total is None or sheet.grade is None:
        raise ValueError(f"scored while {sheet.missing} is missing")
    last = evaluation.results.order_by("-seq").first()
    return Result.objects.create(
        evaluation=evaluation,
        seq=last.seq + 1 if last else 1,
        supersedes=last,
        sheet=explain(lines, sheet),
        grade=sheet.grade,
        made_by=actor.user_uuid,
        made_by_name=actor.name,
        made_at=now(),
        **_exact("base", sheet.base),
        **_exact("bonus", sheet.bonus),
        **_exact("total", sheet.total),
    )


def _exact(name: str, value: Fraction) -> dict[str, object]:
    return {
        f"{name}_num": value.numerator,
        f"{name}_den": value.denominator,
        f"{name}_shown": Decimal(shown(value, SHOWN_PLACES)),
    }
