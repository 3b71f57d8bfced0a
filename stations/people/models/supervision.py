"""A session in which a worker was supervised."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.enums import SupervisionKind, SupervisionMode
from stations.people.models.staff import Staff
from stations.people.rules import view_people, write_supervision
from stations.records.models import Record


class SupervisionSessionQuerySet(RestrictedQuerySet):
    rules = {"view": view_people(), "edit": write_supervision()}


class SupervisionSession(Record):
    """One worker in one session; a session with several workers is a row for each."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="supervisions")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Supervision kind"), max_length=20, choices=SupervisionKind)
    mode = models.CharField(_("Supervision mode"), max_length=20, choices=SupervisionMode)
    held_on = models.DateField(_("Held on"))
    supervisor_name = models.CharField(_("Supervisor"), max_length=60)

    objects = SupervisionSessionQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "id"]
        # Read by year for all stations of the county (S7).
        indexes = [models.Index(fields=["held_on"], name="supervision_day")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.held_on}"
