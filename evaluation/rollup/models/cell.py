"""Installations below this one, and what is known of their counties beside their figures."""

from django.db import models


class Cell(models.Model):
    """An installation that pushes its roll-up here: one province, known by its public key.

    ``position`` is the number of its last change that was taken; ``seen_at`` is when it
    last called, ``received_at`` when it last brought something new.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)
    public_key = models.TextField()
    position = models.BigIntegerField(default=0)
    registered_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CellCounty(models.Model):
    """The marks of a county that is a tenant elsewhere: its pilots, and whether it is a trial."""

    id = models.BigAutoField(primary_key=True)
    county_code = models.CharField(max_length=6, unique=True)
    tags = models.JSONField(default=list)
    is_trial = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.county_code
