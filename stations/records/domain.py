"""Entering, ending and withdrawing records: what every writer of the station apps shares.

Each writer checks the values, saves, and writes the audit entry in one transaction; the
county's counters in the roll-up learn of it through the ``records_changed`` hook.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import Rule
from kernel.audit.domain import record as write_audit
from kernel.audit.domain import record_each as write_audits
from kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kernel.hooks import records_changed
from kernel.insert import insert_missing
from kernel.once import take_uuid
from kernel.texts import is_unseen
from kernel.workdays import clock
from stations.network.queries.station import end_of_place
from stations.records.models import Record, Span

DAYS = Path(__file__).parent / "data" / "days.yaml"
R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=Span)


def enter(entry: R, *, actor: Actor, action: str, trail: dict[str, Any] | None = None) -> R:
    """Check and save a new record; ``trail`` is what the audit entry says of it. Raises Invalid
    naming each wrong field, Conflict ``erased`` for one about somebody whose data was erased."""
    refuse_erased(*entry._state.fields_cache.values())
    entry.uuid = take_uuid(entry.uuid)
    check_fields(entry)
    _refuse_unseen(entry)
    if day := entry.day_at_place:
        refuse_ended_place(entry.station, day, getattr(entry, day))  # type: ignore[attr-defined]
    with transaction.atomic(savepoint=False):
        entry.save()
        _tell(entry, actor=actor, action=action, after=trail)
    return entry


def enter_missing(entries: Sequence[R], *, actor: Actor, action: str) -> list[R]:
    """Save those records, checked before, whose uuid does not stand yet; gives these.

    The uuids come from senders, and two senders of one uuid wait for each other.
    """
    with transaction.atomic(savepoint=False):
        new = insert_missing(entries)
        if new:
            write_audits(actor=actor, action=action, objects=new)
            records_changed.call()
    return new


@transaction.atomic
def change(entry: R, *, actor: Actor, action: str, trail: Any = None, **values: Any) -> R:
    """Set fields of a record that stands; ``trail`` is a dict of what the audit entry says beside
    their names. Raises Conflict when it is withdrawn."""
    refuse_withdrawn(entry)
    for name, value in values.items():
        setattr(entry, name, value)
    check_fields(entry)
    _refuse_unseen(entry, values)
    entry.save(update_fields=[*values, "changed_at"])
    _tell(entry, actor=actor, action=action, after={"fields": sorted(values), **(trail or {})})
    return entry


@transaction.atomic
def end_span(span: S, *, actor: Actor, action: str, on: date, **more: Any) -> S:
    """End a span: ``on`` is the first day on which it no longer holds; ``more`` is set with it.

    Raises Conflict when it has an end, Invalid for a wrong day.
    """
    hold(span, "valid_to")
    if span.valid_to is not None:
        raise Conflict(
            _("This record has already ended on %(day)s.") % {"day": date_format(span.valid_to)}
        )
    if on <= span.valid_from:
        refuse("on", _("The end lies before the beginning."), on, f"> {span.valid_from}")
    refuse_future("on", on - timedelta(days=1))
    ended = {"valid_to": on, "ended_received_at": clock.now(), **more}
    return change(span, actor=actor, action=action, **ended)


def withdraw(*, actor: Actor, entry: R, reason: str) -> R:
    """Take a wrong record out of every count; it stays readable with who, when and why."""
    require_row(actor, entry, "edit")
    return mark_withdrawn(entry, actor=actor, reason=reason, act="withdraw")


@transaction.atomic
def mark_withdrawn(entry: R, *, actor: Actor, reason: str, act: str) -> R:
    """As withdraw, for who was found to may; ``act`` is its word in the audit trail."""
    if not reason.strip():
        refuse("reason", _("Say why the record is withdrawn."), reason)
    hold(entry)
    return change(
        entry,
        actor=actor,
        action=f"{entry._meta.model_name}.{act}",
        withdrawn_at=clock.now(),
        withdrawn_by_uuid=actor.user_uuid,
        withdrawn_by_name=actor.name,
        withdrawn_reason=reason.strip(),
    )


def hold(entry: models.Model, *names: str) -> None:
    """Hold the row until the transaction ends, with its withdrawal and the named fields as they
    are now: of two who change it at once the second sees what the first did."""
    rows = type(entry)._base_manager.select_for_update(of=("self",))
    entry.refresh_from_db(fields=["withdrawn_at", *names], from_queryset=rows)


def may_at(actor: Actor, station: models.Model, rule: Rule) -> bool:
    """True when the actor's roles reach this station by the rule (written for Station)."""
    if actor.is_system:
        return True
    reached = rule(actor)
    rows = type(station)._base_manager.filter(pk=station.pk)
    return reached is not None and rows.filter(reached).exists()


