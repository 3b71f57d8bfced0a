"""The lines of this app's records behind a figure."""

from django.utils.translation import gettext_lazy as _

from stations.people.models import (
    Assignment,
    Credential,
    CredentialRegistration,
    CultivatedPerson,
    EthicsComplaint,
    EthicsPledge,
    ExamRegistration,
    HeadAppointment,
    Internship,
    PublicityItem,
    SupervisionSession,
    Training,
    TrainingAttendance,
    Volunteer,
    VolunteerStep,
)
from stations.people.rules import keeps_staff
from stations.records.lines import Source, Sources

# Names of those who are no party to the network are for those who keep the staff.
SOURCES: Sources = {
    "assignment": Source(_("Work assignment"), Assignment, "valid_from", "staff__name", "post"),
    "credential": Source(_("Certificate"), Credential, "issued_on", "staff__name", "level"),
    "head": Source(_("Headship"), HeadAppointment, "valid_from", "staff__name", "appointed_by"),
    "pledge": Source(_("Ethics pledge"), EthicsPledge, "signed_on", "staff__name"),
    "complaint": Source(_("Upheld ethics complaint"), EthicsComplaint, "upheld_on"),
    "supervision": Source(
        _("Supervision session"), SupervisionSession, "held_on", "staff__name", "kind"
    ),
    "training": Source(_("Training"), Training, "held_on", what="title"),
    "training_attendance": Source(
        _("Attendance at a training"), TrainingAttendance, "received_at", "staff__name", "hours"
    ),
    "credential_registration": Source(
        _("Registration of a certificate"),
        CredentialRegistration,
        "registered_on",
        "credential__staff__name",
    ),
    "exam": Source(
        _("Registration for the exam"), ExamRegistration, "registered_on", "staff__name", "level"
    ),
    "publicity": Source(
        _("Piece of publicity"), PublicityItem, "published_on", "staff__name", "title"
    ),
    "internship": Source(
        _("Intern"), Internship, "valid_from", "student_name", "school", names_for=keeps_staff
    ),
    "cultivated_person": Source(
        _("Certified person outside the network"),
        CultivatedPerson,
        "issued_on",
        "name",
        "level",
        names_for=keeps_staff,
    ),
    "volunteer": Source(_("Volunteer"), Volunteer, "registered_on", "name"),
    "volunteer_step": Source(
        _("Step with a volunteer"), VolunteerStep, "done_on", "volunteer__name", "step"
    ),
}
