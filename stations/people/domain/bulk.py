"""Many records at once, for imports and the demo's generator.

Rows are dicts keyed by column (``station_id``); ids come back in the rows' order. Without
``received_at`` a row counts as received now; the receipt of an end or a decision is taken
from its day when not given. No permission is asked and no audit entry is written per row:
the caller does both once for the whole import.
"""

from collections.abc import Iterable

from stations.people.models import (
    Assignment,
    Credential,
    EthicsComplaint,
    EthicsPledge,
    HeadAppointment,
    Staff,
    SupervisionSession,
    Volunteer,
    VolunteerStep,
)
from stations.records.copy import Row, complete, complete_span, copy_rows
from stations.records.identity import with_index

Rows = Iterable[Row]


def bulk_insert_staff(rows: Rows) -> list[int]:
    """Keys: name, id_number, phone, channel, joined_on, left_on."""
    return copy_rows(Staff, (with_index(complete(row)) for row in rows))


def bulk_insert_assignments(rows: Rows) -> list[int]:
    """Keys: staff_id, station_id, post, full_time, share, valid_from, valid_to."""
    return copy_rows(Assignment, map(complete_span, rows))


def bulk_insert_credentials(rows: Rows) -> list[int]:
    """Keys: staff_id, level, number, issued_on, cultivated_by_id."""
    return copy_rows(Credential, map(complete, rows))


def bulk_insert_heads(rows: Rows) -> list[int]:
    """Keys: staff_id, station_id, appointed_by, valid_from, valid_to."""
    return copy_rows(HeadAppointment, map(complete_span, rows))


def bulk_insert_pledges(rows: Rows) -> list[int]:
    """Keys: staff_id, signed_on."""
    return copy_rows(EthicsPledge, map(complete, rows))


def bulk_insert_complaints(rows: Rows) -> list[int]:
    """Keys: station_id, staff_id, raised_on, summary, upheld_on, dismissed_on."""
    stamps = {"upheld_on": "decided_received_at", "dismissed_on": "decided_received_at"}
    return copy_rows(EthicsComplaint, (complete(row, **stamps) for row in rows))


def bulk_insert_sessions(rows: Rows) -> list[int]:
    """Keys: staff_id, station_id, kind, mode, held_on, supervisor_name."""
    return copy_rows(SupervisionSession, map(complete, rows))


def bulk_insert_volunteers(rows: Rows) -> list[int]:
    """Keys: station_id, name, id_number, phone, national_number, registered_on."""
    return copy_rows(Volunteer, (with_index(complete(row)) for row in rows))


def bulk_insert_steps(rows: Rows) -> list[int]:
    """Keys: volunteer_id, step, done_on (RECRUIT too: nothing is derived)."""
    return copy_rows(VolunteerStep, map(complete, rows))
