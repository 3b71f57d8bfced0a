"""The places of the network as one typed tree, and the life of each."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet, Rule
from kernel.base import UuidModel, carried_from
from stations.network import rules
from stations.network.enums import ENDED, BuildMode, Level, OperationMode, State, Track


class StationQuerySet(RestrictedQuerySet):
    rules: ClassVar[dict[str, Rule]] = rules.STATION


class Station(UuidModel):
    """A hub, township station, village room or institution site.

    `path` joins the codes from the top to this place with "/", so that what lies below is found
    without recursion. `division_code` says where it sits (6 digits for a hub, 9 for a station or
    site, 12 for a room); what it serves stands in ServiceArea.
    """

    code = models.CharField(max_length=16, unique=True)
    level = models.CharField(_("Level"), max_length=20, choices=Level)
    name = models.CharField(_("Name"), max_length=80)
    name_initials = models.CharField(max_length=80, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=80)
    track = models.CharField(_("Track"), max_length=20, choices=Track, blank=True, default="")
    build_mode = models.CharField(
        _("Build mode"), max_length=20, choices=BuildMode, blank=True, default=""
    )
    operation_mode = models.CharField(
        _("Operation mode"), max_length=20, choices=OperationMode, default=OperationMode.SELF
    )
    division_code = models.CharField(_("Division"), max_length=12)
    opened_on = models.DateField(_("Opened on"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=20, choices=State, default=State.PLANNED)
    # Of a place that came from another county: what happened before counts there.
    counted_from = models.DateField(null=True, blank=True, editable=False)

    objects = StationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["level"],
                condition=Q(level=Level.HUB) & ~Q(state__in=ENDED),
                name="station_one_hub",
                violation_error_message=_("A county has one hub."),
            ),
        ]
        indexes = [
            # A township's stations, and a division's in the province's drill-down.
            models.Index(fields=["division_code"], name="station_division"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class StationState(UuidModel):
    """One span of a place's life: from a day (included) to a day (excluded), open if null.

    Only PLANNED has no first day: nobody records when a plan began.
    """

    station = models.ForeignKey("network.Station", on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=20, choices=State)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    by_uuid = models.UUIDField()
    by_name = models.CharField(max_length=60)
    carried_from = carried_from()

    class Meta:
        ordering = ["station_id", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(valid_to__isnull=True),
                name="stationstate_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PLANNED) | Q(valid_from__isnull=False),
                name="stationstate_starts",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="stationstate_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.valid_from} - {self.valid_to}"


class CodeCounter(models.Model):
    """The last number given to a level, so that no code is ever given again."""

    id = models.BigAutoField(primary_key=True)
    level = models.CharField(max_length=20, choices=Level, unique=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.level} {self.last}"
