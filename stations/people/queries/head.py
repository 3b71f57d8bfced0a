"""Who heads a place."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from stations.network.queries.heads import Head
from stations.people.models import Credential, HeadAppointment
from stations.people.numbers import numbers
from stations.records.models import covering
from stations.records.places import at_place


def heads_in_office(station_ids: Collection[int], on: date) -> dict[int, list[Head]]:
    """The heads on a day by station id, in one query; the network's pages and API ask this."""
    found: dict[int, list[Head]] = defaultdict(list)
    rows = HeadAppointment.objects.filter(
        covering(on), station_id__in=station_ids, withdrawn_at=None
    )
    for row in rows.select_related("staff"):
        found[row.station_id].append(Head(row.staff.name, row.valid_from, row.valid_to))
    return dict(found)


def with_certificate(rows: QuerySet[HeadAppointment], on: date) -> QuerySet[Any]:
    """Headships with ``has_certificate``: whether the head holds one of the levels asked for."""
    held = Credential.objects.filter(
        staff=OuterRef("staff"),
        level__in=numbers().head_levels,
        issued_on__lte=on,
        withdrawn_at=None,
    )
    return rows.annotate(has_certificate=Exists(held))


def uncertified_heads(station: Any, on: date) -> list[str]:
    """The names of a place's heads of a day without such a certificate: a hint (G22)."""
    rows = HeadAppointment.objects.filter(covering(on), at_place(station), withdrawn_at=None)
    found = with_certificate(rows, on).filter(has_certificate=False)
    return list(found.order_by("valid_from", "id").values_list("staff__name", flat=True))
