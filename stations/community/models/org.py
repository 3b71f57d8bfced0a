"""An organisation of the community: filed, or registered in law."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.community.enums import OrgField, OrgKind
from stations.community.rules import view_community, write_community
from stations.records.models import Record
from stations.records.purge import purge_texts


class CommunityOrgQuerySet(RestrictedQuerySet):
    rules = {"view": view_community(), "edit": write_community(), "purge": purge_texts()}


class CommunityOrg(Record):
    """Brought up by exactly one station (Q10); filing 备案 and registration 登记 are two acts."""

    station = models.ForeignKey(
        "network.Station",
        verbose_name=_("Cultivated by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Organisation kind"), max_length=20, choices=OrgKind)
    field = models.CharField(
        _("Field of work"), max_length=20, choices=OrgField, blank=True, default=""
    )
    division_code = models.CharField(_("Village"), max_length=12)
    is_sw_agency = models.BooleanField(_("Social-work agency"), default=False)
    filed_on = models.DateField(_("Filed on"), null=True, blank=True)
    filed_received_at = models.DateTimeField(null=True, editable=False)
    registered_on = models.DateField(_("Registered on"), null=True, blank=True)
    registered_received_at = models.DateTimeField(null=True, editable=False)

    free_texts = ("name",)

    objects = CommunityOrgQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="org_filing_received",
                condition=Q(filed_on=None, filed_received_at=None)
                | Q(filed_on__isnull=False, filed_received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="org_registration_received",
                condition=Q(registered_on=None, registered_received_at=None)
                | Q(registered_on__isnull=False, registered_received_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Without the name: this text goes into the audit trail, and a name may be purged."""
        return f"{self.kind} {self.division_code}"
