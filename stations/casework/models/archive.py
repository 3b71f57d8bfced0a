"""Volumes of closed cases: filed, lent, handed over, and at their end destroyed (C921)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.custody_enums import DisposalState, RetentionRule, Secrecy
from stations.casework.models.case import Case
from stations.casework.rules import approve_disposals, view_archive, write_persons
from stations.records.models import Record


class ArchiveQuerySet(RestrictedQuerySet):
    """Rows without names or texts: number, days and counts only."""

    rules = {"view": view_archive(), "edit": write_persons(), "approve": approve_disposals()}


class ArchiveVolume(Record):
    """What a case left when it was closed: the list of its papers, frozen with their digests.

    One a closure: a case that was opened again leaves another. ``contents`` never changes;
    whether the papers are still those is found by their digests.
    """

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="volumes")
    round = models.PositiveSmallIntegerField(editable=False)
    number = models.CharField(_("Number of the volume"), max_length=40, unique=True)
    filed_on = models.DateField(_("Filed in the archive on"))
    pages = models.PositiveIntegerField(_("Papers"))
    contents = models.JSONField(_("List of papers"), default=list, blank=True)
    secrecy = models.CharField(_("Secrecy"), max_length=12, choices=Secrecy)
    retention_rule = models.CharField(_("Retention rule"), max_length=20, choices=RetentionRule)
    destroy_after = models.DateField(_("Kept until"))
    storage_place = models.CharField(_("Storage place"), max_length=120, blank=True, default="")
    handed_over_on = models.DateField(_("Volume handed over on"), null=True, blank=True)
    handed_over_to = models.CharField(_("Handed over to"), max_length=120, blank=True, default="")
    handed_over_received_at = models.DateTimeField(null=True, editable=False)
    destroyed_on = models.DateField(_("Destroyed on"), null=True, blank=True)
    destroyed_received_at = models.DateTimeField(null=True, editable=False)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        ordering = ["-filed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="volume_once",
                fields=["case", "round"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="volume_handed_over",
                condition=Q(handed_over_on=None, handed_over_to="", handed_over_received_at=None)
                | (
                    Q(
                        handed_over_on__isnull=False,
                        handed_over_on__gte=F("filed_on"),
                        handed_over_received_at__isnull=False,
                    )
                    & ~Q(handed_over_to="")
                ),
            ),
            models.CheckConstraint(
                name="volume_destroyed_after",
                condition=Q(destroyed_on=None, destroyed_received_at=None)
                | Q(
                    destroyed_on__isnull=False,
                    destroyed_on__gt=F("destroy_after"),
                    destroyed_received_at__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["station", "-filed_on"], name="volume_station_day"),
            # What may be destroyed.
            models.Index(fields=["destroy_after"], name="volume_end"),
        ]

    def __str__(self) -> str:
        return self.number


class ArchiveLoan(Record):
    """A volume in somebody's hands: who, why, until when."""

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    volume = models.ForeignKey(ArchiveVolume, on_delete=models.PROTECT, related_name="loans")
    borrower = models.CharField(_("Borrower"), max_length=60)
    purpose = EncryptedTextField(_("Purpose of the loan"), max_length=200)
    lent_on = models.DateField(_("Lent on"))
    due_on = models.DateField(_("Due back on"))
    returned_on = models.DateField(_("Returned on"), null=True, blank=True)
    returned_received_at = models.DateTimeField(null=True, editable=False)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        ordering = ["-lent_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="loan_one_at_a_time",
                fields=["volume"],
                condition=Q(returned_on=None, withdrawn_at=None),
            ),
            models.CheckConstraint(name="loan_due", condition=Q(due_on__gte=F("lent_on"))),
            models.CheckConstraint(
                name="loan_returned",
                condition=Q(returned_on=None, returned_received_at=None)
                | Q(
                    returned_on__isnull=False,
                    returned_on__gte=F("lent_on"),
                    returned_received_at__isnull=False,
                ),
            ),
        ]
        indexes = [models.Index(fields=["station", "-lent_on"], name="loan_station_day")]

    def __str__(self) -> str:
        return f"{self.volume.number if self.volume_id else ''} {self.lent_on}"


def disposal_rules(name: str, one_running: tuple[str, ...]) -> list[models.BaseConstraint]:
    """The table rules of a disposal; ``one_running`` names what may be on the list once."""
    return [
        models.UniqueConstraint(
            name=f"{name}_one_running",
            fields=one_running,
            condition=Q(state__in=("PROPOSED", "APPROVED_ONCE"), withdrawn_at=None),
        ),
        models.CheckConstraint(
            name=f"{name}_two_people",
            condition=Q(second_by_uuid=None)
            | (Q(first_by_uuid__isnull=False) & ~Q(first_by_uuid=F("second_by_uuid"))),
        ),
        models.CheckConstraint(
            name=f"{name}_destroyed_by_two",
            condition=(~Q(state="DESTROYED") & Q(destroyed_on=None))
            | Q(state="DESTROYED", destroyed_on__isnull=False, second_by_uuid__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{name}_kept_why", condition=Q(state="KEPT") ^ Q(kept_reason="")
        ),
    ]


class Disposal(Record):
    """A line of the destruction list: proposed, approved by two people, carried out.

    The record stays when the texts are gone.
    """

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("State"), max_length=15, choices=DisposalState, default=DisposalState.PROPOSED
    )
    proposed_on = models.DateField(_("Proposed on"))
    proposed_by_name = models.CharField(_("Proposed by"), max_length=60)
    first_by_uuid = models.UUIDField(null=True, editable=False)
    first_by_name = models.CharField(_("Approved by"), max_length=60, blank=True, default="")
    first_at = models.DateTimeField(null=True, editable=False)
    second_by_uuid = models.UUIDField(null=True, editable=False)
    second_by_name = models.CharField(_("Also approved by"), max_length=60, blank=True, default="")
    destroyed_on = models.DateField(_("Destroyed on"), null=True, blank=True)
    destroyed_received_at = models.DateTimeField(null=True, editable=False)
    kept_reason = EncryptedTextField(_("Why it is kept"), max_length=200, blank=True, default="")

    class Meta:
        abstract = True


class ArchiveDisposal(Disposal):
    """The destruction of a volume, and with it of the texts of its case."""

    volume = models.ForeignKey(ArchiveVolume, on_delete=models.PROTECT, related_name="disposals")

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_on", "-id"]
        constraints = disposal_rules("disposal", ("volume",))
        indexes = [models.Index(fields=["station", "-proposed_on"], name="disposal_station_day")]

    def __str__(self) -> str:
        return f"{self.volume.number if self.volume_id else ''} {self.state}"
