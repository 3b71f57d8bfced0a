"""Writing about people: the only way to change this app's tables."""

from stations.people.domain.complaint import dismiss_complaint, record_complaint, uphold_complaint
from stations.people.domain.credential import add_credential
from stations.people.domain.head import appoint_head, end_headship
from stations.people.domain.pledge import sign_pledge
from stations.people.domain.staff import add_staff, assign_staff, end_assignment, record_leaving
from stations.people.domain.supervision import record_session
from stations.people.domain.volunteer import record_step, register_volunteer

__all__ = [
    "add_credential",
    "add_staff",
    "appoint_head",
    "assign_staff",
    "dismiss_complaint",
    "end_assignment",
    "end_headship",
    "record_complaint",
    "record_leaving",
    "record_session",
    "record_step",
    "register_volunteer",
    "sign_pledge",
    "uphold_complaint",
]
