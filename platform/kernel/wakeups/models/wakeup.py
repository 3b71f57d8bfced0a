"""One row for each job that is not over, in whichever county."""

from django.db import models


class Wakeup(models.Model):
    """Which job of which county is due for a look, and when. All the sweep reads."""

    id = models.BigAutoField(primary_key=True)
    county_code = models.CharField(max_length=6)
    job_uuid = models.UUIDField(unique=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.county_code} {self.job_uuid} {self.due_at}"
