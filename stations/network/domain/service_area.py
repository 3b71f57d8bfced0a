"""Which divisions a place serves."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.errors import Conflict, FieldError
from kernel.hooks import network_changed
from stations.network.domain.checks import check_divisions, check_past, lock_station, refuse
from stations.network.enums import ENDED
from stations.network.models import ServiceArea, Station


@transaction.atomic
def set_service_area(
    *, actor: Actor, station: Station, divisions: Collection[str], on: date
) -> None:
    """Let a place serve exactly these divisions from a day on.

    Those it served before and not after end on that day; one that began no earlier is taken
    back. Raises NotFound, Forbidden; Conflict for a place that has ended; Invalid for an empty
    list, a code that is no division of the level in force, or a day still to come.
    """
    station = lock_station(actor, station, "change")
    if station.state in ENDED:
        raise Conflict(_("This place has ended."))
    wanted = set(divisions)
    refuse(check_area(wanted, station, on))
    present = station.areas.filter(valid_to__isnull=True)
    served = set(present.values_list("division_code", flat=True))
    if served == wanted:
        return
    dropped = present.filter(division_code__in=served - wanted)
    dropped.filter(valid_from__gte=on).delete()
    dropped.update(valid_to=on)
    ServiceArea.objects.bulk_create(
        ServiceArea(station=station, division_code=code, valid_from=on)
        for code in sorted(wanted - served)
    )
    record(
        actor=actor,
        action="station.area",
        obj=station,
        before={"serves": sorted(served)},
        after={"serves": sorted(wanted), "on": on},
    )
    network_changed.call(station=station)


def check_area(wanted: set[str], station: Station, on: date) -> list[FieldError]:
    if not wanted:
        message = _("A place serves at least one division.")
        return [FieldError("divisions", "required", message, [])]
    return check_past("on", on) + check_divisions("divisions", wanted, station.level, on)
