"""One row for each job that is not done, in whichever county."""

from django.db import models


class Wakeup(models.Model):
    """Which job of which county is due for a look, and when. All the sweep reads.

    One that failed for good stays, with the time, so that operators see where work fails
    without looking into a county; it is due no more. Operations have no county.
    """

    id = models.BigAutoField(primary_key=True)
    county_code = models.CharField(max_length=6)
    job_uuid = models.UUIDField()
    due_at = models.DateTimeField(db_index=True, null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        # A county restored under a second code keeps the UUIDs of its jobs.
        constraints = [
            models.UniqueConstraint(fields=["county_code", "job_uuid"], name="wakeup_once")
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.job_uuid} {self.due_at}"
