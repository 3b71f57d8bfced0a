"""What a station spread about social work, piece by piece."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.enums import PublicityChannel, PublicityTopic
from stations.people.models.staff import Staff
from stations.people.rules import view_people, write_publicity
from stations.records.models import Record
from stations.records.purge import purge_texts


class PublicityItemQuerySet(RestrictedQuerySet):
    rules = {"view": view_people(), "edit": write_publicity(), "purge": purge_texts()}


class PublicityItem(Record):
    """One thing told to the public on a day, by whom, through what (M42, G333, C718, Z17)."""

    day_at_place = "published_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="publicity")
    published_on = models.DateField(_("Published on"))
    channel = models.CharField(_("Channel"), max_length=20, choices=PublicityChannel)
    topic = models.CharField(_("What it is about"), max_length=20, choices=PublicityTopic)
    title = models.CharField(_("Headline"), max_length=200)
    # Where it can be read; most boards and talks have no address.
    link = models.URLField(_("Address on the web"), max_length=300, blank=True, default="")

    free_texts = ("title",)

    objects = PublicityItemQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-id"]
        indexes = [models.Index(fields=["station", "published_on"], name="publicity_station_day")]

    def __str__(self) -> str:
        """Without the headline: this text goes into the audit trail, and it may be purged."""
        return f"{self.channel} {self.published_on}"
