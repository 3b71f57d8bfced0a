"""Carrying places and what hangs on them from one county's schema to another's.

Row ids of two counties collide and their keys differ: rows are read in the county left, where
encrypted fields open, and written in the other with new ids, under its key, with blind indexes
made anew. UUIDs and codes stay. The order of tables and the keys to exchange follow from the
models. Evaluations, the audit chain and everything before the day stay in the county left.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from kernel import hooks
from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.audit.models import ChainHead
from kernel.crypto import blind_index
from kernel.errors import Conflict
from kernel.hooks import DivisionMoves, Effect
from kernel.tenancy import county_context
from tenants.models import County, CountyState, DivisionChange

ANCHOR = "network.Station"
# Entered anew for the new county, or its own.
NOT_CARRIED = {
    *(ANCHOR, "network.StationState", "network.ServiceArea"),
    *("network.CodeCounter", "network.BuildTarget"),
}
INDEX = "_index"
Model = type[models.Model]
Rows = dict[Model, list[models.Model]]
Keys = dict[Model, dict[int, int]]


def carry_places(
    source: County, moves: DivisionMoves, change: DivisionChange, actor: Actor
) -> list[Effect]:
    """Carry the places that sit in another county now, with their records and memberships.

    Stands in no county when called. Raises Conflict when the other county is no tenant that
    works, or knows a place already.
    """
    targets = {code[:6] for codes in moves.codes.values() for code in codes if len(code) > 4}
    effects = []
    for to in sorted(targets - {source.code}):
        effects += carry_to(source, to, moves, change, actor)
    return effects


def carry_to(
    source: County, to: str, moves: DivisionMoves, change: DivisionChange, actor: Actor
) -> list[Effect]:
    with county_context(source.code):
        departures = [one for found in hooks.places_leaving.call(moves, to) for one in found]
        codes = [one.values["code"] for one in departures]
        members = [row for found in hooks.members_leaving.call(moves, codes, to) for row in found]
        rows = read_rows({one.row_id for one in departures})
        chain = ChainHead.objects.values("seq", "digest").get()
    if not departures and not members:
        return []
    refuse_target(to, codes)
    with county_context(to):
        anchor = apps.get_model(ANCHOR)
        keys: Keys = {anchor: {}}
        for arrived in hooks.places_arriving.call(departures, moves.on, actor):
            keys[anchor] |= arrived
        count = write_rows(rows, keys)
        hooks.members_arriving.call(members)
        hooks.network_changed.call()
        hooks.records_changed.call()
        after = {"from": source.code, "places": codes, "rows": count, "members": len(members)}
        after |= {"chain": chain}  # the earlier history, sealed there, by its last link
        record(actor=actor, action="division.carried", obj=change, after=after)
    subject = ", ".join(codes)
    return [Effect("carried", subject, source.code, f"{to}: {count + len(members)}")]


def refuse_target(to: str, codes: Collection[str]) -> None:
    """Places need a county to go to."""
    if County.objects.filter(code=to, state=CountyState.ACTIVE, rehearsal_of="").exists():
        return
    message = _("%(places)s go to %(county)s, which is no active county here. Add it first.")
    message %= {"places": ", ".join(codes), "county": to}
    raise Conflict(message, code="no_county")


def carried_models() -> list[Model]:
    """The tables of what happens in a county, those referred to before those that refer."""
    names = [name for name in settings.TENANT_APPS if name.startswith("stations.")]
    left = [
        model
        for name in names
        for model in apps.get_app_config(name.rpartition(".")[2]).get_models()
        if model._meta.label not in NOT_CARRIED
    ]
    ordered: list[Model] = []
    while left:
        ready = [model for model in left if not (set(referred(model)) - {model}) & set(left)]
        ordered += ready
        left = [model for model in left if model not in ready]
    return ordered


def foreign_keys(model: Model) -> list[Any]:
    return [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]


def referred(model: Model) -> Iterable[Any]:
    return [field.related_model for field in foreign_keys(model)]


def read_rows(places: set[int]) -> Rows:
    """All rows that hang on places with these keys, whole; in the county left.

    A row hangs on them when everything it needs does. People have no place of their own: they
    come when a row of theirs hangs on one.
    """
    anchor, rows = apps.get_model(ANCHOR), {}
    ids: dict[Any, set[int]] = {anchor: places}
    for model in carried_models():
        needed = [field for field in foreign_keys(model) if not field.null]
        if needed:
            chosen = Q(**{f"{one.attname}__in": ids[one.related_model] for one in needed})
        else:
            chosen = Q(pk__in=holders(model, places))
        found = list(model._default_manager.filter(chosen).order_by("pk")) if places else []
        rows[model], ids[model] = found, {row.pk for row in found}
    return rows


def holders(model: Model, places: set[int]) -> set[int]:
    """Keys of a table without a place of its own, from rows that have one and refer to it."""
    found: set[int] = set()
    for other in carried_models():
        keys = {field.related_model: field for field in foreign_keys(other)}
        anchor = keys.get(apps.get_model(ANCHOR))
        if anchor and not anchor.null and model in keys:
            chosen = other._default_manager.filter(**{f"{anchor.attname}__in": places})
            found |= set(chosen.values_list(keys[model].attname, flat=True))
    return found


def write_rows(rows: Rows, keys: Keys) -> int:
    """Write rows in the county they come to; gives how many. A person it knows already is joined:
    what hangs on the person is carried to the file that is there."""
    count = 0
    for model, found in rows.items():
        old = [row.pk for row in found]
        for row in found:
            prepare(row, keys)
        known = {index: same(row) for index, row in enumerate(found)}
        fresh = [row for index, row in enumerate(found) if known[index] is None]
        model._default_manager.bulk_create(fresh, batch_size=500)
        count += len(fresh)
        keys[model] = {
            key: known[index] or row.pk
            for index, (key, row) in enumerate(zip(old, found, strict=True))
        }
    return count


def prepare(row: models.Model, keys: Keys) -> None:
    """Give a row this county's keys: of the rows it refers to, and of its blind indexes."""
    for field in foreign_keys(type(row)):
        value = getattr(row, field.attname)
        setattr(row, field.attname, keys[field.related_model].get(value) if value else None)
    for field in type(row)._meta.fields:
        if field.name.endswith(INDEX):
            setattr(row, field.name, blind_index(getattr(row, field.name.removesuffix(INDEX))))
    row.pk, row._state.adding = None, True


def same(row: models.Model) -> int | None:
    """The row of this county that a constraint says is the same one, by all its filled values."""
    for constraint in type(row)._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or not constraint.fields:
            continue
        values = {name: getattr(row, name) for name in constraint.fields}
        if all(value not in (None, "") for value in values.values()):
            there = type(row)._default_manager.filter(**values)
            there = there.filter(constraint.condition) if constraint.condition else there
            if found := there.values_list("pk", flat=True).first():
                return int(found)
    return None
