"""A person served, and what kinds they belong to."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.casework.enums import (
    Category,
    DisabilityGrade,
    DisabilityKind,
    FileEnd,
    NoticeAnswer,
    Source,
)
from stations.casework.minors import of_minors
from stations.casework.rules import (
    name_responsible,
    open_files,
    view_persons,
    void_files,
    write_persons,
    write_work,
)
from stations.records.models import Record, Span, span_rules
from stations.records.purge import purge_texts

OF_PERSON = "beneficiary__station__"


class BeneficiaryQuerySet(RestrictedQuerySet):
    """ "view" is that a file exists; "read" adds what is in it, of minors to few (X10).

    "serve" is choosing the person for a visit or a need: the name, nothing more. "reveal" is
    reading one person's encrypted values, with a reason that is kept; "open" is giving the
    reason that opens a minor's file; "name" is naming the person responsible for it; "void" is
    withdrawing a file that was opened by mistake; "purge" is emptying a text of it (C41b).
    """

    rules = {
        "view": view_persons(),
        "read": of_minors(view_persons(), ""),
        "edit": of_minors(write_persons(), ""),
        "serve": of_minors(write_work(), ""),
        "reveal": of_minors(view_persons(), ""),
        "open": open_files(),
        "name": name_responsible(),
        "void": of_minors(void_files(), ""),
        "purge": of_minors(purge_texts(), ""),
    }


class BeneficiaryCategoryQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_persons(OF_PERSON), station=OF_PERSON),
        "edit": of_minors(write_persons(OF_PERSON), station=OF_PERSON),
    }


class Beneficiary(Record):
    """A person with a file at a station; the name stays readable, the rest is encrypted."""

    day_at_place = "filed_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        "casework.Household",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
    )
    # Where the person lived before the last move, and since when no more: a visit that comes in
    # late is counted for the household of its own day (N04).
    former_household = models.ForeignKey(
        "casework.Household",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    household_since = models.DateField(null=True, blank=True, editable=False)
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
    # From the ID number, or told; readable for the database, which keeps minors' files closed.
    born_on = models.DateField(_("Born on"), null=True, blank=True)
    responsible_uuid = models.UUIDField(null=True, editable=False)
    responsible_name = models.CharField(
        _("Responsible person"), max_length=60, blank=True, default="", db_default=""
    )
    notice_version = models.CharField(
        _("Version of the rights notice"), max_length=20, blank=True, default="", db_default=""
    )
    notice_given_on = models.DateField(_("Rights notice given on"), null=True, blank=True)
    # What the guardian of a minor said to the notice of their own, in which version (X10).
    guardian_notice_version = models.CharField(
        _("Version of the guardian's notice"),
        max_length=20,
        blank=True,
        default="",
        db_default="",
    )
    guardian_notice_on = models.DateField(_("Guardian's notice given on"), null=True, blank=True)
    guardian_answer = models.CharField(
        _("The guardian's answer"),
        max_length=10,
        choices=NoticeAnswer,
        blank=True,
        default="",
        db_default="",
    )
    # The first day without a basis of the service: its consent is withdrawn, and neither another
    # one nor a statutory duty stands (X07). Written by domain/basis.py alone.
    service_stopped_on = models.DateField(
        _("Service stopped on"), null=True, blank=True, editable=False
    )
    # Names, numbers and texts were emptied on the person's wish; what counts stays (X09).
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                name="beneficiary_once",
                fields=["id_number_index"],
                condition=~models.Q(id_number_index="") & models.Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="beneficiary_notice_dated",
                condition=models.Q(notice_version="", notice_given_on=None)
                | (~models.Q(notice_version="") & models.Q(notice_given_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="beneficiary_guardian_answered",
                condition=models.Q(
                    guardian_notice_version="", guardian_notice_on=None, guardian_answer=""
                )
                | (
                    ~models.Q(guardian_notice_version="")
                    & ~models.Q(guardian_answer="")
                    & models.Q(guardian_notice_on__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        """Masked: this text goes into the audit trail."""
        return mask_name(self.name)

    def household_on(self, day: date) -> int | None:
        """The id of the household in which the person lived on a day."""
        moved = self.household_since
        return self.former_household_id if moved and day < moved else self.household_id

    @property
    def file_code(self) -> str:
        """Short, for who must not read the name; the log of disclosures is searched by it."""
        return str(self.uuid)[:8]


class BeneficiaryCategory(Span):
    """A kind the person belongs to, with its dates (glossary.md, section 3)."""

    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="categories"
    )
    category = models.CharField(_("Person's kind"), max_length=30, choices=Category)
    source = models.CharField(_("Known from"), max_length=10, choices=Source)
    # As the certificate says, of a disabled person only (G3243); health data is sensitive.
    disability_kind = EncryptedTextField(
        _("Kind of disability"),
        choices=DisabilityKind.choices,
        blank=True,
        default="",
        db_default="",
    )
    disability_grade = EncryptedTextField(
        _("Grade of disability"),
        choices=DisabilityGrade.choices,
        blank=True,
        default="",
        db_default="",
    )

    objects = BeneficiaryCategoryQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = span_rules("category")

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.category}"
