"""What the assessment of a case found, and whether the station can do it (C81c, C82)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.care_enums import CapabilityOutcome
from stations.casework.minors import of_minors
from stations.casework.models.case import Case
from stations.casework.rules import read_cases, view_cases, write_persons
from stations.records.models import Record

OF_CASE = "case__station__"

PERSON = "case__beneficiary__"


class AssessmentQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_cases(OF_CASE), PERSON, OF_CASE),
        "read": of_minors(read_cases(OF_CASE), PERSON, OF_CASE),
        "edit": of_minors(write_persons(OF_CASE), PERSON, OF_CASE),
    }


class CaseNeed(Record):
    """A need or problem of a case with its cause; ``rank`` is its turn, 1 first (C82).

    ``round`` is that of the case: a case begun anew is assessed anew.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="assessed_needs", verbose_name=_("Case")
    )
    rank = models.PositiveSmallIntegerField(_("Turn"))
    need = EncryptedTextField(_("Need or problem"))
    cause = EncryptedTextField(_("Its cause"))
    found_on = models.DateField(_("Found on"))
    round = models.PositiveSmallIntegerField(default=1, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["case_id", "rank", "id"]
        constraints = [
            models.CheckConstraint(name="caseneed_rank", condition=Q(rank__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.rank}"


class CapabilityCheck(Record):
    """Whether the station has what the case asks for, and what follows (C81c)."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="capability_checks", verbose_name=_("Case")
    )
    checked_on = models.DateField(_("Checked on"))
    outcome = models.CharField(_("Outcome of the check"), max_length=10, choices=CapabilityOutcome)
    grounds = EncryptedTextField(_("Grounds of the outcome"))
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    by_uuid = models.UUIDField(null=True, editable=False)
    by_name = models.CharField(_("Checked by"), max_length=60, blank=True, default="")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="capabilitycheck_once",
                fields=["case", "round"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
