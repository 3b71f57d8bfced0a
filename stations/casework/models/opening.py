"""A reason that opened a minor's file to somebody for some hours."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.casework.minors import own_openings
from stations.casework.models.beneficiary import OF_PERSON, Beneficiary
from stations.casework.rules import name_responsible, view_archive, write_work
from stations.records.models import Record


class FileOpeningQuerySet(RestrictedQuerySet):
    """ "edit" is taking it back: the file is closed again at once. "carry" is sending a visit to
    the person after its hours, whom a phone had along."""

    rules = {
        "view": view_archive(),
        "edit": name_responsible(),
        "carry": own_openings(write_work(OF_PERSON)),
    }


class FileOpening(Record):
    """Who read a minor's file without being its head or responsible person, and why (X10)."""

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="openings")
    by_uuid = models.UUIDField(editable=False)
    by_name = models.CharField(_("Opened by"), max_length=60)
    reason = EncryptedTextField(_("Reason for reading"), max_length=200)
    opened_at = models.DateTimeField(_("Opened at"))
    valid_until = models.DateTimeField(_("Open until"))

    objects = FileOpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="opening_order", condition=Q(valid_until__gt=F("opened_at"))
            ),
        ]
        indexes = [
            # Asked with every list: what is open to this person now.
            models.Index(fields=["by_uuid", "valid_until"], name="opening_person"),
            models.Index(fields=["station", "-opened_at"], name="opening_station_time"),
        ]

    def __str__(self) -> str:
        """Masked: this text goes into the audit trail, and into the log of disclosures."""
        return mask_name(self.beneficiary.name) if self.beneficiary_id else ""
