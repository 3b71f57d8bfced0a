"""Days on which the calendar of the State Council differs from Monday to Friday."""

from django.db import models

from kernel.base import UuidModel


class Workday(UuidModel):
    """One exceptional day: a holiday on a weekday, or a weekend day worked instead.

    Years without an entry follow Monday to Friday and are shown as provisional.
    """

    day = models.DateField(unique=True)
    is_workday = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
