"""Indicators of a care plan: set with where things stand, judged from two sides (C83c, C85)."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.domain.plan import check_day, lock_plan, refuse_unagreed
from stations.casework.models import CarePlan, PlanIndicator
from stations.records.domain import change, enter, refuse, refuse_withdrawn


@transaction.atomic
def add_indicator(
    *,
    actor: Actor,
    plan: CarePlan,
    goal: str,
    measure: str,
    unit: str,
    baseline: Decimal,
    target: Decimal,
) -> PlanIndicator:
    """Say by what a goal is measured, from where to where.

    Raises Forbidden, Conflict for a closed plan, or Invalid.
    """
    plan = lock_plan(actor, plan)
    indicator = PlanIndicator(
        plan=plan,
        goal=goal.strip(),
        measure=measure.strip(),
        unit=unit.strip(),
        baseline=baseline,
        target=target,
    )
    return enter(indicator, actor=actor, action="indicator.add")


@transaction.atomic
def judge_indicator(
    *,
    actor: Actor,
    indicator: PlanIndicator,
    on: date,
    reached: Decimal,
    evidence: str,
    person_view: str,
) -> PlanIndicator:
    """Say how far it came, with what can be shown and what the person says: both (C85b).

    Raises Forbidden, Conflict for a closed or unagreed plan or when judged before, or Invalid.
    """
    plan = lock_plan(actor, indicator.plan)
    held = PlanIndicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    refuse_withdrawn(held)
    refuse_unagreed(plan)
    if held.judged_on is not None:
        raise Conflict(
            _("This indicator was judged on %(day)s.") % {"day": date_format(held.judged_on)}
        )
    check_day(plan, "on", on)
    for field, text in (("evidence", evidence), ("person_view", person_view)):
        if not text.strip():
            refuse(field, _("Both what can be shown and what the person says are needed."))
    return change(
        held,
        actor=actor,
        action="indicator.judge",
        judged_on=on,
        judged_received_at=clock.now(),
        reached=reached,
        evidence=evidence.strip(),
        person_view=person_view.strip(),
        met=is_met(held.baseline, held.target, reached),
    )


def is_met(baseline: Decimal, target: Decimal, reached: Decimal) -> bool:
    """The target or beyond it, seen from the baseline; where nothing is to change, just that."""
    if target == baseline:
        return reached == target
    return reached >= target if target > baseline else reached <= target
