"""The divisions a place serves: 片区, several divisions at once (plan 一(一))."""

from django.db import models
from django.db.models import F, Q

from kernel.base import UuidModel, carried_from


class ServiceArea(UuidModel):
    """A place serves a division from a day (included) to a day (excluded), open if null."""

    station = models.ForeignKey("network.Station", on_delete=models.CASCADE, related_name="areas")
    division_code = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    carried_from = carried_from()

    class Meta:
        ordering = ["station_id", "division_code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "division_code"],
                condition=Q(valid_to__isnull=True),
                name="servicearea_one_open",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="servicearea_forward",
            ),
        ]
        indexes = [
            # A township's stations by what they serve.
            models.Index(fields=["division_code"], name="servicearea_division"),
        ]

    def __str__(self) -> str:
        return f"{self.division_code} {self.valid_from} - {self.valid_to}"
