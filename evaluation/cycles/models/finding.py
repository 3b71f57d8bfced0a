"""Findings beside the points: vetoes, the survey cap, bonus (rubric.md section 4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluation.cycles.rules import OUTCOME_RULES
from kernel.access.restrict import RestrictedQuerySet
from kernel.base import UuidModel


class FindingKind(models.TextChoices):
    VETO = "VETO", _("Veto")
    CAP = "CAP", _("Cap")
    BONUS = "BONUS", _("Bonus")


class FindingQuerySet(RestrictedQuerySet):
    rules = OUTCOME_RULES

    def standing(self) -> "FindingQuerySet":
        """Those that count: confirmed, and not withdrawn."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)

    def pending(self) -> "FindingQuerySet":
        """Vetoes that wait for the second person."""
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)


class Finding(UuidModel):
    """``code`` is a veto (V1-V7), the cap G3 or a bonus (B1-B5) with its ``points``.

    A veto carries the station's reply and counts when a second person has confirmed it;
    the others count at once.
    """

    evaluation = models.ForeignKey("cycles.Evaluation", models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=5, choices=FindingKind)
    code = models.CharField(max_length=8)
    points = models.CharField(max_length=8, blank=True)
    evidence = models.TextField()
    reply = models.TextField(blank=True)
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation_id", "code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "code"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="finding_once",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(kind=FindingKind.VETO)
                | ~models.Q(confirmed_by=models.F("recorded_by")),
                name="veto_by_two_persons",
            ),
        ]
