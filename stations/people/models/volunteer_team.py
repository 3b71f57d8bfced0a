"""Teams of volunteers and who belongs to them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.enums import LeaveReason
from stations.people.models.departure import VolunteerDeparture
from stations.people.models.volunteer import Volunteer
from stations.people.rules import view_volunteers, write_volunteers
from stations.records.models import Span, span_rules
from stations.records.purge import purge_texts


class VolunteerTeamQuerySet(RestrictedQuerySet):
    rules = {"view": view_volunteers(), "edit": write_volunteers(), "purge": purge_texts()}


class VolunteerTeamMemberQuerySet(RestrictedQuerySet):
    rules = {
        "view": view_volunteers("team__station__"),
        "edit": write_volunteers("team__station__"),
    }


class VolunteerTeam(Span):
    """A team of a station, from its founding to its end."""

    day_at_place = "valid_from"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name of the team"), max_length=120)
    field = models.CharField(_("Field of service"), max_length=120, blank=True, default="")

    free_texts = ("name", "field")

    objects = VolunteerTeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            *span_rules("volunteerteam"),
            models.UniqueConstraint(
                name="volunteerteam_name_once",
                fields=["station", "name"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        """Without the name: this text goes into the audit trail, and a name may be purged."""
        return f"{self.station_id} {self.valid_from}"


class VolunteerTeamMember(Span):
    """A volunteer belongs to a team from a day on."""

    team = models.ForeignKey(VolunteerTeam, on_delete=models.PROTECT, related_name="members")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="teams")
    leads = models.BooleanField(_("Leads the team"), default=False)
    # Of a place that has ended; empty for those ended before a reason was asked for.
    left_reason = models.CharField(
        _("Reason of the leaving"),
        max_length=20,
        choices=LeaveReason,
        blank=True,
        default="",
        db_default="",
    )
    # The place ended because the volunteer left the station: taken back with that.
    left_with = models.ForeignKey(
        VolunteerDeparture, on_delete=models.PROTECT, null=True, blank=True, related_name="places"
    )

    objects = VolunteerTeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            *span_rules("volunteerteammember"),
            models.UniqueConstraint(
                name="volunteerteammember_once",
                fields=["team", "volunteer"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.volunteer_id} {self.valid_from}"
