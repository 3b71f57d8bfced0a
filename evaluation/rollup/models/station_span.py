"""StationSpan: which station served which division, from when until when."""

from django.db import models


class StationSpan(models.Model):
    """A stretch of days on which a station was RUNNING and served a division.

    Each running period also has one row with an empty division, whatever the station
    serves: those rows count the stations running on any day (``actual`` of the targets),
    the others answer coverage. ``valid_to`` is the first day on which it no longer holds.
    """

    id = models.BigAutoField(primary_key=True)
    county_code = models.CharField(max_length=6)
    station_code = models.CharField(max_length=16)
    level = models.CharField(max_length=20)
    division_code = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "station_code", "division_code", "valid_from"],
                name="rollup_span_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="rollup_span_ends_after_it_begins",
            ),
        ]
        indexes = [
            # coverage: all spans that serve one of the divisions due
            models.Index(fields=["division_code", "level"], name="rollup_span_division"),
        ]

    def __str__(self) -> str:
        return f"{self.station_code} {self.division_code} {self.valid_from}"
