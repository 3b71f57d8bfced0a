"""The lines of this app's records behind a figure."""

from django.utils.translation import gettext_lazy as _

from stations.people.models import (
    Assignment,
    Credential,
    EthicsComplaint,
    EthicsPledge,
    HeadAppointment,
    SupervisionSession,
    Volunteer,
    VolunteerStep,
)
from stations.records.lines import Source, Sources

SOURCES: Sources = {
    "assignment": Source(_("Work assignment"), Assignment, "valid_from", "staff__name", "post"),
    "credential": Source(_("Certificate"), Credential, "issued_on", "staff__name", "level"),
    "head": Source(_("Headship"), HeadAppointment, "valid_from", "staff__name", "appointed_by"),
    "pledge": Source(_("Ethics pledge"), EthicsPledge, "signed_on", "staff__name"),
    "complaint": Source(_("Upheld ethics complaint"), EthicsComplaint, "upheld_on"),
    "supervision": Source(
        _("Supervision session"), SupervisionSession, "held_on", "staff__name", "kind"
    ),
    "volunteer": Source(_("Volunteer"), Volunteer, "registered_on", "name"),
    "volunteer_step": Source(
        _("Step with a volunteer"), VolunteerStep, "done_on", "volunteer__name", "step"
    ),
}
