"""Many records at once, for imports and the demo's generator.

As in ``stations.people.domain.bulk``: dicts keyed by column, ids back in order, no
permission asked, no audit entry per row.
"""

from collections.abc import Iterable

from stations.community.models import CommunityOrg, Incubation, IncubationStage, OrgActivity
from stations.records.copy import Row, complete, copy_rows

Rows = Iterable[Row]


def bulk_insert_orgs(rows: Rows) -> list[int]:
    """Keys: station_id, name, kind, field, division_code, is_sw_agency, filed_on, registered_on."""
    stamps = {"filed_on": "filed_received_at", "registered_on": "registered_received_at"}
    return copy_rows(CommunityOrg, (complete(row, **stamps) for row in rows))


def bulk_insert_activities(rows: Rows) -> list[int]:
    """Keys: org_id, title, held_on, attendance."""
    return copy_rows(OrgActivity, map(complete, rows))


def bulk_insert_incubations(rows: Rows) -> list[int]:
    """Keys: station_id, name, is_sw_agency, started_on, abandoned_on, org_id."""
    return copy_rows(Incubation, map(complete, rows))


def bulk_insert_stages(rows: Rows) -> list[int]:
    """Keys: incubation_id, stage, reached_on."""
    return copy_rows(IncubationStage, map(complete, rows))
