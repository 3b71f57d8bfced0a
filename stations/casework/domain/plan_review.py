"""Reviews of a care plan: each look is kept, a wrong one is taken back (C83, C85)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.casework.domain.plan import check_day, lock_plan, refuse_unagreed
from stations.casework.models import CarePlan, PlanReview
from stations.records.domain import (
    change,
    enter,
    hold,
    mark_withdrawn,
    refuse,
    refuse_far,
    refuse_withdrawn,
    require_row,
)


@transaction.atomic
def review_plan(
    *, actor: Actor, plan: CarePlan, on: date, note: str, review_due_on: date
) -> CarePlan:
    """Look with the person at where the plan stands, and set the day of the next look.

    Raises Forbidden, Conflict when closed or not agreed to, or Invalid.
    """
    plan = lock_plan(actor, plan)
    refuse_unagreed(plan)
    check_day(plan, "on", on)
    if not note.strip():
        refuse("note", _("Say what the review found."), note)
    if review_due_on <= on:
        message = _("The next review comes after this one.")
        refuse("review_due_on", message, review_due_on, f"> {on}")
    refuse_far("review_due_on", review_due_on, "plans")
    review = PlanReview(
        plan=plan,
        reviewed_on=on,
        note=note.strip(),
        due_on=plan.review_due_on,
        next_due_on=review_due_on,
    )
    enter(review, actor=actor, action="review.add")
    return change(plan, actor=actor, action="plan.review", **_by_the_last(plan))


@transaction.atomic
def drop_review(*, actor: Actor, review: PlanReview, reason: str) -> PlanReview:
    """A review entered wrongly no longer counts, of a closed plan too; what the plan says is that
    of the one before. Raises Forbidden, Conflict when it or the plan is withdrawn, or Invalid."""
    require_row(actor, review, "edit")
    plan = review.plan
    hold(plan, "review_due_on")
    refuse_withdrawn(plan)
    dropped = mark_withdrawn(review, actor=actor, reason=reason, act="withdraw")
    change(plan, actor=actor, action="plan.unreview", **_by_the_last(plan))
    return dropped


def _by_the_last(plan: CarePlan) -> dict[str, Any]:
    """What a plan says of its last review by the day, a late entry of an earlier one aside;
    without any it waits for the first one, on the day that was set for that."""
    last = plan.reviews.filter(withdrawn_at=None).order_by("reviewed_on", "id").last()
    if last is not None:
        return {
            "reviewed_on": last.reviewed_on,
            "reviewed_received_at": last.received_at,
            "review_due_on": last.next_due_on,
        }
    due = plan.reviews.order_by("id").values_list("due_on", flat=True).first()
    none = {"reviewed_on": None, "reviewed_received_at": None}
    return {**none, "review_due_on": due or plan.review_due_on}
