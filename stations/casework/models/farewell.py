"""Wishes near the end of life, the family after a death, and funerals (G3226, G3242)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.casework.care_enums import (
    BereavementState,
    Burial,
    FuneralNeed,
    WishKind,
    WishOutcome,
)
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_persons, view_work, write_persons, write_work
from stations.records.models import Record, both
from stations.records.purge import purge_texts


class WishQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class BereavementQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class FuneralServiceQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_work()),
        "edit": of_minors(write_work()),
        "purge": of_minors(purge_texts()),
    }


class Wish(Record):
    """What a person would still like, and what became of it."""

    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        related_name="wishes",
        verbose_name=_("Person served"),
    )
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of wish"), max_length=20, choices=WishKind)
    wish = EncryptedTextField(_("What is wished for"))
    voiced_on = models.DateField(_("Voiced on"))
    outcome = models.CharField(
        _("What became of the wish"), max_length=20, choices=WishOutcome, blank=True, default=""
    )
    settled_on = models.DateField(_("Settled on"), null=True, blank=True)
    settled_received_at = models.DateTimeField(null=True, editable=False)
    note = EncryptedTextField(_("Note on the wish"), blank=True, default="")

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["-voiced_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="wish_settled",
                condition=both("settled_on", "settled_received_at")
                & (
                    Q(settled_on=None, outcome="")
                    | (Q(settled_on__isnull=False, settled_on__gte=F("voiced_on")) & ~Q(outcome=""))
                ),
            ),
        ]
        indexes = [models.Index(fields=["station", "-voiced_on"], name="wish_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.kind}"


class BereavementFollowUp(Record):
    """The offer to accompany the family of a person who died; made when the file is closed."""

    beneficiary = models.OneToOneField(
        Beneficiary,
        on_delete=models.PROTECT,
        related_name="bereavement",
        verbose_name=_("Person who died"),
    )
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField(_("Death entered on"))
    due_on = models.DateField(_("Family to be visited by"))
    state = models.CharField(
        _("State of the offer"),
        max_length=10,
        choices=BereavementState,
        default=BereavementState.OFFERED,
    )
    settled_on = models.DateField(_("Settled on"), null=True, blank=True)
    settled_received_at = models.DateTimeField(null=True, editable=False)
    note = EncryptedTextField(_("Note on the family"), blank=True, default="")

    objects = BereavementQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="bereavement_settled",
                condition=both("settled_on", "settled_received_at")
                & (
                    Q(settled_on=None, state="OFFERED")
                    | (Q(settled_on__isnull=False) & ~Q(state="OFFERED"))
                ),
            ),
        ]
        indexes = [models.Index(fields=["station", "due_on"], name="bereavement_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.state}"


class FuneralService(Record):
    """What a family was helped with at a funeral; any resident, on file or not."""

    day_at_place = "asked_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="funerals",
        verbose_name=_("Person served"),
    )
    deceased_name = models.CharField(_("Name of the person who died"), max_length=60)
    asked_by = EncryptedTextField(_("Who asked, and how to reach them"))
    asked_on = models.DateField(_("Help asked on"))
    need = models.CharField(_("What was asked for"), max_length=20, choices=FuneralNeed)
    provider = models.CharField(_("Funeral parlour"), max_length=120, blank=True, default="")
    burial = models.CharField(
        _("Kind of burial"), max_length=20, choices=Burial, blank=True, default=""
    )
    done_on = models.DateField(_("Help ended on"), null=True, blank=True)
    done_received_at = models.DateTimeField(null=True, editable=False)
    note = EncryptedTextField(_("Note on the funeral"), blank=True, default="")

    free_texts = ("asked_by", "provider", "note")

    objects = FuneralServiceQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="funeralservice_done",
                condition=both("done_on", "done_received_at")
                & (Q(done_on=None) | Q(done_on__gte=F("asked_on"))),
            ),
        ]
        indexes = [models.Index(fields=["station", "-asked_on"], name="funeral_station_day")]

    def __str__(self) -> str:
        """Masked: this text goes into the audit trail."""
        return f"{mask_name(self.deceased_name)} {self.asked_on}"
