"""StationYear: one station's evaluation of one year, as far as the province sees it."""

from django.db import models


class StationYear(models.Model):
    """One row a station and year, written in the transaction that changes the evaluation.

    ``total`` (30 decimals of the exact fraction, so that means round as the exact sum
    would), ``grade`` and ``areas`` ({area: {"points", "score"}}, as the sheet shows them)
    are empty until the evaluation is decided. The sheet itself stays in the county.
    """

    id = models.BigAutoField(primary_key=True)
    county_code = models.CharField(max_length=6)
    station_code = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=20)
    division_code = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    evaluation_uuid = models.UUIDField()
    state = models.CharField(max_length=20)
    due_on = models.DateField(null=True, blank=True)
    reported = models.BooleanField()
    on_time = models.BooleanField()
    total = models.DecimalField(max_digits=34, decimal_places=30, null=True, blank=True)
    grade = models.CharField(max_length=12, blank=True)
    areas = models.JSONField(default=dict)
    rubric_id = models.CharField(max_length=100)
    rubric_version = models.CharField(max_length=40)
    rubric_digest = models.CharField(max_length=64)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "station_code", "year"], name="rollup_station_year_once"
            ),
        ]
        indexes = [
            # the board: all stations of a year below a division
            models.Index(fields=["year", "county_code"], name="rollup_year_county"),
            # what is late: the few evaluations that still wait for a step
            models.Index(
                fields=["due_on"], condition=models.Q(due_on__isnull=False), name="rollup_year_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_code} {self.year}"
