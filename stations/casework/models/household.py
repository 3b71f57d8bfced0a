"""One file per household (N04)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.models import Role
from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.casework.minors import of_households
from stations.casework.rules import view_cases, view_persons, write_persons
from stations.records.models import Record
from stations.records.purge import purge_texts


class HouseholdQuerySet(RestrictedQuerySet):
    """ "reveal" is reading the address and the note, with a reason that is kept; "join" is filing
    somebody into a household that a list names, which shows nothing of it; "name" is showing the
    name where a person's file or a case leads here.

    What stands for a minor is as closed as the minor's file (X10); the bureau views masked rows.
    """

    rules = {
        "view": of_households(view_persons(), freely=(Role.BUREAU,)),
        "edit": of_households(write_persons()),
        "join": write_persons(),
        "name": of_households(view_cases()),
        "reveal": of_households(view_persons()),
        "purge": of_households(purge_texts()),
    }


class Household(Record):
    """People who live together; the unit of 户次."""

    day_at_place = "filed_on"
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
