"""What happened to a county as a whole: who changed its state, when and why."""

from django.db import models

from kernel.base import UuidModel
from tenants.models.county import CountyState


class CountyEvent(UuidModel):
    """One change of state or host, written once. Lies in public, by code and name, so that it
    outlives the county."""

    county_code = models.CharField(max_length=6)
    county_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    by_uuid = models.UUIDField()
    by_name = models.CharField(max_length=60)
    from_state = models.CharField(max_length=20, choices=CountyState, blank=True, default="")
    to_state = models.CharField(max_length=20, choices=CountyState)
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        # A county's history, and its last change for the list.
        indexes = [models.Index(fields=["county_code", "id"], name="countyevent_history")]

    def __str__(self) -> str:
        return f"{self.county_code} {self.from_state} {self.to_state}"
