"""The official roster: who must be served, as the authority lists them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.casework.enums import Category
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Span, span_rules


class RosterEntryQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class RosterEntry(Span):
    """A person on the roster under one kind; filed once linked to a person served.

    ``station`` is the one that serves the person's village.
    """

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    division_code = models.CharField(_("Village"), max_length=12)
    category = models.CharField(_("Person's kind"), max_length=30, choices=Category)
    name = models.CharField(_("Full name"), max_length=60)
    id_number = EncryptedTextField(_("ID number"), blank=True, default="")
    id_number_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    # As the list names it; the index finds who else lives there (roster_sheet.RosterRow).
    household_head = models.CharField(
        _("Head of household"), max_length=60, blank=True, default="", db_default=""
    )
    household_index = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )
    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="roster_entries",
    )

    objects = RosterEntryQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = span_rules("roster")
        # Filing finds a person's entries by ID number, and those of the household.
        indexes = [
            models.Index(fields=["id_number_index"], name="roster_person"),
            models.Index(
                fields=["household_index"],
                condition=~models.Q(household_index=""),
                name="roster_household",
            ),
        ]

    def __str__(self) -> str:
        """Masked: this text goes into the audit trail."""
        return f"{mask_name(self.name)} {self.category}"
