"""The way of an organisation to its registration."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.community.enums import Stage
from stations.community.models.org import CommunityOrg
from stations.community.rules import view_community, write_community
from stations.records.models import Record, both
from stations.records.purge import purge_texts


class IncubationQuerySet(RestrictedQuerySet):
    rules = {"view": view_community(), "edit": write_community(), "purge": purge_texts()}


class IncubationStageQuerySet(RestrictedQuerySet):
    rules = {
        "view": view_community("incubation__station__"),
        "edit": write_community("incubation__station__"),
    }


class Incubation(Record):
    """An organisation in the making; ``org`` is set once it is registered."""

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=120)
    is_sw_agency = models.BooleanField(_("Social-work agency"), default=False)
    started_on = models.DateField(_("Started on"))
    abandoned_on = models.DateField(_("Abandoned on"), null=True, blank=True)
    abandoned_received_at = models.DateTimeField(null=True, editable=False)
    org = models.ForeignKey(
        CommunityOrg, on_delete=models.PROTECT, null=True, blank=True, related_name="incubations"
    )

    free_texts = ("name",)
    day_at_place = "started_on"

    objects = IncubationQuerySet.as_manager()

    class Meta:
        ordering = ["started_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="incubation_abandoned_received",
                condition=both("abandoned_on", "abandoned_received_at"),
            ),
        ]

    def __str__(self) -> str:
        """Without the name: this text goes into the audit trail, and a name may be purged."""
        return f"{self.station_id} {self.started_on}"


class IncubationStage(Record):
    """A stage reached on a day."""

    incubation = models.ForeignKey(Incubation, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(_("Incubation stage"), max_length=20, choices=Stage)
    reached_on = models.DateField(_("Reached on"))

    objects = IncubationStageQuerySet.as_manager()

    class Meta:
        ordering = ["reached_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="incubation_stage_once",
                fields=["incubation", "stage"],
                condition=models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incubation_id} {self.stage}"
