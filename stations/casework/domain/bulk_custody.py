"""Many records of custody at once, for the demo's generator; as in ``bulk.py``."""

from collections.abc import Iterable

from stations.casework.models import (
    ArchiveLoan,
    ArchiveVolume,
    Beneficiary,
    Consent,
    DataRequest,
    ImpactAssessment,
    ProcessingActivity,
    TeamRequest,
)
from stations.records.copy import Row, complete, copy_rows

Rows = Iterable[Row]


def bulk_insert_volumes(rows: Rows) -> list[int]:
    """Keys: station_id, case_id, round, number, filed_on, pages, contents, secrecy,
    retention_rule, destroy_after, storage_place."""
    return copy_rows(ArchiveVolume, map(complete, rows))


def bulk_insert_loans(rows: Rows) -> list[int]:
    """Keys: station_id, volume_id, borrower, purpose, lent_on, due_on, returned_on."""
    return copy_rows(
        ArchiveLoan, (complete(row, returned_on="returned_received_at") for row in rows)
    )


def bulk_insert_data_requests(rows: Rows) -> list[int]:
    """Keys: station_id, beneficiary_id, kind, asked_by, details, asked_on, due_on, state, answer,
    decided_on, decided_by_name, done_on, correction."""
    events = {"decided_on": "decided_received_at", "done_on": "done_received_at"}
    return copy_rows(DataRequest, (complete(row, **events) for row in rows))


def bulk_insert_team_requests(rows: Rows) -> list[int]:
    """Keys: as of data requests, with staff_id and volunteer_id for the person and asked_by."""
    events = {"decided_on": "decided_received_at", "done_on": "done_received_at"}
    return copy_rows(TeamRequest, (complete(row, **events) for row in rows))


def bulk_note_givers(consents: Iterable[Consent]) -> int:
    """Write who gave each consent: a guardian with name and relation, or the duty in its place."""
    names = ["given_by", "guardian_name", "guardian_relation", "duty"]
    return Consent.objects.bulk_update(consents, names)


def bulk_insert_activities(rows: Rows) -> list[int]:
    """Keys: station_id, name, purpose, data_kinds, is_sensitive, legal_basis, recipients,
    entrusted_to, retention, started_on, assessed_on, assessed_by, next_review_on."""
    return copy_rows(ProcessingActivity, map(complete, rows))


def bulk_insert_assessments(rows: Rows) -> list[int]:
    """Keys: activity_id, assessed_on, assessed_by, report."""
    return copy_rows(ImpactAssessment, map(complete, rows))


def bulk_note_minors(persons: Iterable[Beneficiary]) -> int:
    """Write the day of birth, the responsible person and the guardian's answer of each."""
    names = ["born_on", "responsible_uuid", "responsible_name"]
    names += ["guardian_notice_version", "guardian_notice_on", "guardian_answer"]
    return Beneficiary.objects.bulk_update(persons, names)
