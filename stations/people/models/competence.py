"""What a worker was found to know, on a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.models.staff import Staff, of_staff
from stations.people.rules import view_people, write_people
from stations.records.models import Record


class CompetenceCheckQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_staff(view_people(), "staff_id"),
        "edit": of_staff(write_people(), "staff_id"),
    }


class CompetenceCheck(Record):
    """The checklist of C52 gone through with a worker; the latest counts."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="competence_checks")
    checked_on = models.DateField(_("Checked on"))
    # Codes of Competence that the worker has.
    found = models.JSONField(_("Competences found"), default=list, blank=True)
    checked_by = models.CharField(_("Examined by"), max_length=60)

    objects = CompetenceCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-id"]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.checked_on}"
