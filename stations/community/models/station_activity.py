"""What a station did for its community (C713), and what it proposed to others (C715)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.community.enums import ActivityForm, ActivityTopic, AdvocacyAnswer, Audience
from stations.community.rules import view_community, write_community, write_local
from stations.records.models import Record, both
from stations.records.purge import purge_texts


class StationActivityQuerySet(RestrictedQuerySet):
    rules = {"view": view_community(), "edit": write_local(), "purge": purge_texts()}


class AdvocacyItemQuerySet(RestrictedQuerySet):
    rules = {"view": view_community(), "edit": write_community(), "purge": purge_texts()}


class StationActivity(Record):
    """One activity 场次 of the station or room itself: a policy explained (G3211, N16), residents
    brought together (C713)."""

    day_at_place = "held_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Activity title"), max_length=120)
    topic = models.CharField(_("Topic of the activity"), max_length=20, choices=ActivityTopic)
    held_on = models.DateField(_("Held on"))
    attendance = models.PositiveIntegerField(_("Person-times"))
    manner = models.CharField(
        _("Form of the activity"), max_length=20, choices=ActivityForm, blank=True, default=""
    )
    audience = models.CharField(
        _("Whom it is for"), max_length=20, choices=Audience, blank=True, default=""
    )
    place = models.CharField(_("Where it was held"), max_length=120, blank=True, default="")
    joint_work = models.BooleanField(_("Together with a volunteer"), default=False)

    free_texts = ("title", "place")

    objects = StationActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["station", "-held_on"], name="stationactivity_station_day")]

    def __str__(self) -> str:
        return f"{self.topic} {self.held_on}"


class AdvocacyItem(Record):
    """What the records show to be wrong, what was proposed to whom, and the answer."""

    day_at_place = "proposed_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Subject of the proposal"), max_length=120)
    finding = models.TextField(_("Finding from the data"), max_length=4000)
    proposal = models.TextField(_("What is proposed"), max_length=4000)
    addressee = models.CharField(_("Proposed to"), max_length=120)
    proposed_on = models.DateField(_("Proposal made on"))
    result = models.CharField(
        _("What came of the proposal"),
        max_length=20,
        choices=AdvocacyAnswer,
        blank=True,
        default="",
    )
    answer = models.TextField(_("Answer to the proposal"), max_length=4000, blank=True, default="")
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answered_received_at = models.DateTimeField(null=True, editable=False)

    free_texts = ("title", "finding", "proposal", "answer")

    objects = AdvocacyItemQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="advocacyitem_answer",
                condition=both("answered_on", "answered_received_at")
                & (
                    Q(answered_on=None, result="")
                    | (Q(answered_on__gte=F("proposed_on")) & ~Q(result=""))
                ),
            ),
        ]
        indexes = [models.Index(fields=["station", "-proposed_on"], name="advocacyitem_day")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.proposed_on}"