def require_place(actor: Actor, station: models.Model, rule: Rule) -> None:
    """Refuse an actor whose roles do not reach this station by the rule (written for Station)."""
    if not may_at(actor, station, rule):
        raise Forbidden(_("Your role may not do this at this station."))


def require_row(actor: Actor, entry: models.Model, action: str) -> None:
    """Refuse an actor who may not do the action on this very row."""
    rows: Any = type(entry)._default_manager.filter(pk=entry.pk)
    if not rows.restrict(actor, action).exists():
        raise Forbidden(_("Your role may not do this with this record."))


def check_fields(entry: models.Model) -> None:
    """Raises Invalid with one entry for each field of the wrong form."""
    relations = {field.name for field in entry._meta.concrete_fields if field.is_relation}
    try:
        entry.clean_fields(exclude=relations)
    except ValidationError as refused:
        errors = [
            FieldError(
                name, "invalid", " ".join(messages), getattr(entry, name), _allowed(entry, name)
            )
            for name, messages in refused.message_dict.items()
        ]
        raise Invalid(_("Some values are not allowed."), errors=errors) from refused


def _refuse_unseen(entry: models.Model, names: Collection[str] | None = None) -> None:
    """Of these fields, or of all: a text that is asked for has a sign that can be seen. An
    invisible one is as good as none."""
    for field in entry._meta.concrete_fields:
        if field.blank or (names is not None and field.name not in names):
            continue
        given = getattr(entry, field.attname)
        if isinstance(given, str) and is_unseen(given):
            refuse(field.name, _("This field cannot be blank."), given)


def refuse(field: str, message: str, given: Any = None, allowed: Any = None) -> NoReturn:
    """Raise Invalid for one field."""
    raise Invalid(message, errors=[FieldError(field, "invalid", message, given, allowed)])


def refuse_future(field: str, day: date, kind: str = "events") -> None:
    """What is recorded has happened: a later day than today is a slip, and one from long before
    (data/days.yaml, by ``kind``)."""
    if day > clock.today():
        message = _("The day lies in the future.")
        refuse(field, message, day, f"<= {clock.today()}")
    earliest = _earliest_days()[kind]
    if day < earliest:
        message = _("The day lies before %(earliest)s: check the year.") % {
            "earliest": date_format(earliest)
        }
        refuse(field, message, day, f">= {earliest}")


def refuse_far(field: str, day: date, kind: str) -> None:
    """Refuse a day of what is to come that lies further ahead than days.yaml says for this kind
    ("plans", "agreements"), or from long before: a slip of the year."""
    today, years = clock.today(), _earliest_days()["ahead"][kind]
    earliest, latest = _earliest_days()["events"], date(today.year + years, 12, 31)
    if not earliest <= day <= latest:
        message = _("The day must lie between %(earliest)s and %(latest)s: check the year.") % {
            "earliest": date_format(earliest),
            "latest": date_format(latest),
        }
        refuse(field, message, day, f"{earliest} – {latest}")


@cache
def _earliest_days() -> dict[str, Any]:
    return yaml.safe_load(DAYS.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def refuse_ended_place(station: Any, field: str, day: date) -> None:
    """Refuse a day on or after the one on which the place ended (merged or closed): what was done
    before may still be entered."""
    ended = end_of_place(station)
    if ended is not None and day >= ended:
        message = _("This place has ended on %(day)s.") % {"day": date_format(ended)}
        refuse(field, message, day, f"< {ended}")


def refuse_withdrawn(*entries: Record) -> None:
    """Raise Conflict when one of the records no longer stands."""
    if any(entry.withdrawn_at is not None for entry in entries):
        raise Conflict(_("This record has been withdrawn."))


def refuse_erased(*entries: Any) -> None:
    """Raise Conflict ``erased`` for somebody who was: nothing is written of them anew (X06)."""
    if any(getattr(entry, "erased_at", None) is not None for entry in entries):
        raise Conflict(_("This person has been erased."), code="erased")


def _allowed(entry: models.Model, name: str) -> Any:
    choices = entry._meta.get_field(name).flatchoices  # type: ignore[union-attr]
    return [value for value, _label in choices] or None


def _tell(entry: Record, *, actor: Actor, action: str, after: dict[str, Any] | None = None) -> None:
    write_audit(actor=actor, action=action, obj=entry, after=after)
    records_changed.call()
