"""A person referred to an agency, with consent and what came of it (C81c)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.care_enums import ReferralOutcome
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.models.consent import Consent
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Record, both


class ReferralQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class Referral(Record):
    """Another agency is to help; it learns of the person only by the consent named."""

    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        related_name="referrals",
        verbose_name=_("Person served"),
    )
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="+", verbose_name=_("By the consent")
    )
    receiver = EncryptedTextField(_("Referred to"))
    reason = EncryptedTextField(_("Reason for the referral"))
    referred_on = models.DateField(_("Referred on"))
    outcome = models.CharField(
        _("What came of it"), max_length=20, choices=ReferralOutcome, blank=True, default=""
    )
    feedback = EncryptedTextField(_("The agency's feedback"), blank=True, default="")
    answered_on = models.DateField(_("Feedback received on"), null=True, blank=True)
    answered_received_at = models.DateTimeField(null=True, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="referral_answer",
                condition=both("answered_on", "answered_received_at")
                & (
                    Q(answered_on=None, outcome="")
                    | (
                        Q(answered_on__isnull=False, answered_on__gte=F("referred_on"))
                        & ~Q(outcome="")
                    )
                ),
            ),
        ]
        indexes = [models.Index(fields=["station", "-referred_on"], name="referral_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.referred_on}"
