"""Many plans, reports and records of help at once; as in ``stations.casework.domain.bulk``."""

from collections.abc import Iterable

from stations.casework.domain.protection import make_mark, make_number
from stations.casework.models import (
    BenefitApplication,
    CapabilityCheck,
    CareCheck,
    CarePlan,
    Carer,
    CaseNeed,
    FuneralService,
    HomelessAid,
    HomelessMislink,
    HomelessStep,
    Patrol,
    PlanIndicator,
    PlanReview,
    ProtectionReport,
    Referral,
    Respite,
    Wish,
)
from stations.records.copy import Row, complete, complete_span, copy_rows

Rows = Iterable[Row]


def bulk_insert_plans(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, responsible_id, begun_on, goals, strategy, contingency,
    agreed_on, agreed_by, review_due_on, reviewed_on (of the last review), closed_on, outcome."""
    events = {
        "agreed_on": "agreed_received_at",
        "reviewed_on": "reviewed_received_at",
        "closed_on": "closed_received_at",
    }
    return copy_rows(CarePlan, (complete(row, **events) for row in rows))


def bulk_insert_reviews(rows: Rows) -> list[int]:
    """Keys: plan_id, reviewed_on, note, due_on, next_due_on."""
    return copy_rows(PlanReview, map(complete, rows))


def bulk_insert_indicators(rows: Rows) -> list[int]:
    """Keys: plan_id, goal, measure, unit, baseline, target, reached, evidence, person_view,
    judged_on, met."""
    return copy_rows(PlanIndicator, (complete(row, judged_on="judged_received_at") for row in rows))


def bulk_insert_checks(rows: Rows) -> list[int]:
    """Keys: case_id, checked_on, outcome, grounds, by_name."""
    return copy_rows(CapabilityCheck, map(complete, rows))


def bulk_insert_case_needs(rows: Rows) -> list[int]:
    """Keys: case_id, rank, need, cause, found_on."""
    return copy_rows(CaseNeed, map(complete, rows))


def bulk_insert_reports(rows: Rows) -> list[int]:
    """Keys: uuid, station_id, child, seen, place, noticed_at, authority, channel, reported_at,
    reporter_uuid, reporter_name, received_at, answered_on, answer; number and mark are made."""
    return copy_rows(ProtectionReport, map(_marked, rows))


def bulk_insert_applications(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, policy, state, helped_on, submitted_on, decided_on,
    note."""
    events = {"submitted_on": "submitted_received_at", "decided_on": "decided_received_at"}
    return copy_rows(BenefitApplication, (complete(row, **events) for row in rows))


def bulk_insert_homeless_aids(rows: Rows) -> list[int]:
    """Keys: station_id, beneficiary_id (the file, if there is one), met_on, found_by, name, looks,
    place, outcome, ended_on."""
    return copy_rows(HomelessAid, (complete(row, ended_on="ended_received_at") for row in rows))


def bulk_insert_mislinks(rows: Rows) -> list[int]:
    """Keys: aid_id, beneficiary_id (the wrong file), reason, by_name."""
    return copy_rows(HomelessMislink, map(complete, rows))


def bulk_insert_homeless_steps(rows: Rows) -> list[int]:
    """Keys: aid_id, kind, done_on, note."""
    return copy_rows(HomelessStep, map(complete, rows))


def bulk_insert_patrols(rows: Rows) -> list[int]:
    """Keys: station_id, patrolled_on, route, patrollers, met, helped."""
    return copy_rows(Patrol, map(complete, rows))


def bulk_insert_referrals(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, consent_id, receiver, reason, referred_on, outcome,
    feedback, answered_on."""
    return copy_rows(Referral, (complete(row, answered_on="answered_received_at") for row in rows))


def bulk_insert_wishes(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, kind, wish, voiced_on, outcome, settled_on, note."""
    return copy_rows(Wish, (complete(row, settled_on="settled_received_at") for row in rows))


def bulk_insert_funerals(rows: Rows) -> list[int]:
    """Keys: station_id, deceased_name, asked_by, asked_on, need, provider, burial, done_on."""
    return copy_rows(FuneralService, (complete(row, done_on="done_received_at") for row in rows))


def bulk_insert_carers(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, name, phone, relation, burden, valid_from, valid_to."""
    return copy_rows(Carer, map(complete_span, rows))


def bulk_insert_respites(rows: Rows) -> list[int]:
    """Keys: carer_id, staff_id, given_on, hours, note."""
    return copy_rows(Respite, map(complete, rows))


def bulk_insert_care_checks(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, kind, checked_on, guardian, verdict, findings, measures,
    next_on."""
    return copy_rows(CareCheck, map(complete, rows))


def _marked(row: Row) -> Row:
    """The row with the number of its receipt and the mark over what was sent."""
    report = ProtectionReport(**row)
    number = make_number(report.uuid, report.received_at.date())
    report.receipt_number = number
    full = {**row, "receipt_number": number, "mark": make_mark(report)}
    return complete(full, answered_on="answered_received_at")
