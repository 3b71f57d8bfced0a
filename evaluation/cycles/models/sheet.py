"""What a station says: one item an indicator, its evidence, and what was handed in."""

from django.db import models

from evaluation.cycles.models.append import AppendOnlyModel, AppendOnlyQuerySet
from evaluation.cycles.rules import EVIDENCE_RULES, SHEET_RULES
from kernel.access.restrict import RestrictedQuerySet
from kernel.base import UuidModel


class SheetQuerySet(RestrictedQuerySet):
    rules = SHEET_RULES


class Item(UuidModel):
    """One indicator of one evaluation.

    ``inputs`` holds what was declared: the keys no frozen fact covers, or ``{"na": true}``;
    decimals as quoted text. A computed fact is confirmed or disputed, never both;
    ``disputed`` holds the station's values of the computed keys. ``ruling`` is the bureau's
    answer to the dispute: null until it is given.
    """

    evaluation = models.ForeignKey("cycles.Evaluation", models.PROTECT, related_name="items")
    indicator = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    inputs = models.JSONField(default=dict, blank=True)
    declared_by = models.UUIDField(null=True, blank=True)
    declared_by_name = models.CharField(max_length=60, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    disputed = models.JSONField(null=True, blank=True)
    dispute_reason = models.TextField(blank=True)
    disputed_by = models.UUIDField(null=True, blank=True)
    disputed_by_name = models.CharField(max_length=60, blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)
    ruling = models.BooleanField(null=True, blank=True)
    ruling_reason = models.TextField(blank=True)
    ruled_by = models.UUIDField(null=True, blank=True)
    ruled_by_name = models.CharField(max_length=60, blank=True)
    ruled_at = models.DateTimeField(null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="item_once"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(disputed__isnull=True),
                name="item_confirmed_or_disputed",
            ),
        ]

    def __str__(self) -> str:
        return self.indicator

    @property
    def is_open_dispute(self) -> bool:
        return self.disputed is not None and self.ruling is None


class EvidenceQuerySet(RestrictedQuerySet):
    rules = EVIDENCE_RULES


class Evidence(UuidModel):
    """A file that backs an item."""

    item = models.ForeignKey("cycles.Item", models.PROTECT, related_name="evidence")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["item_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "file"], name="evidence_once"),
        ]


class SubmissionQuerySet(AppendOnlyQuerySet):
    rules = SHEET_RULES


class Submission(AppendOnlyModel):
    """The sheet as it was handed in, with the truth pledge; a return does not touch it."""

    evaluation = models.ForeignKey("cycles.Evaluation", models.PROTECT, related_name="submissions")
    seq = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    pledged_by = models.UUIDField()
    pledged_by_name = models.CharField(max_length=60)
    submitted_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "seq"], name="submission_seq"),
        ]
