"""Evaluations as one person may see them: list, one with all its scores, what may be done."""

from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from evaluation.cycles.addresses import FACTS, address
from evaluation.cycles.guards import may
from evaluation.cycles.models import Evaluation, Finding, Result
from evaluation.cycles.models.result import ratio
from evaluation.cycles.queries.explain import explain
from evaluation.cycles.queries.sheet import lines_for, score_lines
from evaluation.cycles.states import DECIDED_ON, NEXT_ACTOR, State
from evaluation.scoring import shown
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.errors import FieldError, Invalid, NotFound

COLUMNS = (
    *("uuid", "state", "due_on", "awaits", "code", "name", "year"),
    *("rubric_id", "rubric_version", "rubric_digest", "total_num", "total_den", "grade"),
)


def find_evaluation(actor: Actor, uuid: UUID) -> Evaluation:
    """The evaluation if the actor may see it, with what its page needs; raises NotFound."""
    rows = Evaluation.objects.restrict(actor, "view").select_related("cycle", "station")
    rows = rows.defer("cycle__rubric").prefetch_related("items", "assignments")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("No such evaluation."))
    return found


def list_evaluations(
    actor: Actor, *, year: int | None = None, state: str = ""
) -> QuerySet[Evaluation, dict[str, Any]]:
    """Rows for `as_row`, the newest year first, then by station code. Unknown state: Invalid."""
    if state and state not in State.values:
        message = _("Not one of the choices.")
        error = FieldError("state", "unknown", message, state, list(State.values))
        raise Invalid(message, errors=[error])
    rows = Evaluation.objects.restrict(actor, "view")
    if year is not None:
        rows = rows.filter(cycle__year=year)
    if state:
        rows = rows.filter(state=state)
    last = Result.objects.filter(evaluation=OuterRef("pk")).order_by("-seq")
    rows = rows.annotate(
        code=F("station__code"),
        name=F("station__name"),
        year=F("cycle__year"),
        rubric_id=F("cycle__rubric_id"),
        rubric_version=F("cycle__rubric_version"),
        rubric_digest=F("cycle__rubric_digest"),
        **{each: Subquery(last.values(each)[:1]) for each in ("total_num", "total_den", "grade")},
    )
    return rows.order_by("-year", "code", "pk").values(*COLUMNS)


def as_row(actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    """One row as api.md gives it; the result only to those who may see it by now."""
    known = row["grade"] is not None and may_see_result(actor, row["state"])
    return {
        "id": row["uuid"],
        "station": {"code": row["code"], "name": row["name"]},
        "year": row["year"],
        "rubric": {
            "id": row["rubric_id"],
            "version": row["rubric_version"],
            "digest": row["rubric_digest"],
        },
        "state": row["state"],
        "due_on": row["due_on"],
        "next_actor": NEXT_ACTOR.get(row["awaits"]),
        "total": shown(ratio(row["total_num"], row["total_den"])) if known else None,
        "grade": row["grade"] if known else None,
    }


def may_see_result(actor: Actor, state: str) -> bool:
    """Until DECIDED, total and grade are the bureau's alone."""
    return state in DECIDED_ON or actor.is_system or actor.has(Role.BUREAU)


def describe(actor: Actor, evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation with what may be done, its scores and their trace, as api.md gives it.

    Where a result stands and may be seen it is that result's sheet; else the sheet as far as
    this person may see it, without total and grade.
    """
    result = last_result(actor, evaluation)
    sheet = result.sheet if result else _present_sheet(actor, evaluation)
    row = as_row(actor, _row_of(evaluation, result))
    scored = {key: sheet[key] for key in ("areas", "scores", "base", "bonus", "caps", "vetoes")}
    trace = [_trace_row(evaluation, each) for each in sheet["trace"]]
    return {**row, "may": may(actor, evaluation), **scored, "trace": trace}


def last_result(actor: Actor, evaluation: Evaluation) -> Result | None:
    """The result that stands, if there is one and the actor may see it."""
    rows = Result.objects.restrict(actor, "view").filter(evaluation=evaluation)
    return rows.order_by("-seq").first()


def _present_sheet(actor: Actor, evaluation: Evaluation) -> dict[str, Any]:
    lines = lines_for(actor, evaluation)
    findings = Finding.objects.restrict(actor, "view").filter(evaluation=evaluation)
    sheet = explain(lines, score_lines(evaluation, lines, findings.standing()))
    if not may_see_result(actor, evaluation.state):
        sheet["base"] = None
    return sheet


def _row_of(evaluation: Evaluation, result: Result | None) -> dict[str, Any]:
    cycle, station = evaluation.cycle, evaluation.station
    return {
        "uuid": evaluation.uuid,
        "state": evaluation.state,
        "due_on": evaluation.due_on,
        "awaits": evaluation.awaits,
        "code": station.code,
        "name": station.name,
        "year": cycle.year,
        "rubric_id": cycle.rubric_id,
        "rubric_version": cycle.rubric_version,
        "rubric_digest": cycle.rubric_digest,
        "total_num": result.total_num if result else None,
        "total_den": result.total_den if result else None,
        "grade": result.grade if result else None,
    }


def _trace_row(evaluation: Evaluation, row: dict[str, Any]) -> dict[str, Any]:
    """``records.url`` is null where nothing is computed from records."""
    computed = row["records"] is not None
    url = address(FACTS, evaluation.uuid, row["indicator"]) if computed else None
    return {
        "indicator": row["indicator"],
        "clause": row["clause"],
        "rule": row["rule"],
        "inputs": row["inputs"],
        "records": {"count": row["records"] or 0, "url": url},
        "origin": row["origin"],
        "score": row["score"],
        "by": row["by"],
        "dispute": row["dispute"],
    }
