"""Students who learn at a station."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.people.enums import InternKind
from stations.people.models.staff import Staff
from stations.people.rules import view_people, write_people
from stations.records.models import Span, span_rules
from stations.records.purge import purge_texts


class InternshipQuerySet(RestrictedQuerySet):
    rules = {"view": view_people(), "edit": write_people(), "purge": purge_texts()}


class Internship(Span):
    """A student of a school at a station for a time, with a worker as mentor (M41)."""

    day_at_place = "valid_from"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    # Encrypted, unlike a worker's name: a student is no party to the network.
    student_name = EncryptedTextField(_("Name of the student"))
    school = models.CharField(_("School"), max_length=120)
    kind = models.CharField(
        _("Kind of intern"), max_length=20, choices=InternKind, default=InternKind.STUDENT
    )
    mentor = models.ForeignKey(
        Staff, verbose_name=_("Mentor"), on_delete=models.PROTECT, related_name="interns"
    )

    free_texts = ("school",)

    objects = InternshipQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        indexes = [models.Index(fields=["station", "valid_from"], name="internship_station_day")]
        constraints = span_rules("internship")

    def __str__(self) -> str:
        """Without name and school: this text goes into the audit trail."""
        return f"{self.kind} {self.valid_from}"
