"""Many leads, enrolments and assessments at once; as in ``stations.casework.domain.bulk``."""

from collections.abc import Iterable

from stations.casework.models import (
    AlertNote,
    DiscoveryLead,
    Enrolment,
    EnrolmentStep,
    GuardianshipAssessment,
    RiskAssessment,
    Strength,
)
from stations.records.copy import Row, complete, copy_rows

Rows = Iterable[Row]


def bulk_insert_leads(rows: Rows) -> list[int]:
    """Keys: station_id, division_code, told_on, source, told_by, urgency, name, whereabouts,
    situation, state, verified_on, findings, decided_on, dismissed_reason, beneficiary_id."""
    return copy_rows(
        DiscoveryLead, (complete(row, decided_on="decided_received_at") for row in rows)
    )


def bulk_insert_alert_notes(rows: Rows) -> list[int]:
    """Keys: station_id, kind, subject (the record's uuid), since, done_on, measure, by_name."""
    return copy_rows(AlertNote, map(complete, rows))


def bulk_insert_enrolments(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, state, wish, applied_on, exited_on, exit_reason."""
    return copy_rows(Enrolment, (complete(row, exited_on="exited_received_at") for row in rows))


def bulk_insert_enrolment_steps(rows: Rows) -> list[int]:
    """Keys: enrolment_id, act, done_on, reason, by_name."""
    return copy_rows(EnrolmentStep, map(complete, rows))


def bulk_insert_risks(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, assessed_on, the four answers, note, score, suggested,
    level, reason."""
    return copy_rows(RiskAssessment, map(complete, rows))


def bulk_insert_guardianships(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, assessed_on, the answers, guardian_name, has_agreement,
    note, result, next_on."""
    return copy_rows(GuardianshipAssessment, map(complete, rows))


def bulk_insert_strengths(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, noted_on, talent, detail, would_help."""
    return copy_rows(Strength, map(complete, rows))
