"""What a county's jobs and the operators' operations have in common."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kernel.base import UuidModel


class JobState(models.TextChoices):
    """WAITING for a worker, RUNNING under a lease, DONE with a result, or FAILED with an error."""

    WAITING = "WAITING", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Done")
    FAILED = "FAILED", _("Failed")


class Work(UuidModel):
    """A piece of work done by a worker, and what pages show of it.

    `claimed_by` and `claimed_until` are the lease: who writes the result, and how long nobody
    else may. `dedup_key` keeps a second waiting one for the same purpose from being made.
    Times are the database's real time, also where a demo shows another day.
    """

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    claimed_by = models.CharField(max_length=120, blank=True, default="")
    claimed_until = models.DateTimeField(null=True)
    progress = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    tries = models.IntegerField(default=0)
    available_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.UUIDField(null=True)
    created_name = models.CharField(max_length=60, blank=True, default="")
    dedup_key = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "dedup_key"],
                condition=Q(state="WAITING") & ~Q(dedup_key=""),
                name="one_waiting_%(class)s_a_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid} {self.state}"

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}
