"""Times in which a volunteer is away: from the leaving to the coming back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.people.enums import LeaveReason
from stations.people.models.volunteer import OfVolunteerQuerySet, Volunteer
from stations.records.models import Span, span_rules


class VolunteerDeparture(Span):
    """A volunteer left: from the first day without the volunteer to the day of the return.

    Open while the volunteer is away. One that was entered by mistake is taken back (withdrawn).
    """

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="departures")
    reason = models.CharField(_("Reason of the leaving"), max_length=20, choices=LeaveReason)

    objects = OfVolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            *span_rules("volunteerdeparture"),
            models.UniqueConstraint(
                name="volunteerdeparture_one_open",
                fields=["volunteer"],
                condition=models.Q(valid_to=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.reason} {self.valid_from}"
