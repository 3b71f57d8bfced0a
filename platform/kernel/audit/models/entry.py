"""The audit trail: entries are written once, each chained to the one before."""

from django.db import models

from kernel.access.restrict import RestrictedQuerySet
from kernel.audit.rules import ENTRY_RULES
from kernel.base import UuidModel, carried_from


class EntryQuerySet(RestrictedQuerySet):
    rules = ENTRY_RULES


class Entry(UuidModel):
    """One action: who, what, on which object, before and after, in which request.

    Names are kept as text, so that an entry stays readable when its object is gone.
    Holds no personal data of persons served. ``seq`` counts from 1 without gaps, in the county's
    own chain and in each that was carried here with a county that is no more.
    """

    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_uuid = models.UUIDField()
    actor_name = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_uuid = models.UUIDField(null=True)
    object_text = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    carried_from = carried_from()

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-seq"]
        constraints = [
            models.UniqueConstraint(fields=["carried_from", "seq"], name="entry_once_a_chain")
        ]
        # The history of one object, newest first.
        indexes = [models.Index(fields=["object_uuid", "-seq"], name="entry_object")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object_text}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("An audit entry is written once and never changed.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit entry is never deleted.")


class ChainHead(models.Model):
    """The chain's last link; its one row is locked while an entry is appended."""

    id = models.BigAutoField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.seq} {self.digest}"
