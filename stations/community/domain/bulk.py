"""Many records at once, for imports and the demo's generator.

As in ``stations.people.domain.bulk``: dicts keyed by column, ids back in order, no
permission asked, no audit entry per row.
"""

from collections.abc import Iterable

from stations.community.models import (
    AdvocacyItem,
    CommunityOrg,
    Group,
    GroupMeeting,
    GroupMember,
    Incubation,
    IncubationStage,
    OrgActivity,
    ResourceLink,
    ResourceParty,
    StationActivity,
    StationMap,
)
from stations.records.copy import Row, complete, complete_span, copy_rows

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
    return copy_rows(
        Incubation, (complete(row, abandoned_on="abandoned_received_at") for row in rows)
    )


def bulk_insert_stages(rows: Rows) -> list[int]:
    """Keys: incubation_id, stage, reached_on."""
    return copy_rows(IncubationStage, map(complete, rows))


def bulk_insert_parties(rows: Rows) -> list[int]:
    """Keys: station_id, name, kind, since, is_local, is_active, offers, contact, phone."""
    return copy_rows(ResourceParty, map(complete, rows))


def bulk_insert_links(rows: Rows) -> list[int]:
    """Keys: station_id, party_id, beneficiary_id, need_id, case_id, visit_id, application_id,
    report_id, kind, source, purpose, what, linked_on, state, settled_on, value, outcome,
    persons_count, note."""
    return copy_rows(
        ResourceLink, (complete(row, settled_on="settled_received_at") for row in rows)
    )


def bulk_insert_groups(rows: Rows) -> list[int]:
    """Keys: station_id, kind, title, purpose, audience, is_new, staff_id, valid_from, valid_to."""
    return copy_rows(Group, map(complete_span, rows))


def bulk_insert_members(rows: Rows) -> list[int]:
    """Keys: group_id, beneficiary_id, volunteer_id, name, valid_from, valid_to."""
    return copy_rows(GroupMember, map(complete_span, rows))


def bulk_insert_meetings(rows: Rows) -> list[int]:
    """Keys: group_id, held_on, topic, attendance."""
    return copy_rows(GroupMeeting, map(complete, rows))


def bulk_insert_station_activities(rows: Rows) -> list[int]:
    """Keys: station_id, title, topic, held_on, attendance, manner, audience, place, joint_work."""
    return copy_rows(StationActivity, map(complete, rows))


def bulk_insert_advocacy(rows: Rows) -> list[int]:
    """Keys: station_id, title, finding, proposal, addressee, proposed_on, result, answer,
    answered_on."""
    return copy_rows(
        AdvocacyItem, (complete(row, answered_on="answered_received_at") for row in rows)
    )


def bulk_insert_maps(rows: Rows) -> list[int]:
    """Keys: station_id, kind, title, drawn_on, file_id."""
    return copy_rows(StationMap, map(complete, rows))
