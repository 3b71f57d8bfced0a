"""What the network's pages count of a place's people."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _

from kernel.workdays.clock import today
from stations.network.queries.figures import Figure, Unit
from stations.people.models import Assignment, VolunteerStep
from stations.people.numbers import numbers
from stations.records.models import covering
from stations.records.places import at_place

# One person, however many places list them: by the ID number's index where it is known (S2, C05).
PERSON = Coalesce(
    NullIf("volunteer__id_number_index", Value("")),
    Cast("volunteer__uuid", TextField()),
)


def people_figures(station: Any, year: int) -> list[Figure]:
    """Staff and certified staff on the year's last day so far; volunteers who were
    active in it; which certificates and steps count is data, as for S1 and S2."""
    on = min(today(), date(year, 12, 31))
    certified = Q(
        staff__credentials__level__in=numbers().certified_levels,
        staff__credentials__issued_on__lte=on,
        staff__credentials__withdrawn_at=None,
    )
    staff = Assignment.objects.filter(covering(on), at_place(station), withdrawn_at=None).aggregate(
        all=Count("staff", distinct=True), certified=Count("staff", distinct=True, filter=certified)
    )
    served = VolunteerStep.objects.filter(
        at_place(station, "volunteer__station__"),
        step__in=numbers().active_volunteer_steps,
        done_on__range=(date(year, 1, 1), on),
        withdrawn_at=None,
        volunteer__withdrawn_at=None,
    )
    active = served.aggregate(persons=Count(PERSON, distinct=True))["persons"]
    return [
        Figure("staff", _("Staff at work"), Unit.PERSON.of(staff["all"])),
        Figure("certified", _("Certified workers"), Unit.PERSON.of(staff["certified"])),
        Figure("volunteers", _("Active volunteers"), Unit.PERSON.of(active)),
    ]
