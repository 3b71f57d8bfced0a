"""A worker's registration for the national exam."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.enums import CredentialLevel, ExamResult
from stations.people.models.staff import Staff, of_staff
from stations.people.rules import view_people, write_people
from stations.records.models import Record

EXAM_LEVELS = [choice for choice in CredentialLevel.choices if choice[0] != "LOCAL_AIDE"]


class ExamRegistrationQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_staff(view_people(), "staff_id"),
        "edit": of_staff(write_people(), "staff_id"),
    }


class ExamRegistration(Record):
    """A worker registered for a level in a year, and what came of it (M24)."""

    day_at_place = "registered_on"
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="exams")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("Year of the exam"))
    level = models.CharField(_("Level of the exam"), max_length=20, choices=EXAM_LEVELS)
    registered_on = models.DateField(_("Registered for the exam on"))
    result = models.CharField(
        _("Result of the exam"), max_length=10, choices=ExamResult, default=ExamResult.WAITING
    )
    result_on = models.DateField(_("Result announced on"), null=True, blank=True)
    result_received_at = models.DateTimeField(null=True, editable=False)

    objects = ExamRegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-id"]
        indexes = [models.Index(fields=["station", "year"], name="exam_station_year")]
        constraints = [
            models.UniqueConstraint(
                name="exam_once_a_year",
                fields=["staff", "year", "level"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="exam_result_received",
                condition=Q(result="WAITING", result_on=None, result_received_at=None)
                | ~Q(result="WAITING")
                & Q(result_on__isnull=False, result_received_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.year} {self.level}"
