"""One file per household (N04)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Record
from stations.records.purge import purge_texts


class HouseholdQuerySet(RestrictedQuerySet):
    """ "reveal" is reading the address and the note, with a reason that is kept."""

    rules = {
        "view": view_persons(),
        "edit": write_persons(),
        "reveal": view_persons(),
        "purge": purge_texts(),
    }


class Household(Record):
    """People who live together; the unit of 户次."""

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    division_code = models.CharField(_("Village"), max_length=12)
    name = models.CharField(_("Head of household"), max_length=60)
    address = EncryptedTextField(_("Address"), blank=True, default="")
    note = EncryptedTextField(_("Notes on the household"), blank=True, default="", db_default="")
    filed_on = models.DateField(_("File opened on"))

    free_texts = ("note",)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        """Masked: this text goes into the audit trail."""
        return mask_name(self.name)
