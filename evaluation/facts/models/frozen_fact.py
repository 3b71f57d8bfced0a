"""An indicator's inputs as they stood when the cycle froze."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluation.facts.rules import view_facts
from kernel.access.restrict import RestrictedQuerySet
from kernel.base import UuidModel


class FrozenFactQuerySet(RestrictedQuerySet):
    rules = {"view": view_facts()}


class FrozenFact(UuidModel):
    """Written once; a later change of a record shows as a difference, never here.

    ``records`` is a list of [kind, uuid]; ``digest`` is the SHA-256 over inputs and
    records, ``definitions`` that over what counted (definitions.yaml).
    """

    cycle_uuid = models.UUIDField()
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=3)
    inputs = models.JSONField()
    records = models.JSONField()
    digest = models.CharField(max_length=64)
    definitions = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    cutoff_on = models.DateField(_("Cut-off day"))
    received_by = models.DateTimeField()
    frozen_at = models.DateTimeField(_("Frozen at"))
    frozen_by_uuid = models.UUIDField()
    frozen_by_name = models.CharField(max_length=60)

    objects = FrozenFactQuerySet.as_manager()

    class Meta:
        ordering = ["station_id", "indicator"]
        constraints = [
            models.UniqueConstraint(
                name="frozen_fact_once", fields=["cycle_uuid", "station", "indicator"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} {self.station_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise TypeError("A frozen fact is never changed or deleted.")
