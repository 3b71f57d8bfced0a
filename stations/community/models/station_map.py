"""A map that a station has drawn of its community (N15)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.files.models import StoredFile
from stations.community.catalogue import map_choices
from stations.community.rules import view_maps, write_local
from stations.records.models import Record
from stations.records.purge import purge_texts


class StationMapQuerySet(RestrictedQuerySet):
    rules = {"view": view_maps(), "edit": write_local(), "purge": purge_texts()}


class StationMap(Record):
    """One drawing of one of the three maps 三图, with its file; the older ones stay.

    Without a file only after a purge (C41b).
    """

    day_at_place = "drawn_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of map"), max_length=20, choices=map_choices)
    title = models.CharField(_("Name of the map"), max_length=120, blank=True, default="")
    drawn_on = models.DateField(_("Drawn on"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    free_texts = ("title",)

    objects = StationMapQuerySet.as_manager()

    class Meta:
        ordering = ["-drawn_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="stationmap_once_a_day",
                fields=["station", "kind", "drawn_on"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.drawn_on}"
