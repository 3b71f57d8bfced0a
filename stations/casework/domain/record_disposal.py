"""The destruction of records by kind: visits, needs and withdrawn consents of closed files (X27).

A line is a place's records of one kind whose years are over; two people approve it, as with a
volume. Texts are emptied, days, results and counts stay.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.custody_enums import DisposalState, RecordKind
from stations.casework.custody_rules import add_years, load_retention
from stations.casework.domain.disposal import (
    RUNNING,
    check_kept,
    lock_line,
    refuse_same,
    sign_first,
    sign_second,
)
from stations.casework.enums import GivenBy
from stations.casework.held import HeldTable
from stations.casework.models import (
    ArchiveVolume,
    Beneficiary,
    Case,
    Consent,
    Need,
    RecordDisposal,
    Visit,
)
from stations.casework.rules import write_persons
from stations.records.domain import change, enter, refuse, require_place

MODELS: dict[str, Any] = {
    RecordKind.VISIT: Visit,
    RecordKind.NEED: Need,
    RecordKind.CONSENT: Consent,
}


def due_records(kind: str, before: date) -> QuerySet[Any]:
    """Records of a kind from before a day that still hold a text and that nothing keeps."""
    model, rule = MODELS[kind], load_retention()[kind.lower()]
    day = model._meta.get_field(rule["from"])
    is_moment = isinstance(day, models.DateTimeField)
    ended = datetime.combine(before, time(), clock.ZONE) if is_moment else before
    of_age = add_years(clock.today(), -rule["not_before_age"])
    grown = Q(beneficiary__born_on=None) | Q(beneficiary__born_on__lte=of_age)
    persons = _let_go().values("pk")
    rows = model._base_manager.filter(grown, beneficiary__in=persons, **{f"{day.name}__lt": ended})
    holds_text = (~Q(**{field.name: ""}) for field in _texts(model))
    return rows.filter(reduce(or_, holds_text))  # type: ignore[no-any-return]


@transaction.atomic
def propose_records(*, actor: Actor, station: models.Model, kind: str) -> RecordDisposal:
    """Put a place's records of a kind whose years are over on the destruction list.

    Raises Forbidden, Conflict when they are on it (``disposal_proposed``) or none is due, Invalid
    for an unknown kind.
    """
    require_place(actor, station, write_persons(""))
    if kind not in RecordKind.values:
        refuse("kind", _("Not one of the choices."), kind, RecordKind.values)
    running = RecordDisposal.objects.filter(station_id=station.pk, kind=kind, withdrawn_at=None)
    if running.filter(state__in=RUNNING).exists():
        raise Conflict(_("These records are on the list."), code="disposal_proposed")
    before = _before(kind)
    count = due_records(kind, before).filter(beneficiary__station=station).count()
    if not count:
        raise Conflict(_("No records of this kind have passed their years."), code="none_due")
    return _propose(actor, station.pk, kind, before, count)


@transaction.atomic
def propose_due_records(*, actor: Actor) -> int:
    """Put every place's records whose years are over on the list. Gives how many lines."""
    lines = [
        _propose(actor, station, kind, before, count) for kind, station, before, count in _waiting()
    ]
    return len(lines)


@transaction.atomic
def approve_records(*, actor: Actor, entry: RecordDisposal) -> RecordDisposal:
    """Approve a destruction; with the second person's word it is carried out, of what is still
    due then.

    Raises Forbidden (``same_person`` for who approved before), Conflict when it is settled.
    """
    line = lock_line(actor, entry)
    if line.state == DisposalState.PROPOSED:
        return sign_first(actor, line)
    refuse_same(actor, line)
    count = _empty(line)
    return sign_second(actor, line, "records.carry_out_disposal", records=count)


@transaction.atomic
def keep_records(
    *, actor: Actor, entry: RecordDisposal, until: date, reason: str
) -> RecordDisposal:
    """Take them off the list and keep them for longer. Raises as keep_longer."""
    line = lock_line(actor, entry)
    check_kept(until, reason)
    return change(
        line,
        actor=actor,
        action="archive.keep_longer",
        state=DisposalState.KEPT,
        kept_reason=reason.strip(),
        kept_until=until,
    )


def _before(kind: str) -> date:
    """Records from before this day have passed their years."""
    return add_years(clock.today(), -load_retention()[kind.lower()]["years"])


def _let_go() -> QuerySet[Beneficiary]:
    """Closed files without an open case, a kept volume or a statutory duty."""
    destroyed = ArchiveVolume.objects.filter(
        case=OuterRef("pk"), round=OuterRef("round"), destroyed_on__isnull=False
    )
    kept = Case.objects.filter(beneficiary=OuterRef("pk"), withdrawn_at=None)
    duties = Consent.objects.filter(
        beneficiary=OuterRef("pk"), given_by=GivenBy.DUTY, ended_on=None, withdrawn_at=None
    )
    rows = Beneficiary.objects.filter(closed_on__isnull=False)
    return rows.exclude(Exists(kept.exclude(Exists(destroyed)))).exclude(Exists(duties))


def _waiting() -> Iterator[tuple[str, int, date, int]]:
    """Kind, place, day and number of what is due and neither on the list nor kept longer."""
    settled = RecordDisposal.objects.filter(
        Q(state__in=RUNNING) | Q(state=DisposalState.KEPT, kept_until__gte=clock.today()),
        withdrawn_at=None,
    )
    held = set(settled.values_list("kind", "station_id"))
    for kind in RecordKind.values:
        before = _before(kind)
        found = due_records(kind, before).order_by().values_list("beneficiary__station")
        for station, count in found.annotate(number=Count("pk")).order_by("beneficiary__station"):
            if (kind, station) not in held:
                yield kind, station, before, count


def _propose(actor: Actor, station: int, kind: str, before: date, count: int) -> RecordDisposal:
    line = RecordDisposal(
        station_id=station,
        kind=kind,
        records_before=before,
        records=count,
        proposed_on=clock.today(),
        proposed_by_name=actor.name,
    )
    return enter(line, actor=actor, action="records.propose_disposal")


def _empty(line: RecordDisposal) -> int:
    model = MODELS[line.kind]
    due = due_records(line.kind, line.records_before).filter(beneficiary__station=line.station_id)
    ids = list(due.values_list("pk", flat=True))
    emptied: dict[str, Any] = {field.name: "" for field in _texts(model)}
    model._base_manager.filter(pk__in=ids).update(**emptied, changed_at=clock.now())
    return len(ids)


def _texts(model: Any) -> tuple[models.Field, ...]:
    return HeldTable(model, ("",)).texts
