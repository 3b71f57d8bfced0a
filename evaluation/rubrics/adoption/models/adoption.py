"""A rubric version as a county has adopted it."""

from django.db import models
from django.db.models import Q

from evaluation.rubrics.adoption.rules import ADOPTION_RULES
from kernel.access.restrict import RestrictedQuerySet
from kernel.base import UuidModel, carried_from


class AdoptionQuerySet(RestrictedQuerySet):
    rules = ADOPTION_RULES


class Adoption(UuidModel):
    """A copy of a published version and the numbers the county has put in its place.

    Open until a cycle opens with it; frozen from then on. The next change is a new adoption.
    The published version is named by rubric, version and digest and copied whole: a county
    table holds no key into the public schema (rule R3).
    """

    rubric_id = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    # Path of a number ("C05.volunteers.full") -> its value as text ("25", "2.5").
    overlay = models.JSONField(default=dict)
    adopted_by_uuid = models.UUIDField()
    adopted_name = models.CharField(max_length=60)
    adopted_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    carried_from = carried_from()

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # One draft a rubric: nobody has to ask which of two will be used.
            models.UniqueConstraint(
                fields=["carried_from", "rubric_id"],
                condition=Q(frozen_at__isnull=True),
                name="adoption_one_open_a_county",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rubric_id} {self.version}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None
