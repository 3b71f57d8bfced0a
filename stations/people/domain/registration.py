"""Registering a certificate, and renewing the registration."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.models import Credential, CredentialRegistration
from stations.people.numbers import months_after, numbers
from stations.records.domain import (
    enter,
    hold,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)


@transaction.atomic
def register_credential(
    *, actor: Actor, entry: Credential, registered_on: date
) -> CredentialRegistration:
    """Enter a registration or a renewal; from when to when it is in force follows (X18).

    A renewal shortly before the end goes on where the former registration ends. Raises
    Forbidden, Invalid for a day before the certificate or before the last registration,
    or Conflict for a certificate that is not registered at all, and for a renewal too early.
    """
    require_row(actor, entry, "edit")
    hold(entry)
    refuse_withdrawn(entry)
    refuse_future("registered_on", registered_on)
    if entry.level not in numbers().registered_levels:
        raise Conflict(_("A local aide's certificate is not registered."))
    if registered_on < entry.issued_on:
        message = _("The day lies before the certificate.")
        refuse("registered_on", message, registered_on, f">= {entry.issued_on}")
    valid_from = _first_day(entry, registered_on)
    registration = CredentialRegistration(
        credential=entry,
        registered_on=registered_on,
        valid_from=valid_from,
        valid_until=_last_day(valid_from),
    )
    return enter(registration, actor=actor, action="credential.register")


def _last_day(valid_from: date) -> date:
    """The day before the same day so many months on; where that month has no such day, as February
    2027 has no 29th, the last of the month: or a registration of a leap day would lose a day."""
    end = months_after(valid_from, numbers().registration_months)
    return end if end.day < valid_from.day else end - timedelta(days=1)


def _first_day(credential: Credential, registered_on: date) -> date:
    """The day itself, or the day after the former registration when that still runs."""
    standing = credential.registrations.filter(withdrawn_at=None)
    last = standing.order_by("-valid_until").first()
    if last is None or registered_on > last.valid_until:
        return registered_on
    if registered_on <= last.registered_on:
        message = _("The day lies before the last registration.")
        refuse("registered_on", message, registered_on, f"> {last.registered_on}")
    opens = last.valid_until - timedelta(days=numbers().renewal_notice_days)
    if registered_on < opens:
        raise Conflict(_("The renewal opens on %(day)s.") % {"day": date_format(opens)})
    return last.valid_until + timedelta(days=1)
