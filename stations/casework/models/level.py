"""How often a person is to be visited, and since when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.enums import VisitLevel
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Span, span_rules


class VisitLevelSpanQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class VisitLevelSpan(Span):
    """A level 1 to 5 with its dates and the reason for the change (N07, N09)."""

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="levels")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("Visit level"), choices=VisitLevel)
    reason = EncryptedTextField(_("Reason for the level"), max_length=200, blank=True, default="")

    objects = VisitLevelSpanQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            *span_rules("level"),
            models.CheckConstraint(
                name="level_one_to_five", condition=models.Q(level__gte=1, level__lte=5)
            ),
        ]
        # A person's level on a day, for the due list, without reading a row.
        indexes = [
            models.Index(
                fields=["beneficiary"],
                include=["level", "valid_from", "valid_to"],
                condition=models.Q(withdrawn_at=None),
                name="level_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} L{self.level} {self.valid_from}"
