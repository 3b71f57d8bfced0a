"""Care plans: begun, agreed to or refused by the person, reviewed and closed (Z16, C43, C83)."""

from datetime import date

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.domain.basis import hold_served
from stations.casework.domain.consent import check_giver
from stations.casework.enums import GivenBy
from stations.casework.models import Beneficiary, CarePlan, Case
from stations.casework.queries.plan import nearest_plan
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_far,
    refuse_future,
    refuse_withdrawn,
    require_row,
)
from stations.records.identity import refuse_unborn


@transaction.atomic
def begin_plan(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    goals: str,
    strategy: str,
    contingency: str,
    begun_on: date,
    review_due_on: date,
    roles: str = "",
    case: Case | None = None,
    responsible: models.Model | None = None,
) -> CarePlan:
    """Write a person's plan (C83a-c); one that resembles another person's is marked (C44).

    Raises Forbidden; Conflict for a closed file or a plan that is still open (N04); Invalid.
    """
    require_row(actor, beneficiary, "edit")
    hold_served(beneficiary)
    _refuse_second(beneficiary)
    refuse_future("begun_on", begun_on)
    refuse_unborn(beneficiary.born_on, "begun_on", begun_on)
    _check_review(review_due_on, begun_on)
    if case is not None:
        _check_case(case, beneficiary)
    plan = CarePlan(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        case=case,
        responsible_id=responsible.pk if responsible else None,
        goals=goals.strip(),
        strategy=strategy.strip(),
        contingency=contingency.strip(),
        roles=roles.strip(),
        begun_on=begun_on,
        review_due_on=review_due_on,
        likeness=nearest_plan(beneficiary, goals),
    )
    return enter(plan, actor=actor, action="plan.begin")


@transaction.atomic
def agree_to_plan(
    *,
    actor: Actor,
    plan: CarePlan,
    on: date,
    agreed_by: str,
    guardian_needed: bool | None = None,
) -> CarePlan:
    """The person, or the guardian of a child, agrees (C43); as in ``give_consent``.

    Raises Forbidden, Conflict when closed or agreed to, or Invalid.
    """
    plan = lock_plan(actor, plan)
    if plan.agreed_on is not None:
        raise Conflict(
            _("The plan was agreed to on %(day)s.") % {"day": date_format(plan.agreed_on)}
        )
    if agreed_by == GivenBy.DUTY:
        message = _("Nobody agrees to a plan by duty.")
        refuse("agreed_by", message, agreed_by, [GivenBy.SELF, GivenBy.GUARDIAN])
    check_giver(plan.beneficiary, agreed_by, on, "agreed_by", guardian_needed)
    check_day(plan, "on", on)
    now = clock.now()
    values = {"agreed_on": on, "agreed_by": agreed_by, "agreed_received_at": now}
    return change(plan, actor=actor, action="plan.agree", **values)


@transaction.atomic
def refuse_plan(*, actor: Actor, plan: CarePlan, on: date, reason: str) -> CarePlan:
    """The person does not want this plan, or no longer; it is closed, another may be begun (C43).

    Raises Forbidden, Conflict when closed, or Invalid.
    """
    plan = lock_plan(actor, plan)
    check_day(plan, "on", on)
    if not reason.strip():
        refuse("reason", _("Say why the person refuses."), reason)
    now = clock.now()
    return change(
        plan,
        actor=actor,
        action="plan.refuse",
        refused_on=on,
        refused_reason=reason.strip(),
        refused_received_at=now,
        closed_on=on,
        closed_received_at=now,
    )


@transaction.atomic
def close_plan(*, actor: Actor, plan: CarePlan, on: date, outcome: str) -> CarePlan:
    """End a plan when each of its indicators is judged (C85a).

    Raises Forbidden, Conflict when closed, not agreed to or with an indicator that nobody judged,
    or Invalid.
    """
    plan = lock_plan(actor, plan)
    refuse_unagreed(plan)
    check_day(plan, "on", on)
    if not outcome.strip():
        refuse("outcome", _("Say what was achieved."), outcome)
    standing = plan.indicators.filter(withdrawn_at=None)
    if not standing.exists():
        raise Conflict(_("The plan has no indicator to be judged by."), code="no_indicator")
    if standing.filter(judged_on=None).exists():
        raise Conflict(_("An indicator of the plan is not judged yet."), code="not_judged")
    return change(
        plan,
        actor=actor,
        action="plan.close",
        closed_on=on,
        closed_received_at=clock.now(),
        outcome=outcome.strip(),
    )


def lock_plan(actor: Actor, plan: CarePlan) -> CarePlan:
    """The open plan as it is now, held until the transaction ends. Raises Forbidden, Conflict."""
    require_row(actor, plan, "edit")
    held = CarePlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    refuse_withdrawn(held)
    if held.closed_on is not None:
        detail = _("The plan was closed on %(day)s.") % {"day": date_format(held.closed_on)}
        raise Conflict(detail, code="plan_closed")
    return held


def refuse_unagreed(plan: CarePlan) -> None:
    """Raise Conflict for a plan that the person has not agreed to (C43)."""
    if plan.agreed_on is None:
        raise Conflict(_("The person has not agreed to the plan yet."), code="not_agreed")


def check_day(plan: CarePlan, field: str, day: date) -> None:
    """Refuse a day before the plan began, or one to come."""
    if day < plan.begun_on:
        refuse(field, _("The plan was begun later."), day, f">= {plan.begun_on}")
    refuse_future(field, day)


def _refuse_second(beneficiary: Beneficiary) -> None:
    if beneficiary.plans.filter(closed_on=None, withdrawn_at=None).exists():
        raise Conflict(_("The person has a plan that is still open."), code="plan_open")


def _check_review(due: date, begun_on: date) -> None:
    if due < begun_on:
        message = _("The review is due after the plan begins.")
        refuse("review_due_on", message, due, f">= {begun_on}")
    refuse_far("review_due_on", due, "plans")


def _check_case(case: Case, beneficiary: Beneficiary) -> None:
    if case.beneficiary_id != beneficiary.pk:
        refuse("case", _("This is a case of another person."))
    refuse_withdrawn(case)
    if case.closed_on is not None:
        raise Conflict(_("The case was closed on %(day)s.") % {"day": date_format(case.closed_on)})
