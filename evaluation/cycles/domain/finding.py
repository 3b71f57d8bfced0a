"""Findings of the bureau beside the points: vetoes by two persons, cap G3, bonus."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.cycles.domain.result import make_result
from evaluation.cycles.domain.step import begin, clean_text, need_reason, touch
from evaluation.cycles.domain.values import plain
from evaluation.cycles.models import Evaluation, Finding
from evaluation.cycles.models.finding import FindingKind
from evaluation.cycles.queries.sheet import rubric_of
from evaluation.cycles.states import Act
from evaluation.scoring import Rubric, exact_decimal, shown
from kernel.access.actor import Actor
from kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kernel.workdays.clock import now


@transaction.atomic
def record_finding(
    *,
    actor: Actor,
    evaluation: Evaluation,
    code: str,
    evidence: str,
    points: Any = None,
    reply: str = "",
) -> Finding:
    """Record a veto, the survey cap or a bonus with what proves it.

    A veto needs the station's ``reply`` and counts when a second person confirms it; a bonus
    needs ``points`` among those the rubric allows. Refused: an unknown code, points, no
    evidence (Invalid); the same finding twice (Conflict).
    """
    evaluation = begin(Act.FIND, actor=actor, evaluation=evaluation)
    rubric = rubric_of(evaluation.cycle)
    kind = _kind_of(rubric, code)
    _check_points(rubric, kind, code, points)
    if evaluation.findings.filter(code=code, withdrawn_at__isnull=True).exists():
        raise Conflict(_("This finding is recorded already."), code="recorded")
    veto = kind == FindingKind.VETO
    finding = Finding.objects.create(
        evaluation=evaluation,
        kind=kind,
        code=code,
        points="" if points is None else str(plain(points)),
        evidence=need_reason(evidence, "evidence"),
        reply=need_reason(reply, "reply") if veto else clean_text(reply, "reply"),
        recorded_by=actor.user_uuid,
        recorded_by_name=actor.name,
        recorded_at=now(),
        confirmed_at=None if veto else now(),
    )
    return _close(finding, evaluation, actor, {"finding": code, "points": finding.points})


@transaction.atomic
def confirm_finding(*, actor: Actor, finding: Finding) -> Finding:
    """A second person makes a veto count. The recorder may not (Forbidden, same_person)."""
    evaluation = begin(Act.FIND, actor=actor, evaluation=finding.evaluation)
    finding = _lock(finding)
    if finding.recorded_by == actor.user_uuid:
        raise Forbidden(_("Another person must confirm a veto."), code="same_person")
    if finding.confirmed_at or finding.withdrawn_at:
        raise Conflict(_("This finding waits for nobody."), code="not_pending")
    finding.confirmed_by, finding.confirmed_by_name = actor.user_uuid, actor.name
    finding.confirmed_at = now()
    finding.save()
    return _close(finding, evaluation, actor, {"finding": finding.code, "confirmed": True})


@transaction.atomic
def withdraw_finding(*, actor: Actor, finding: Finding, reason: str) -> Finding:
    """Take a finding back, with a reason; the row stays."""
    evaluation = begin(Act.FIND, actor=actor, evaluation=finding.evaluation)
    finding = _lock(finding)
    if finding.withdrawn_at:
        raise Conflict(_("This finding was withdrawn before."), code="withdrawn")
    finding.withdrawn_reason = need_reason(reason)
    finding.withdrawn_by, finding.withdrawn_by_name = actor.user_uuid, actor.name
    finding.withdrawn_at = now()
    finding.save()
    return _close(finding, evaluation, actor, {"finding": finding.code, "withdrawn": True})


def _close(
    finding: Finding, evaluation: Evaluation, actor: Actor, change: dict[str, Any]
) -> Finding:
    """An evaluation that has a result gets a new one, which succeeds it."""
    if evaluation.results.exists():
        make_result(evaluation, actor=actor)
    touch(evaluation, actor=actor, act=Act.FIND, change=change)
    return finding


def _lock(finding: Finding) -> Finding:
    return Finding.objects.select_for_update().get(pk=finding.pk)


def _kind_of(rubric: Rubric, code: str) -> FindingKind:
    kinds = {each.id: FindingKind.VETO for each in rubric.vetoes}
    kinds |= {each.id: FindingKind.CAP for each in rubric.caps if each.kind == "GIVEN"}
    kinds |= {each.id: FindingKind.BONUS for each in rubric.bonus}
    if code not in kinds:
        message = _("No such veto, cap or bonus can be recorded.")
        raise Invalid(message, errors=[FieldError("code", "unknown", message, code, list(kinds))])
    return kinds[code]


def _check_points(rubric: Rubric, kind: FindingKind, code: str, points: Any) -> None:
    allowed = next((each.allowed for each in rubric.bonus if each.id == code), ())
    fits = points is None if kind != FindingKind.BONUS else exact_decimal(points) in allowed
    if not fits:
        message = _("Not among the points of this finding.")
        names = [shown(each, 1) for each in allowed] or None
        raise Invalid(message, errors=[FieldError("points", "invalid", message, points, names)])
