"""Who heads a station, and who named them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.enums import Appointer
from stations.people.models.staff import Staff
from stations.people.rules import view_people, write_head
from stations.records.models import Span, span_rules


class HeadAppointmentQuerySet(RestrictedQuerySet):
    rules = {"view": view_people(), "edit": write_head()}


class HeadAppointment(Span):
    """A worker heads a station from a day on (guideline 2.2)."""

    day_at_place = "valid_from"
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="headships")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    appointed_by = models.CharField(_("Appointed by"), max_length=10, choices=Appointer)

    objects = HeadAppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = span_rules("head")

    def __str__(self) -> str:
        return f"{self.staff_id}@{self.station_id} {self.valid_from}"
