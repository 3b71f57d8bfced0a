"""Cycles as people see them."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from evaluation.cycles.clocks import LATE_SYNC, end_of
from evaluation.cycles.models import Cycle
from evaluation.cycles.states import State
from kernel.access.actor import Actor
from kernel.errors import NotFound


def list_cycles(actor: Actor) -> QuerySet[Cycle]:
    """Cycles, the newest first, with how many evaluations they have and how many are final, and
    the title of the rubric once it is copied."""
    final = Count("evaluations", filter=Q(evaluations__state=State.FINAL))
    cycles = Cycle.objects.restrict(actor, "view").defer("rubric")
    # Grouping drops the model's own ordering.
    counted = cycles.annotate(evaluated=Count("evaluations"), final=final, title=F("rubric__title"))
    return counted.order_by("-year", "rubric_id")


def find_cycle(actor: Actor, uuid: UUID) -> Cycle:
    """The cycle if the actor may see it; raises NotFound."""
    found = Cycle.objects.restrict(actor, "view").filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("No such cycle."))
    return found


def freezes_from(cycle: Cycle) -> date:
    """The first day on which an opened cycle's facts may be frozen: after the late-sync days."""
    return end_of(cycle.clocks, LATE_SYNC, cycle.cutoff_on) + timedelta(days=1)
