"""Many records at once, for imports and the demo's generator.

Rows are dicts keyed by column (``station_id``); ids come back in the rows' order. Without
``received_at`` a row counts as received now; the receipt of an end or a decision is taken
from its day when not given. No permission is asked and no audit entry is written per row:
the caller does both once for the whole import.
"""

from collections.abc import Iterable

from stations.people.models import (
    Assignment,
    CompetenceCheck,
    Credential,
    CredentialRegistration,
    CultivatedPerson,
    EthicsComplaint,
    EthicsPledge,
    ExamRegistration,
    HeadAppointment,
    Internship,
    Outfit,
    PublicityItem,
    ServiceCertificate,
    Staff,
    SupervisionSession,
    Supervisor,
    Training,
    TrainingAttendance,
    TrainingHeadcount,
    Volunteer,
    VolunteerAppraisal,
    VolunteerAward,
    VolunteerDeparture,
    VolunteerStep,
    VolunteerTeam,
    VolunteerTeamMember,
)
from stations.records.copy import Row, complete, complete_span, copy_rows
from stations.records.identity import with_index

Rows = Iterable[Row]


def bulk_insert_staff(rows: Rows) -> list[int]:
    """Keys: name, id_number, phone, channel, joined_on, left_on, education, major,
    social_work_degree, specialty, user_uuid, user_name (the user that the worker is)."""
    return copy_rows(Staff, (with_index(complete(row)) for row in rows))


def bulk_insert_assignments(rows: Rows) -> list[int]:
    """Keys: staff_id, station_id, post, tasks, full_time, share, valid_from, valid_to."""
    return copy_rows(Assignment, map(complete_span, rows))


def bulk_insert_competence_checks(rows: Rows) -> list[int]:
    """Keys: staff_id, checked_on, found, checked_by."""
    return copy_rows(CompetenceCheck, map(complete, rows))


def bulk_insert_credentials(rows: Rows) -> list[int]:
    """Keys: staff_id, level, number, issued_on, cultivated_by_id."""
    return copy_rows(Credential, map(complete, rows))


def bulk_insert_cultivated(rows: Rows) -> list[int]:
    """Keys: station_id, name, id_number, level, number, issued_on, way, hours."""
    return copy_rows(CultivatedPerson, (with_index(complete(row)) for row in rows))


def bulk_insert_heads(rows: Rows) -> list[int]:
    """Keys: staff_id, station_id, appointed_by, valid_from, valid_to."""
    return copy_rows(HeadAppointment, map(complete_span, rows))


def bulk_insert_pledges(rows: Rows) -> list[int]:
    """Keys: staff_id, signed_on."""
    return copy_rows(EthicsPledge, map(complete, rows))


def bulk_insert_complaints(rows: Rows) -> list[int]:
    """Keys: station_id, staff_id, raised_on, source, summary, upheld_on, dismissed_on,
    decision_reason."""
    stamps = {"upheld_on": "decided_received_at", "dismissed_on": "decided_received_at"}
    return copy_rows(EthicsComplaint, (complete(row, **stamps) for row in rows))


def bulk_insert_sessions(rows: Rows) -> list[int]:
    """Keys: staff_id, station_id, kind, mode, site, held_on, supervisor_id, supervisor_name,
    topics."""
    return copy_rows(SupervisionSession, map(complete, rows))


def bulk_insert_volunteers(rows: Rows) -> list[int]:
    """Keys: station_id, name, id_number, phone, national_number, registered_on."""
    return copy_rows(Volunteer, (with_index(complete(row)) for row in rows))


def bulk_insert_steps(rows: Rows) -> list[int]:
    """Keys: volunteer_id, step, done_on, hours, content (RECRUIT too: nothing is derived)."""
    return copy_rows(VolunteerStep, map(complete, rows))


def bulk_insert_registrations(rows: Rows) -> list[int]:
    """Keys: credential_id, registered_on, valid_from, valid_until."""
    return copy_rows(CredentialRegistration, map(complete, rows))


def bulk_insert_exams(rows: Rows) -> list[int]:
    """Keys: staff_id, station_id, year, level, registered_on, result, result_on."""
    return copy_rows(
        ExamRegistration, (complete(row, result_on="result_received_at") for row in rows)
    )


def bulk_insert_trainings(rows: Rows) -> list[int]:
    """Keys: station_id, title, kind, grade, audience, topic, held_on, hours, place, trainer."""
    return copy_rows(Training, map(complete, rows))


def bulk_insert_attendances(rows: Rows) -> list[int]:
    """Keys: training_id, staff_id, hours, certificate_number."""
    return copy_rows(TrainingAttendance, map(complete, rows))


def bulk_insert_headcounts(rows: Rows) -> list[int]:
    """Keys: training_id, audience, persons."""
    return copy_rows(TrainingHeadcount, map(complete, rows))


def bulk_insert_internships(rows: Rows) -> list[int]:
    """Keys: station_id, student_name, school, kind, mentor_id, valid_from, valid_to."""
    return copy_rows(Internship, map(complete_span, rows))


def bulk_insert_supervisors(rows: Rows) -> list[int]:
    """Keys: station_id, staff_id, name, organisation, is_senior, valid_from, valid_to."""
    return copy_rows(Supervisor, map(complete_span, rows))


def bulk_insert_awards(rows: Rows) -> list[int]:
    """Keys: volunteer_id, kind, title, given_by, awarded_on (the step REWARD goes apart)."""
    return copy_rows(VolunteerAward, map(complete, rows))


def bulk_insert_appraisals(rows: Rows) -> list[int]:
    """Keys: volunteer_id, result, appraised_on, note."""
    return copy_rows(VolunteerAppraisal, map(complete, rows))


def bulk_insert_certificates(rows: Rows) -> list[int]:
    """Keys: volunteer_id, number, issued_on, services, hours, content (as `certify_service`)."""
    return copy_rows(ServiceCertificate, map(complete, rows))


def bulk_insert_teams(rows: Rows) -> list[int]:
    """Keys: station_id, name, field, valid_from, valid_to."""
    return copy_rows(VolunteerTeam, map(complete_span, rows))


def bulk_insert_team_members(rows: Rows) -> list[int]:
    """Keys: team_id, volunteer_id, leads, valid_from, valid_to, left_reason, left_with_id."""
    return copy_rows(VolunteerTeamMember, map(complete_span, rows))


def bulk_insert_departures(rows: Rows) -> list[int]:
    """Keys: volunteer_id, reason, valid_from, valid_to (the return)."""
    return copy_rows(VolunteerDeparture, map(complete_span, rows))


def bulk_insert_publicity(rows: Rows) -> list[int]:
    """Keys: station_id, staff_id, published_on, channel, topic, title, link."""
    return copy_rows(PublicityItem, map(complete, rows))


def bulk_insert_outfits(rows: Rows) -> list[int]:
    """Keys: staff_id, kind, number, valid_from, valid_to."""
    return copy_rows(Outfit, map(complete_span, rows))
