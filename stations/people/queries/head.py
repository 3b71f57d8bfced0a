"""Who heads a place."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from stations.network.queries.heads import Head
from stations.people.models import HeadAppointment
from stations.records.models import covering


def heads_in_office(station_ids: Collection[int], on: date) -> dict[int, list[Head]]:
    """The heads on a day by station id, in one query; the network's pages and API ask this."""
    found: dict[int, list[Head]] = defaultdict(list)
    rows = HeadAppointment.objects.filter(
        covering(on), station_id__in=station_ids, withdrawn_at=None
    )
    for row in rows.select_related("staff"):
        found[row.station_id].append(Head(row.staff.name, row.valid_from, row.valid_to))
    return dict(found)
