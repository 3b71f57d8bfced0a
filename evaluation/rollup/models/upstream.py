"""What this installation has pushed to the one above it."""

from django.db import models


class Upstream(models.Model):
    """How far the push is; one row (``slot`` is always 1).

    Changes of units are numbered up to ``sequence``; numbers up to ``sent`` were sent at
    least once, those up to ``acknowledged`` are known to be stored above. A push that was
    claimed, or failed, is not tried again before ``next_try_at``.
    """

    id = models.BigAutoField(primary_key=True)
    slot = models.SmallIntegerField(unique=True, default=1)
    sequence = models.BigIntegerField(default=0)
    sent = models.BigIntegerField(default=0)
    acknowledged = models.BigIntegerField(default=0)
    next_try_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    pushed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.acknowledged} of {self.sequence}"


class UpstreamUnit(models.Model):
    """A unit as it was when last numbered; one without rows stays, so that it is removed above.

    ``version`` is a quick mark of its rows: while it is the same, so is the digest.
    """

    id = models.BigAutoField(primary_key=True)
    county_code = models.CharField(max_length=6)
    part = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=80, blank=True, db_default="")
    sequence = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "part"], name="rollup_unit_once"),
        ]
        indexes = [
            # the push: what was numbered after a position, in order
            models.Index(fields=["sequence"], name="rollup_unit_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.part} {self.sequence}"
