"""Who has resources, and what of them was linked to people (Z04, C714)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.minors import of_minors
from stations.community.enums import (
    LinkOutcome,
    LinkPurpose,
    LinkState,
    PartyKind,
    ResourceKind,
    ResourceSource,
)
from stations.community.rules import view_community, view_links, write_links, write_local
from stations.records.models import Record, both
from stations.records.purge import purge_texts


class ResourcePartyQuerySet(RestrictedQuerySet):
    """ "reveal" is reading whom to turn to, with a reason that is kept."""

    rules = {
        "view": view_community(),
        "edit": write_local(),
        "reveal": write_local(),
        "purge": purge_texts(),
    }


class ResourceLinkQuerySet(RestrictedQuerySet):
    rules = {"view": view_links(), "edit": write_links(), "purge": of_minors(purge_texts())}


class ResourceParty(Record):
    """An office, enterprise, shop or organisation that a station can turn to (N18, N23, M36)."""

    day_at_place = "since"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name of the party"), max_length=120)
    kind = models.CharField(_("Kind of party"), max_length=20, choices=PartyKind)
    since = models.DateField(_("Partner since"))
    is_local = models.BooleanField(_("Unit of this place"), default=False)
    is_active = models.BooleanField(_("Can be turned to"), default=True)
    offers = models.CharField(_("What it can give"), max_length=200, blank=True, default="")
    contact = EncryptedTextField(_("Person to turn to"), blank=True, default="")
    phone = EncryptedTextField(_("Phone"), blank=True, default="")

    free_texts = ("offers",)

    objects = ResourcePartyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                name="resourceparty_name_once",
                fields=["station", "name"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ResourceLink(Record):
    """One resource asked for on a day, for a person or for the place, and what came of it.

    What it serves may be named: a need, a case (C84), a visit or call (Z14), an application for
    a benefit (G3213). For a report of suspected harm to a child (G3231) it is a row here and no
    part of the report: a report and its statements never change, a resource has a state that
    does. Such a row names no person, so that nothing leads from a file to the report, and only
    the report's readers see it.
    """

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(
        ResourceParty,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="links",
        verbose_name=_("Party"),
    )
    beneficiary = models.ForeignKey(
        "casework.Beneficiary",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resource_links",
        verbose_name=_("Person served"),
    )
    need = models.ForeignKey(
        "casework.Need", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    visit = models.ForeignKey(
        "casework.Visit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    application = models.ForeignKey(
        "casework.BenefitApplication",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    report = models.ForeignKey(
        "casework.ProtectionReport",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    kind = models.CharField(_("Kind of resource"), max_length=20, choices=ResourceKind)
    source = models.CharField(_("Source of the resource"), max_length=20, choices=ResourceSource)
    purpose = models.CharField(_("What the resource is for"), max_length=20, choices=LinkPurpose)
    what = EncryptedTextField(_("What is linked"))
    linked_on = models.DateField(_("Resource asked for on"))
    state = models.CharField(
        _("What became of it"), max_length=20, choices=LinkState, default=LinkState.ASKED
    )
    settled_on = models.DateField(_("Resource settled on"), null=True, blank=True)
    settled_received_at = models.DateTimeField(null=True, editable=False)
    value = models.DecimalField(
        _("Value in yuan"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    outcome = models.CharField(
        _("What the resource brought"), max_length=20, choices=LinkOutcome, blank=True, default=""
    )
    persons_count = models.PositiveIntegerField(_("Persons it came to"), default=0)
    note = EncryptedTextField(_("Note on the resource"), blank=True, default="")

    free_texts = ("what", "note")

    objects = ResourceLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-linked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="resourcelink_party",
                condition=Q(party__isnull=False) | Q(source__in=("FAMILY", "NEIGHBOURS")),
            ),
            models.CheckConstraint(
                name="resourcelink_of_report",
                condition=Q(report=None)
                | Q(beneficiary=None, need=None, case=None, visit=None, application=None),
            ),
            models.CheckConstraint(
                name="resourcelink_settled",
                condition=both("settled_on", "settled_received_at")
                & (
                    Q(state="ASKED", settled_on=None)
                    | (~Q(state="ASKED") & Q(settled_on__gte=F("linked_on")))
                ),
            ),
            models.CheckConstraint(
                name="resourcelink_outcome",
                condition=Q(state="GIVEN") | Q(outcome="", persons_count=0),
            ),
            models.CheckConstraint(
                name="resourcelink_value", condition=Q(value=None) | Q(value__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["station", "-linked_on"], name="resourcelink_station_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.linked_on}"
