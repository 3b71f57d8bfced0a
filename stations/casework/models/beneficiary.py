"""A person served, and what kinds they belong to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.casework.enums import Category, FileEnd, Source
from stations.casework.rules import view_persons, write_persons, write_work
from stations.records.models import Record, Span, span_rules


class BeneficiaryQuerySet(RestrictedQuerySet):
    """ "serve" is choosing the person for a visit or a need: the name, nothing more.

    "reveal" is reading one person's encrypted values, with a reason that is kept.
    """

    rules = {
        "view": view_persons(),
        "edit": write_persons(),
        "serve": write_work(),
        "reveal": view_persons(),
    }


class BeneficiaryCategoryQuerySet(RestrictedQuerySet):
    rules = {
        "view": view_persons("beneficiary__station__"),
        "edit": write_persons("beneficiary__station__"),
    }


class Beneficiary(Record):
    """A person with a file at a station; the name stays readable, the rest is encrypted."""

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        "casework.Household",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
    )
    division_code = models.CharField(_("Village"), max_length=12)
    name = models.CharField(_("Full name"), max_length=60)
    # Pinyin of the name, for the search.
    name_initials = models.CharField(
        max_length=80, blank=True, default="", db_default="", editable=False
    )
    id_number = EncryptedTextField(_("ID number"), blank=True, default="")
    id_number_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    phone = EncryptedTextField(_("Phone"), blank=True, default="")
    address = EncryptedTextField(_("Address"), blank=True, default="")
    filed_on = models.DateField(_("File opened on"))
    closed_on = models.DateField(_("File closed on"), null=True, blank=True)
    # Empty for files closed before a reason was asked for.
    closed_reason = models.CharField(
        _("Reason for closing the file"),
        max_length=20,
        choices=FileEnd,
        blank=True,
        default="",
        db_default="",
    )

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                name="beneficiary_once",
                fields=["id_number_index"],
                condition=~models.Q(id_number_index="") & models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        """Masked: this text goes into the audit trail."""
        return mask_name(self.name)


class BeneficiaryCategory(Span):
    """A kind the person belongs to, with its dates (glossary.md, section 3)."""

    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="categories"
    )
    category = models.CharField(_("Person's kind"), max_length=30, choices=Category)
    source = models.CharField(_("Known from"), max_length=10, choices=Source)

    objects = BeneficiaryCategoryQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = span_rules("category")

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.category}"
