"""CountyPeriod: a county's targets, evaluations and counters of one year."""

from django.db import models


class CountyPeriod(models.Model):
    """One row a county and year: build targets, what evaluations add up to, counters.

    Stations that exist are not copied here: StationSpan counts them for any day, so
    that no figure grows old when a day or a year passes without a change. Targets are
    null where none was set; ``as_of`` is their time. ``evaluated`` holds the sums of the
    county's township stations (sums.py), written with them at ``evaluated_at``, so that
    the board adds up counties and not stations; empty without evaluations. ``counters``
    maps the name of a counter (counters.py) to a number, counted within a minute of a
    change of records, at ``counted_at``.
    """

    id = models.BigAutoField(primary_key=True)
    county_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    target_hub = models.PositiveIntegerField(null=True, blank=True)
    target_station = models.PositiveIntegerField(null=True, blank=True)
    target_room = models.PositiveIntegerField(null=True, blank=True)
    as_of = models.DateTimeField(null=True, blank=True)
    evaluated = models.JSONField(default=dict)
    evaluated_at = models.DateTimeField(null=True, blank=True)
    counters = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "year"], name="rollup_period_once"),
        ]
        indexes = [
            # the board: all counties of a year below a division
            models.Index(fields=["year", "county_code"], name="rollup_period_year"),
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.year}"
