"""Many records at once, for imports and the demo's generator.

As in ``stations.people.domain.bulk``: dicts keyed by column, ids back in order, no
permission asked, no audit entry per row.
"""

from collections.abc import Iterable

from kernel.pinyin import person_initials
from stations.casework.enums import CaseUnit
from stations.casework.models import (
    Beneficiary,
    BeneficiaryCategory,
    Case,
    CaseDocument,
    CaseFollowUp,
    CaseStep,
    Consent,
    Household,
    Need,
    RosterEntry,
    ServiceRecord,
    Visit,
    VisitCorrection,
    VisitLevelSpan,
)
from stations.records.copy import Row, complete, complete_span, copy_rows
from stations.records.identity import birth_date, with_index

Rows = Iterable[Row]


def bulk_insert_households(rows: Rows) -> list[int]:
    """Keys: station_id, division_code, name, address, filed_on."""
    return copy_rows(Household, map(complete, rows))


def bulk_insert_beneficiaries(rows: Rows) -> list[int]:
    """Keys: station_id, household_id, division_code, name, id_number, phone, address, filed_on,
    closed_on, responsible_uuid, responsible_name, notice_version, notice_given_on."""
    return copy_rows(Beneficiary, (_searchable(complete(row)) for row in rows))


def bulk_insert_categories(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, category, source, valid_from, valid_to."""
    return copy_rows(BeneficiaryCategory, map(complete_span, rows))


def bulk_insert_roster(rows: Rows) -> list[int]:
    """Keys: station_id, division_code, category, name, id_number, household_head,
    household_index, beneficiary_id (the file, if there is one), valid_from, valid_to."""
    return copy_rows(RosterEntry, (with_index(complete_span(row)) for row in rows))


def bulk_insert_levels(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, level, reason, valid_from, valid_to."""
    return copy_rows(VisitLevelSpan, map(complete_span, rows))


def bulk_insert_visits(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, household_id (the person's, unless it is given), staff_id,
    planned_on, held_at, place, result, joint_with (codes), joint_work (with
    volunteers), note,
    sections (as sections.pack gives them). ``held_at`` and ``received_at`` are aware."""
    homes = Beneficiary.objects.exclude(household=None).values_list("id", "household_id")
    lived = dict(homes.iterator())
    return copy_rows(
        Visit,
        ({"household_id": lived.get(row["beneficiary_id"]), **complete(row)} for row in rows),
    )


def bulk_insert_visit_corrections(rows: Rows) -> list[int]:
    """Keys: visit_id, staff_id, held_at, place, result, joint_with, note, sections, reason,
    by_uuid, by_name, was_received_at."""
    return copy_rows(VisitCorrection, map(complete, rows))


def bulk_insert_needs(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, station_id, kind, dimension, summary, raised_on, matched_on,
    matched_to, closed_on, confirmed_by_person."""
    return copy_rows(Need, (complete(row, closed_on="closed_received_at") for row in rows))


def _searchable(row: Row) -> Row:
    """Found by name and number; the day of birth keeps minors' files closed."""
    born = row.get("born_on") or birth_date(row.get("id_number", ""))
    initials = person_initials(row.get("name", ""))[:80]
    return {**with_index(row), "name_initials": initials, "born_on": born}


def bulk_insert_consents(rows: Rows) -> list[int]:
    """Keys: beneficiary_id, kind, text_version, given_by, valid_from, valid_until."""
    return copy_rows(Consent, map(complete, rows))


def bulk_insert_cases(rows: Rows) -> list[int]:
    """Keys: station_id, beneficiary_id, household_id (the person's for a household's case, unless
    it is given), responsible_id, title, unit, kind, problem, stage, opened_on, closed_on,
    closure_reason."""
    given = list(rows)
    of_homes = [row["beneficiary_id"] for row in given if row["unit"] == CaseUnit.HOUSEHOLD]
    homes = Beneficiary.objects.filter(pk__in=of_homes).values_list("id", "household_id")
    lived = dict(homes)
    return copy_rows(
        Case,
        (
            {
                "household_id": lived[row["beneficiary_id"]]
                if row["unit"] == CaseUnit.HOUSEHOLD
                else None,
                **complete(row, closed_on="closed_received_at"),
            }
            for row in given
        ),
    )


def bulk_insert_documents(rows: Rows) -> list[int]:
    """Keys: case_id, kind, body, sections (as sections.pack gives them), written_on, signed."""
    return copy_rows(CaseDocument, map(complete, rows))


def bulk_insert_steps(rows: Rows) -> list[int]:
    """Keys: case_id, act, from_stage, to_stage, reason, closed_on, closure_reason, by_name,
    received_at."""
    return copy_rows(CaseStep, map(complete, rows))


def bulk_insert_follow_ups(rows: Rows) -> list[int]:
    """Keys: case_id, due_on, done_on, note."""
    return copy_rows(CaseFollowUp, (complete(row, done_on="done_received_at") for row in rows))


def bulk_insert_services(rows: Rows) -> list[int]:
    """Keys: station_id, beneficiary_id, staff_id, served_on, service, kind, persons_count, note."""
    return copy_rows(ServiceRecord, map(complete, rows))
