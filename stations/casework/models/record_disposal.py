"""Records whose years are over and that no volume holds: destroyed by kind (X27)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stations.casework.custody_enums import RecordKind
from stations.casework.models.archive import ArchiveQuerySet, Disposal, disposal_rules


class RecordDisposal(Disposal):
    """A place's records of one kind, of closed files, whose days lie before a day.

    ``records`` is how many there were: when it was proposed, and at last when they were destroyed.
    """

    kind = models.CharField(_("What is destroyed"), max_length=10, choices=RecordKind)
    records_before = models.DateField(_("Records from before"))
    records = models.PositiveIntegerField(_("Records"))
    kept_until = models.DateField(_("Kept until"), null=True, blank=True)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_on", "-id"]
        constraints = [
            *disposal_rules("record_disposal", ("station", "kind")),
            models.CheckConstraint(
                name="record_disposal_kept_until",
                condition=Q(state="KEPT", kept_until__isnull=False)
                | (~Q(state="KEPT") & Q(kept_until=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["station", "-proposed_on"], name="record_disposal_station_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.records_before} {self.state}"
