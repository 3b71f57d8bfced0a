"""Who is due by a purchaser's own rule of visiting (Z06)."""

from datetime import date, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q

from kernel.access.actor import Actor
from kernel.workdays.clock import ZONE, today
from stations.casework.enums import Place, Result
from stations.casework.models import Beneficiary, BeneficiaryCategory, Visit
from stations.casework.queries.work import persons_served
from stations.projects.models import Project
from stations.records.models import covering


def due_by_rule(actor: Actor, project: Project, until: date) -> list[tuple[Beneficiary, date]]:
    """Persons of the project whom the actor serves and who are due up to a day, without a visit
    planned, with the day: the rule's days after they were last met in person, or today. One
    query."""
    day, days = today(), project.visit_days or 0
    rows = persons_served(actor, project.station)
    if project.kinds:
        kinds = BeneficiaryCategory.objects.filter(
            covering(day), category__in=project.kinds, withdrawn_at=None
        )
        rows = rows.filter(Exists(kinds.filter(beneficiary=OuterRef("pk"))))
    planned = Visit.objects.filter(
        beneficiary=OuterRef("pk"), held_at=None, withdrawn_at=None, planned_on__lte=until
    )
    met = Q(visits__withdrawn_at=None, visits__result=Result.MET) & ~Q(visits__place=Place.PHONE)
    found = (
        rows.filter(~Exists(planned))
        .annotate(met_at=Max("visits__held_at", filter=met))
        .order_by(F("met_at").asc(nulls_first=True), "id")
    )
    due = [(person, _next_day(person.met_at, days, day)) for person in found]
    return [(person, on) for person, on in due if on <= until]


def _next_day(met_at: object, days: int, today_: date) -> date:
    if met_at is None:
        return today_
    return max(today_, met_at.astimezone(ZONE).date() + timedelta(days=days))  # type: ignore[attr-defined]
