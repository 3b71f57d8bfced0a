"""What a person, or a guardian, agreed to, and until when."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from kernel.workdays.clock import today
from stations.casework.enums import ConsentKind, ConsentState, GivenBy
from stations.casework.lapses import last_day, last_day_of
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import OF_PERSON, Beneficiary
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Record


class ConsentQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_persons(OF_PERSON), station=OF_PERSON),
        "edit": of_minors(write_persons(OF_PERSON), station=OF_PERSON),
    }

    def with_last_day(self) -> Any:
        """Each with ``lapses_after``, as ``Consent.last_day``."""
        return self.annotate(lapses_after=last_day())

    def standing(self, on: date) -> Any:
        """Neither withdrawn nor lapsed by the day, nor entered by mistake."""
        rows = self.with_last_day().filter(ended_on=None, withdrawn_at=None)
        return rows.filter(Q(lapses_after=None) | Q(lapses_after__gte=on))


class Consent(Record):
    """A consent to one version of a text, or the statutory duty that stands in its place (X07).

    Not a Span: it may be withdrawn on the very day on which it was given, and it lapses by rules
    (lapses.py) or on the day agreed, without anything being written.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(_("Consent to"), max_length=20, choices=ConsentKind)
    text_version = models.CharField(_("Version of the text"), max_length=20)
    given_by = models.CharField(_("Given by"), max_length=10, choices=GivenBy)
    guardian_name = EncryptedTextField(_("Name of the guardian"), blank=True, default="")
    guardian_relation = EncryptedTextField(_("Relation of the guardian"), blank=True, default="")
    duty = models.CharField(_("Statutory duty"), max_length=200, blank=True, default="")
    # The person's own word, where the file knew no day of birth: somebody said it sufficed.
    age_told = models.BooleanField(
        _("Old enough as told, no day of birth on file"),
        default=False,
        db_default=False,
        editable=False,
    )
    valid_from = models.DateField(_("Given on"))
    valid_until = models.DateField(_("Last day agreed"), null=True, blank=True)
    ended_on = models.DateField(_("Consent withdrawn on"), null=True, blank=True)
    ended_reason = EncryptedTextField(_("Reason for the withdrawal"), blank=True, default="")
    ended_received_at = models.DateTimeField(null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                name="consent_end_order",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="consent_agreed_end_order",
                condition=Q(valid_until=None)
                | (Q(valid_until__gte=F("valid_from")) & ~Q(given_by="DUTY")),
            ),
            models.CheckConstraint(
                name="consent_duty_named", condition=Q(given_by="DUTY") ^ Q(duty="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.kind} {self.valid_from}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds unless it is withdrawn; None: without end."""
        return last_day_of(self)

    @property
    def state(self) -> ConsentState:
        """As it stands today."""
        return self.state_on(today())

    def state_on(self, day: date) -> ConsentState:
        """As it stands on a day by what is known now."""
        if self.ended_on is not None:
            return ConsentState.WITHDRAWN
        last = self.last_day
        return ConsentState.EXPIRED if last is not None and last < day else ConsentState.VALID
