"""Lending volumes: who has one, why, until when (C921)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, Forbidden
from kernel.workdays import clock
from stations.casework.custody_enums import Secrecy
from stations.casework.custody_rules import load_custody
from stations.casework.domain.archive import lock_volume, refuse_lent
from stations.casework.models import ArchiveLoan, ArchiveVolume
from stations.casework.rules import name_responsible
from stations.records.domain import (
    change,
    enter,
    may_at,
    refuse,
    refuse_future,
    require_row,
)


@transaction.atomic
def lend_volume(
    *,
    actor: Actor,
    volume: ArchiveVolume,
    borrower: str,
    purpose: str,
    lent_on: date,
    due_on: date,
) -> ArchiveLoan:
    """Lend a volume. Raises Forbidden (a strict one is lent by the head only), Conflict when it
    is lent, handed over or destroyed, Invalid without borrower or purpose or for a wrong day.
    """
    volume = lock_volume(actor, volume, "edit")
    if volume.secrecy == Secrecy.STRICT and not may_at(actor, volume.station, name_responsible("")):
        raise Forbidden(_("Only the head lends this volume."), code="head_only")
    refuse_lent(volume)
    if volume.handed_over_on is not None:
        raise Conflict(_("The volume is in the county's archive."), code="handed_over")
    for field, value in (("borrower", borrower), ("purpose", purpose)):
        if not value.strip():
            refuse(field, _("Say who takes the volume, and why."), value)
    _check_days(volume, lent_on, due_on)
    loan = ArchiveLoan(
        station_id=volume.station_id,
        volume=volume,
        borrower=borrower.strip(),
        purpose=purpose.strip(),
        lent_on=lent_on,
        due_on=due_on,
    )
    about = {"person": volume.case.beneficiary.uuid}
    return enter(loan, actor=actor, action="archive.lend", trail=about)


@transaction.atomic
def return_volume(*, actor: Actor, entry: ArchiveLoan, on: date) -> ArchiveLoan:
    """The volume is back. Raises Forbidden, Conflict when it was back, Invalid for a wrong day."""
    require_row(actor, entry, "edit")
    loan = ArchiveLoan.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if loan.returned_on is not None:
        raise Conflict(
            _("The volume came back on %(day)s.") % {"day": date_format(loan.returned_on)}
        )
    if on < loan.lent_on:
        refuse("on", _("The volume was lent later."), on, f">= {loan.lent_on}")
    refuse_future("on", on)
    return change(
        loan,
        actor=actor,
        action="archive.return",
        returned_on=on,
        returned_received_at=clock.now(),
    )


def _check_days(volume: ArchiveVolume, lent_on: date, due_on: date) -> None:
    refuse_future("lent_on", lent_on)
    if lent_on < volume.filed_on:
        refuse("lent_on", _("The volume was filed later."), lent_on, f">= {volume.filed_on}")
    longest = load_custody()["loan_days"]
    last = lent_on + timedelta(days=longest)
    if not lent_on <= due_on <= last:
        message = _("A volume is lent for up to %(days)s days.") % {"days": longest}
        refuse("due_on", message, due_on, f"{lent_on} - {last}")
