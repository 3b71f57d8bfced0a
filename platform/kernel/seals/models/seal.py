"""The head of a county's audit chain on a day, kept in public."""

from django.db import models

from kernel.base import UuidModel


class Seal(UuidModel):
    """A later change of any entry up to ``seq`` no longer leads to this digest."""

    county_code = models.CharField(max_length=6)
    day = models.DateField()
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "day"], name="seal_county_day")
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.day} {self.seq}"
