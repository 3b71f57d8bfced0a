"""What was entered by mistake leaves every list and count; it stays readable with who and why.

Not an end: what ended did hold until then (close_file, end_category, withdraw_consent).
"""

from functools import reduce
from operator import or_

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, FieldError
from kernel.listing import list_words
from kernel.workdays.clock import today
from stations.casework.data_file import read_data
from stations.casework.domain.archive import lock_volume, refuse_lent
from stations.casework.domain.basis import settle_service
from stations.casework.domain.disposal import refuse_listed
from stations.casework.held import HeldTable, all_tables
from stations.casework.models import ArchiveVolume, Beneficiary, Consent, VisitLevelSpan
from stations.records.domain import R, change, mark_withdrawn, refuse_withdrawn, require_row


@transaction.atomic
def void_person(*, actor: Actor, entry: Beneficiary, reason: str) -> Beneficiary:
    """A file opened by mistake, with its kinds and levels; its entries on the roster are without
    a file again.

    Raises Forbidden, Invalid without a reason, Conflict when withdrawn or erased, and
    ``records_stand`` naming what is to be withdrawn first.
    """
    require_row(actor, entry, "void")
    held = _lock(entry)
    if held.erased_at is not None:
        raise Conflict(_("This person has been erased."), code="erased")
    _refuse_standing(held)
    for listed in held.roster_entries.filter(withdrawn_at=None):
        change(listed, actor=actor, action="roster.free", beneficiary=None)
    for rows in (held.categories, held.levels):
        for own in rows.filter(withdrawn_at=None):
            _void(actor, own, reason)
    return _void(actor, held, reason)


@transaction.atomic
def void_record(*, actor: Actor, entry: R, reason: str) -> R:
    """A kind to which the person never belonged, a consent that was never given, a case opened by
    mistake, which goes with its papers, but not while its volume is in the archive.

    Raises as void_person does.
    """
    require_row(actor, entry, "edit")
    held = _lock(entry)
    _refuse_standing(held)
    voided = _void(actor, held, reason)
    if isinstance(voided, Consent):  # the service may rest on it, or have stopped by it
        settle_service(actor=actor, person=voided.beneficiary, on=today())
    return voided


@transaction.atomic
def void_level(*, actor: Actor, entry: VisitLevelSpan, reason: str) -> VisitLevelSpan:
    """A visit level set by mistake: the one that ended with it goes on in its place.

    Raises Forbidden, Conflict or Invalid.
    """
    voided = void_record(actor=actor, entry=entry, reason=reason)
    former = VisitLevelSpan.objects.select_for_update(of=("self",)).filter(
        beneficiary=voided.beneficiary_id, valid_to=voided.valid_from, withdrawn_at=None
    )
    for span in former:
        end = {"valid_to": voided.valid_to, "ended_received_at": voided.ended_received_at}
        change(span, actor=actor, action="level.go_on", **end)
    return voided


@transaction.atomic
def void_volume(*, actor: Actor, entry: ArchiveVolume, reason: str) -> ArchiveVolume:
    """A volume filed by mistake; its case may then be taken back, too. List of papers, loans and
    number stay readable, and the number is given to no other.

    Raises Forbidden, Invalid without a reason, Conflict while it is lent (``volume_lent``) or on
    the destruction list (``disposal_proposed``), or when it is destroyed or withdrawn.
    """
    volume = lock_volume(actor, entry, "edit")
    refuse_lent(volume)
    refuse_listed(volume)
    return _void(actor, volume, reason)


def _lock(entry: R) -> R:
    held = type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
    refuse_withdrawn(held)
    return held


def _void(actor: Actor, entry: R, reason: str) -> R:
    return mark_withdrawn(entry, actor=actor, reason=reason, act="void")


def _refuse_standing(root: models.Model) -> None:
    """Raise Conflict naming the tables whose rows hang on the root and stand."""
    gone = {name for names in read_data("void").values() for name in names}
    found = [
        (table, count)
        for table in all_tables(type(root))
        if table.label not in gone and (count := _standing(table, root))
    ]
    if not found:
        return
    errors = [
        FieldError(table.label, "stands", _say_first((table, count)), count, 0)
        for table, count in found
    ]
    raise Conflict(_say_first(*found), code="records_stand", errors=errors)


def _say_first(*found: tuple[HeldTable, int]) -> str:
    names = list_words(f"{table.title} {count}" for table, count in found)
    return _("First to be withdrawn, for it hangs on this record: %(names)s.") % {"names": names}


def _standing(table: HeldTable, root: models.Model) -> int:
    """How many rows lead straight to the root and are not withdrawn."""
    about = [models.Q(**{path: root.pk}) for path in table.paths if path and "__" not in path]
    if not about:
        return 0
    rows = table.model._base_manager.filter(reduce(or_, about), withdrawn_at=None)
    return int(rows.count())
