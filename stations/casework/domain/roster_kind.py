"""The kinds on file follow the roster: for chosen persons or all, in one act or not at all."""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record as write_audit
from kernel.audit.domain import record_each as write_audits
from kernel.hooks import records_changed
from kernel.workdays import clock
from stations.casework.custody_rules import kinds_of_minors
from stations.casework.enums import Source
from stations.casework.models import Beneficiary, BeneficiaryCategory, RosterEntry
from stations.casework.queries.roster import entries_at
from stations.casework.queries.roster_kind import keeping_kind, lacking_kind
from stations.casework.rules import write_persons
from stations.records.domain import refuse, require_place

Find = Callable[..., Any]
ENDED = ("valid_to", "ended_received_at", "changed_at")
BATCH = 1000


@transaction.atomic
def add_roster_kinds(
    *,
    actor: Actor,
    station: models.Model,
    category: str = "",
    entries: Collection[UUID] | None = None,
) -> int:
    """Those on file who lack the roster's kind hold it from the entry's day, source the roster.

    ``entries`` names those of the roster who are meant, None all whom ``lacking_kind`` gives;
    ``category`` narrows to one kind. Gives how many kinds were added. Raises Forbidden, or
    Invalid naming entries for which there is nothing to add: nothing is then written.
    """
    chosen = _choose(lacking_kind, actor, station, category, entries)
    first: dict[tuple[Any, str], Any] = {
        (entry.beneficiary_id, entry.category): entry for entry in reversed(chosen)
    }
    kinds = [
        BeneficiaryCategory(
            beneficiary_id=person,
            category=kind,
            valid_from=entry.kind_from,
            source=Source.ROSTER,
        )
        for (person, kind), entry in first.items()
        if person is not None
    ]
    made = BeneficiaryCategory.objects.bulk_create(kinds, batch_size=BATCH)
    write_audits(actor=actor, action="category.add", objects=made)
    _name_responsible(actor, made)
    return _tell(actor, station, "roster.add_kinds", category, len(made))


@transaction.atomic
def end_roster_kinds(
    *,
    actor: Actor,
    station: models.Model,
    category: str = "",
    entries: Collection[UUID] | None = None,
) -> int:
    """The kind of those who left the roster ends on the day of the list without them.

    Arguments, result and refusals as of ``add_roster_kinds``, by ``keeping_kind``.
    """
    chosen = _choose(keeping_kind, actor, station, category, entries)
    left = {(entry.beneficiary_id, entry.category): entry.valid_to for entry in chosen}
    running = BeneficiaryCategory.objects.filter(
        beneficiary__in=[entry.beneficiary_id for entry in chosen], valid_to=None, withdrawn_at=None
    )
    ended, now = [], clock.now()
    for kind in running.order_by("pk"):
        day = left.get((kind.beneficiary_id, kind.category))
        if day is not None and kind.valid_from < day:
            kind.valid_to, kind.ended_received_at, kind.changed_at = day, now, now
            ended.append(kind)
    BeneficiaryCategory.objects.bulk_update(ended, ENDED, batch_size=BATCH)
    after = {"fields": sorted(ENDED[:2])}
    write_audits(actor=actor, action="category.end", objects=ended, after=after)
    return _tell(actor, station, "roster.end_kinds", category, len(ended))


def _choose(
    find: Find, actor: Actor, station: Any, category: str, entries: Collection[UUID] | None
) -> list[RosterEntry]:
    """Those meant, as they stand once nobody else changes their files."""
    require_place(actor, station, write_persons(""))
    offered = find(entries_at(actor, station, category, "edit"), actor, "edit")
    if entries is not None:
        offered = offered.filter(uuid__in=entries)
    files = Beneficiary.objects.filter(pk__in=offered.values("beneficiary")).order_by("pk")
    list(files.select_for_update(of=("self",)).values_list("pk", flat=True))
    chosen = list(offered.order_by("valid_from", "pk"))
    if entries is not None:
        _refuse_others(entries, chosen)
    return chosen


def _refuse_others(entries: Collection[UUID], chosen: Sequence[RosterEntry]) -> None:
    if not entries:
        refuse("entries", _("Choose at least one person."), [], None)
    if others := sorted({str(each) for each in entries} - {str(each.uuid) for each in chosen}):
        message = _("For %(count)d of the chosen there is nothing to do any more.")
        refuse("entries", message % {"count": len(others)}, others, None)


def _name_responsible(actor: Actor, made: Sequence[BeneficiaryCategory]) -> None:
    """Who enters a kind of children for somebody of unknown age is responsible for now (X10)."""
    of_minors = [kind.beneficiary_id for kind in made if kind.category in kinds_of_minors()]
    files = Beneficiary.objects.filter(pk__in=of_minors, born_on=None, responsible_uuid=None)
    unnamed = list(files.order_by("pk"))
    Beneficiary.objects.filter(pk__in=[person.pk for person in unnamed]).update(
        responsible_uuid=actor.user_uuid, responsible_name=actor.name, changed_at=clock.now()
    )
    after = {"fields": ["responsible_name", "responsible_uuid"]}
    write_audits(actor=actor, action="beneficiary.name_responsible", objects=unnamed, after=after)


def _tell(actor: Actor, station: models.Model, action: str, category: str, count: int) -> int:
    if count:
        after = {"category": category, "count": count}
        write_audit(actor=actor, action=action, obj=station, after=after)
        records_changed.call()
    return count
