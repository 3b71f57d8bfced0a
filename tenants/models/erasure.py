"""The erasure of a county: who asked, who confirmed, how far it is, and its certificate."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.base import UuidModel


class ErasureStep(models.TextChoices):
    """Each is written when it is reached, so that a killed erasure goes on from there."""

    ASKED = "ASKED", _("Asked for")
    CONFIRMED = "CONFIRMED", _("Confirmed by a second person")
    EMPTIED = "EMPTIED", _("Schema, keys and rows are gone")
    DONE = "DONE", _("Erased")


class Erasure(UuidModel):
    """Lies in public and stays there. `archive` says of the county's last archive what was
    proved by reading it; `certificate` is the text that `signature` was made of."""

    county_code = models.CharField(max_length=6)
    county_name = models.CharField(max_length=60)
    county_uuid = models.UUIDField()
    reason = models.TextField()
    step = models.CharField(max_length=10, choices=ErasureStep, default=ErasureStep.ASKED)
    archive = models.JSONField()
    asked_by = models.UUIDField()
    asked_name = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_name = models.CharField(max_length=60, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    removed = models.JSONField(default=dict)
    certificate = models.TextField(blank=True, default="")
    signature = models.TextField(blank=True, default="")
    public_key = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code"], condition=~Q(step="DONE"), name="erasure_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.step}"
