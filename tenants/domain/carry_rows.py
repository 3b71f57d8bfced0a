"""Rows that go from one county's schema to another's: which, in what order, with which keys.

Row ids of two counties collide and their keys differ: rows are read in the county left, where
encrypted fields open, and written in the other with new ids, under its key, with blind indexes
made anew. UUIDs, codes and digests stay. All of it follows from the models: the order of tables,
the keys to exchange, and by the field `carried_from` what is a county's history.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from kernel.crypto import blind_index
from kernel.tenancy import county_context

ANCHOR = "network.Station"
# Entered anew for the new county, or its own.
NOT_CARRIED = {ANCHOR, "network.CodeCounter", "network.BuildTarget", "audit.ChainHead"}
# Days under the county left: they go only with all of its history.
HISTORY = {"network.StationState", "network.ServiceArea"}
# Not of the stations' apps, and yet carried with a place: the files of its records.
BESIDE = {"files.StoredFile"}
# Memberships go by hooks; jobs are done where they were asked for.
STAY = {"kernel.access", "kernel.jobs"}
INDEX, ORIGIN, VILLAGE = "_index", "carried_from", "division_code"
BATCH = 500
Model = type[models.Model]
Choice = dict[Model, list[int]]
Keys = dict[Model, dict[int, int]]
# Name of a constraint -> keys of the rows that it binds.
Bound = dict[str, set[int]]
Progress = Callable[[int, int], None]


def quiet(done: int, total: int) -> None:
    """Nobody looks on."""


def carried_models(*, whole: bool) -> list[Model]:
    """The tables of what happens in a county, those referred to before those that refer.

    `whole`: with its evaluations, files, audit trail and dated history.
    """
    left = [model for model in county_models() if is_carried(model, whole)]
    ordered: list[Model] = []
    while left:
        ready = [model for model in left if not (set(referred(model)) - {model}) & set(left)]
        ordered += ready
        left = [model for model in left if model not in ready]
    return ordered


def county_models() -> list[Model]:
    configs = {config.name: config for config in apps.get_app_configs()}
    names = [name for name in settings.TENANT_APPS if name not in STAY]
    return [model for name in names for model in configs[name].get_models()]


def is_carried(model: Model, whole: bool) -> bool:
    label = model._meta.label
    if label in NOT_CARRIED:
        return False
    of_places = model.__module__.startswith("stations.") or label in BESIDE
    return whole or (of_places and label not in HISTORY)


def foreign_keys(model: Model) -> list[Any]:
    return [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]


def referred(model: Model) -> Iterable[Any]:
    return [field.related_model for field in foreign_keys(model)]


def choose_all(on: date) -> Choice:
    """Every row of the county one stands in; of dated history what began before the day."""
    earlier = Q(valid_from__isnull=True) | Q(valid_from__lt=on)
    return {
        model: keys_of(model, earlier if model._meta.label in HISTORY else Q())
        for model in carried_models(whole=True)
    }


def choose_of(places: set[int]) -> Choice:
    """All rows that hang on places with these keys, whole; in the county left.

    A row hangs on them when everything it needs does. People have no place of their own: they
    come when a row of theirs hangs on one.
    """
    chosen: Choice = {}
    ids: Choice = {apps.get_model(ANCHOR): list(places)}
    for model in carried_models(whole=False) if places else ():
        needed = [field for field in foreign_keys(model) if not field.null]
        which = Q(**{f"{one.attname}__in": ids[one.related_model] for one in needed})
        ids[model] = keys_of(model, which if needed else Q(pk__in=holders(model, places)))
        chosen[model] = ids[model]
    return chosen


def holders(model: Model, places: set[int]) -> set[int]:
    """Keys of a table without a place of its own, from rows that have one and refer to it."""
    found: set[int] = set()
    for other in carried_models(whole=False):
        keys = {field.related_model: field for field in foreign_keys(other)}
        anchor = keys.get(apps.get_model(ANCHOR))
        if anchor and not anchor.null and model in keys:
            chosen = other._default_manager.filter(**{f"{anchor.attname}__in": places})
            found |= set(chosen.values_list(keys[model].attname, flat=True))
    return found


def keys_of(model: Model, which: Q) -> list[int]:
    return list(model._default_manager.filter(which).order_by("pk").values_list("pk", flat=True))


@dataclass
class Carrier:
    """Carries chosen rows from a county to another, `keys` growing along: key there -> here.

    `on` is the day on which dated history is cut; from then on places are entered anew.
    """

    source: str
    to: str
    on: date
    keys: Keys
    # Division there -> the one here that alone follows it.
    divisions: Mapping[str, str] = field(default_factory=dict)
    count: int = 0
    # Rows that were there already: what came, and the key here.
    joined: list[tuple[Any, int]] = field(default_factory=list)

    def carry(self, choice: Choice, progress: Progress) -> int:
        """Write the rows in the county they come to; gives how many. A person it knows already
        is joined: what hangs on the person is carried to the file that is there."""
        total, done = sum(map(len, choice.values())), 0
        for model, chosen in choice.items():
            self.keys[model] = {}
            for start in range(0, len(chosen), BATCH):
                batch = chosen[start : start + BATCH]
                with county_context(self.source):
                    rows, bound = self.read(model, batch)
                with county_context(self.to):
                    for part in in_turn(model, rows):
                        self.write(model, part, bound)
                done += len(batch)
                progress(done, total)
        return self.count

    def read(self, model: Model, batch: Sequence[int]) -> tuple[list[Any], Bound]:
        found = model._default_manager.filter(pk__in=batch)
        rows = list(found.order_by("pk"))
        if is_history(model):
            for row in rows:
                row.carried_from = row.carried_from or self.source  # type: ignore[attr-defined]
                if model._meta.label in HISTORY:
                    row.valid_to = min(row.valid_to or self.on, self.on)  # type: ignore[attr-defined]
            return rows, {}
        bound = {
            one.name: set(keys_of(model, one.condition & Q(pk__in=batch)))
            if one.condition
            else set(batch)
            for one in unique_constraints(model)
        }
        return rows, bound

    def write(self, model: Model, rows: Sequence[Any], bound: Bound) -> None:
        old = [row.pk for row in rows]
        for row in rows:
            self.prepare(row)
        known: dict[int, int] = {}
        for one in unique_constraints(model):
            binds = {number for number, key in enumerate(old) if key in bound.get(one.name, ())}
            known |= find_same(model, one, {number: rows[number] for number in binds})
        fresh = [row for number, row in enumerate(rows) if number not in known]
        model._default_manager.bulk_create(fresh)
        self.joined += [(rows[number], key) for number, key in known.items()]
        self.count += len(fresh)
        self.keys[model] |= {
            key: known.get(number) or row.pk
            for number, (key, row) in enumerate(zip(old, rows, strict=True))
        }

    def prepare(self, row: models.Model) -> None:
        """Give a row this county's keys: of the rows it refers to, and of its blind indexes; and
        the village that follows its own, as such rows of a county have it that keeps them."""
        for column in foreign_keys(type(row)):
            value = getattr(row, column.attname)
            here = self.keys[column.related_model].get(value) if value else None
            setattr(row, column.attname, here)
        for column in type(row)._meta.fields:
            if column.name.endswith(INDEX):
                plain = getattr(row, column.name.removesuffix(INDEX))
                setattr(row, column.name, blind_index(plain))
        if hasattr(row, VILLAGE) and not is_history(type(row)):
            old = getattr(row, VILLAGE)
            setattr(row, VILLAGE, self.divisions.get(old, old))
        row.pk, row._state.adding = None, True


def is_history(model: Model) -> bool:
    """Tables in which a county that is no more stands beside the county's own, never mixed."""
    return any(field.name == ORIGIN for field in model._meta.fields)


