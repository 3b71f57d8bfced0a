"""The destruction list: proposed when retention ends, approved by two people (C921).

The texts of the case are emptied; volume, list of papers with digests, and this record stay.
"""

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, Forbidden
from kernel.workdays import clock
from stations.casework.custody_enums import DisposalState
from stations.casework.domain.archive import lock_volume, refuse_lent
from stations.casework.domain.emptying import empty_texts
from stations.casework.models import ArchiveDisposal, ArchiveVolume
from stations.casework.models.archive import Disposal
from stations.records.domain import change, enter, refuse, refuse_far, refuse_withdrawn, require_row

L = TypeVar("L", bound=Disposal)
RUNNING = (DisposalState.PROPOSED, DisposalState.APPROVED_ONCE)


def due_volumes(on: date) -> QuerySet[ArchiveVolume]:
    """Volumes whose retention has ended and that nobody has proposed to destroy.

    The last one of each case, with which the earlier ones go; not those of a case that is open
    again, or with a volume that must be kept.
    """
    proposed = ArchiveDisposal.objects.filter(
        volume=OuterRef("pk"), state__in=RUNNING, withdrawn_at=None
    )
    kept = ArchiveVolume.objects.filter(
        case=OuterRef("case"), destroy_after__gte=on, withdrawn_at=None
    )
    rows = ArchiveVolume.objects.filter(
        destroy_after__lt=on,
        destroyed_on=None,
        withdrawn_at=None,
        case__closed_on__isnull=False,
        round=F("case__round"),
    )
    return rows.exclude(Exists(proposed)).exclude(Exists(kept)).order_by("destroy_after", "id")


@transaction.atomic
def propose_disposal(*, actor: Actor, volume: ArchiveVolume) -> ArchiveDisposal:
    """Put a volume on the destruction list.

    Raises Forbidden, Conflict before its retention has ended (``retention_holds``), when it is
    lent, destroyed or on the list.
    """
    volume = lock_volume(actor, volume, "edit")
    refuse_lent(volume)
    refuse_listed(volume)
    refuse_kept(volume)
    disposal = ArchiveDisposal(
        station_id=volume.station_id,
        volume=volume,
        proposed_on=clock.today(),
        proposed_by_name=actor.name,
    )
    return enter(disposal, actor=actor, action="archive.propose_disposal")


@transaction.atomic
def propose_due(*, actor: Actor) -> int:
    """Put every volume whose retention has ended on the list. Gives how many."""
    lent = {"loans__returned_on": None, "loans__isnull": False, "loans__withdrawn_at": None}
    waiting = list(due_volumes(clock.today()).exclude(**lent))
    for volume in waiting:
        propose_disposal(actor=actor, volume=volume)
    return len(waiting)


@transaction.atomic
def approve_disposal(*, actor: Actor, entry: ArchiveDisposal) -> ArchiveDisposal:
    """Approve a destruction; with the second person's word it is carried out.

    Raises Forbidden (``same_person`` for who approved before), Conflict when it is settled, or
    what stands against it now: a loan, a reopened case, a longer retention.
    """
    disposal = lock_line(actor, entry)
    volume = lock_volume(actor, disposal.volume, "approve")
    refuse_lent(volume)
    refuse_kept(volume)
    if disposal.state == DisposalState.PROPOSED:
        return sign_first(actor, disposal)
    refuse_same(actor, disposal)
    return _destroy(actor, disposal, volume)


def sign_first(actor: Actor, line: L) -> L:
    """The word of the first of the two."""
    return change(
        line,
        actor=actor,
        action="archive.approve_disposal",
        state=DisposalState.APPROVED_ONCE,
        first_by_uuid=actor.user_uuid,
        first_by_name=actor.name,
        first_at=clock.now(),
    )


def refuse_same(actor: Actor, line: Disposal) -> None:
    """Raise Forbidden ``same_person`` for who approved before."""
    if line.first_by_uuid == actor.user_uuid:
        detail = _("You have approved this; another person must, too.")
        raise Forbidden(detail, code="same_person")


def sign_second(actor: Actor, line: L, action: str, trail: Any = None, **values: Any) -> L:
    """The word of the second: it is carried out; ``trail`` as in ``change``."""
    return change(
        line,
        actor=actor,
        action=action,
        trail=trail,
        state=DisposalState.DESTROYED,
        second_by_uuid=actor.user_uuid,
        second_by_name=actor.name,
        destroyed_on=clock.today(),
        destroyed_received_at=clock.now(),
        **values,
    )


def check_kept(until: date, reason: str) -> None:
    """Raise Invalid for a past day or without a reason."""
    if not reason.strip():
        refuse("reason", _("Say why the volume is kept."), reason)
    if until <= clock.today():
        refuse("until", _("The day must lie in the future."), until, f"> {clock.today()}")
    refuse_far("until", until, "agreements")


@transaction.atomic
def keep_longer(
    *, actor: Actor, entry: ArchiveDisposal, until: date, reason: str
) -> ArchiveDisposal:
    """Take a volume off the list and keep it for longer.

    Raises Forbidden, Conflict when settled, Invalid for a past day or without a reason.
    """
    disposal = lock_line(actor, entry)
    check_kept(until, reason)
    volume = lock_volume(actor, disposal.volume, "approve")
    change(volume, actor=actor, action="archive.keep", destroy_after=until)
    return change(
        disposal,
        actor=actor,
        action="archive.keep_longer",
        state=DisposalState.KEPT,
        kept_reason=reason.strip(),
    )


def refuse_listed(volume: ArchiveVolume) -> None:
    """Raise Conflict while the volume is on the destruction list."""
    if volume.disposals.filter(state__in=RUNNING, withdrawn_at=None).exists():
        raise Conflict(_("The volume is on the destruction list."), code="disposal_proposed")


def refuse_kept(volume: ArchiveVolume) -> None:
    """Raise Conflict for a case opened again since, or while a volume of it must be kept."""
    case = volume.case
    if case.closed_on is None or case.round != volume.round:
        raise Conflict(_("The case was opened again."), code="case_open")
    standing = case.volumes.filter(withdrawn_at=None)
    until = max(standing.values_list("destroy_after", flat=True))
    if until >= clock.today():
        detail = _("The volume must be kept until %(day)s.") % {"day": date_format(until)}
        raise Conflict(detail, code="retention_holds")


def lock_line(actor: Actor, entry: L) -> L:
    """The line as it is now, held until the transaction ends. Raises Forbidden, or Conflict when
    it is settled or withdrawn."""
    require_row(actor, entry, "approve")
    rows: Any = type(entry)._default_manager.select_for_update(of=("self",))
    held: L = rows.get(pk=entry.pk)
    refuse_withdrawn(held)
    if held.state not in RUNNING:
        raise Conflict(_("This proposal is settled."), code="disposal_settled")
    return held


def _destroy(actor: Actor, disposal: ArchiveDisposal, volume: ArchiveVolume) -> ArchiveDisposal:
    """All texts of the case go with its last volume: no closure of it is to be kept any more."""
    day, now = clock.today(), clock.now()
    empty_texts(volume.case)
    gone = {"destroyed_on": day, "destroyed_received_at": now}
    for each in volume.case.volumes.filter(withdrawn_at=None, destroyed_on=None):
        change(each, actor=actor, action="archive.destroy", **gone)
    about = {"person": str(volume.case.beneficiary.uuid)}
    return sign_second(actor, disposal, "archive.carry_out_disposal", about)
