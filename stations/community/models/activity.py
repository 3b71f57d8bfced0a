"""What a community organisation did."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.community.models.org import CommunityOrg
from stations.community.rules import view_community, write_community
from stations.records.models import Record
from stations.records.purge import purge_texts


class OrgActivityQuerySet(RestrictedQuerySet):
    rules = {
        "view": view_community("org__station__"),
        "edit": write_community("org__station__"),
        "purge": purge_texts("org__station__"),
    }


class OrgActivity(Record):
    """One activity 场次 of an organisation."""

    org = models.ForeignKey(CommunityOrg, on_delete=models.PROTECT, related_name="activities")
    title = models.CharField(_("Activity title"), max_length=120)
    held_on = models.DateField(_("Held on"))
    attendance = models.PositiveIntegerField(_("Person-times"), default=0)

    free_texts = ("title",)

    objects = OrgActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        """Without the title: this text goes into the audit trail, and a title may be purged."""
        return f"{self.org_id} {self.held_on}"