def unique_constraints(model: Model) -> list[Any]:
    found = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    return [one for one in found if one.fields]


def in_turn(model: Model, rows: Sequence[Any]) -> Iterable[list[Any]]:
    """Rows of a table that refers to itself: those referred to before those that refer."""
    own = next((key for key in foreign_keys(model) if key.related_model is model), None)
    left = list(rows)
    while left and own is not None:
        waiting = {row.pk for row in left}
        part = [row for row in left if getattr(row, own.attname) not in waiting]
        yield part
        left = [row for row in left if row not in part]
    yield left


def find_same(model: Model, constraint: Any, rows: dict[int, Any]) -> dict[int, int]:
    """Which rows are here already, as a constraint says by all its filled values: number of the
    row -> key here; one query."""
    columns = {field.name: field.attname for field in model._meta.concrete_fields}
    names = [columns[name] for name in constraint.fields]
    values = {number: tuple(getattr(row, one) for one in names) for number, row in rows.items()}
    wanted = [one for one in values.values() if all(part not in (None, "") for part in one)]
    if not wanted:
        return {}
    there = model._default_manager.filter(constraint.condition or Q())
    for name, parts in zip(names, zip(*wanted, strict=True), strict=True):
        there = there.filter(**{f"{name}__in": set(parts)})
    here = {tuple(row): key for key, *row in there.values_list("pk", *names)}
    return {number: here[one] for number, one in values.items() if one in here}
