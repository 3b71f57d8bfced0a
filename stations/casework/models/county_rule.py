"""What a county puts in the place of the product's own numbers, names and gates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.base import carried_from
from stations.casework.custody_enums import RuleTopic
from stations.casework.rules import view_processing, write_processing
from stations.records.models import Record


class CountyRuleQuerySet(RestrictedQuerySet):
    rules = {"view": view_processing(), "edit": write_processing()}


class CountyRule(Record):
    """One version of a county's own rule on a topic (C912a, N14, X27, Z12).

    The newest that stands holds; when it is withdrawn, the one before holds again, and without
    any the seed's file (data/). ``content`` has a value for each key of the topic. A rule that
    came with a county merged into this one is history and holds nothing here.
    """

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("Topic of the rule"), max_length=20, choices=RuleTopic)
    content = models.JSONField()
    decision = models.CharField(_("By which decision"), max_length=200)
    by_uuid = models.UUIDField(null=True, editable=False)
    by_name = models.CharField(_("Set by"), max_length=60, blank=True, default="", editable=False)
    carried_from = carried_from()

    objects = CountyRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["topic", "-id"], name="countyrule_topic")]

    def __str__(self) -> str:
        return f"{self.topic} {self.received_at:%Y-%m-%d}"
