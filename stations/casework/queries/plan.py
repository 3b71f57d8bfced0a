"""Care plans: those of a place, and whether one's goals were copied from another's (C44)."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from kernel.access.actor import Actor
from stations.casework.likeness import likeness
from stations.casework.models import Beneficiary, CarePlan
from stations.casework.norms import norm
from stations.casework.queries.served import SERVED
from stations.records.places import at_place


def nearest_plan(beneficiary: Beneficiary, goals: str) -> int:
    """How much the goals resemble those of another person at the station, in percent."""
    rows = CarePlan.objects.filter(station_id=beneficiary.station_id, withdrawn_at=None)
    others = rows.exclude(beneficiary=beneficiary).order_by("-begun_on", "-id")
    latest = others[: norm("similar_plans", "latest")]
    return likeness(goals, latest.values_list("goals", flat=True))


def is_copied(percent: int) -> bool:
    """More alike than the county's threshold: to be looked at, never forbidden."""
    return bool(percent > norm("similar_plans", "above") * 100)


def plans_of(actor: Actor, person: Beneficiary) -> QuerySet[CarePlan]:
    """A person's plans that the actor may see, the open one first."""
    rows = CarePlan.objects.restrict(actor, "view").filter(beneficiary=person, withdrawn_at=None)
    return rows.order_by(F("closed_on").desc(nulls_first=True), "-id")


def plans_to_review(actor: Actor, station: Any, on: date) -> QuerySet[CarePlan]:
    """Open plans of persons served whose review is due by a day, the longest due first."""
    rows = CarePlan.objects.restrict(actor, "view").filter(at_place(station))
    due = rows.filter(SERVED, withdrawn_at=None, closed_on=None, review_due_on__lte=on)
    return due.select_related("beneficiary").order_by("review_due_on", "id")
