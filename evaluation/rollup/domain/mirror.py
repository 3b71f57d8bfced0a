"""Public tables kept equal to what a county's own records say.

One comparison serves both uses: a change in a county writes the differences in its
own transaction, ``manage.py verify_rollups`` prints them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models

Key = tuple[Any, ...]
Rows = Mapping[Key, Mapping[str, Any]]

# First half of the advisory lock's key: keeps clear of other users of such locks.
LOCK_SPACE = 0x726F6C6C
ROW = "(row)"


@dataclass(frozen=True)
class Mirror:
    """A public table: what names a row within its county, and the columns that are figures.

    ``stamp`` is the column that says when a row was last written. A row the county does
    not know is deleted, or holds the values of ``blank`` where two mirrors share a table.
    """

    model: type[models.Model]
    key: tuple[str, ...]
    columns: tuple[str, ...]
    stamp: str = "as_of"
    blank: Mapping[str, Any] | None = None

    def stored(self, county: str, **narrow: Any) -> dict[Key, models.Model]:
        """The public rows of a county by their key; ``narrow`` limits them by key columns."""
        found = self.model._default_manager.filter(county_code=county, **narrow)
        return {tuple(getattr(row, name) for name in self.key): row for row in found}

    def complete(self, wanted: Rows, stored: Iterable[Key]) -> Rows:
        """The wanted rows, with the blank ones for rows that another mirror put there."""
        if self.blank is None:
            return wanted
        return {**dict.fromkeys(stored, self.blank), **wanted}


@dataclass(frozen=True)
class Difference:
    """One column of one public row that is not what the county says."""

    table: str
    county: str
    row: str
    column: str
    public: Any
    expected: Any

    def __str__(self) -> str:
        return (
            f"{self.table} county={self.county} {self.row} column={self.column} "
            f"public={self.public!s} county_value={self.expected!s}"
        )


def lock_county(county: str) -> None:
    """Hold the county's public rows until the transaction ends.

    Without it a writer that read the county before another one committed would take
    that one's new rows for surplus and delete them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, int(county)])


def compare(mirror: Mirror, county: str, wanted: Rows, **narrow: Any) -> Iterator[Difference]:
    """What differs between the public rows of a county and the wanted ones, in key order."""
    stored = mirror.stored(county, **narrow)
    wanted = mirror.complete(wanted, stored)
    table = mirror.model._meta.db_table
    for key in sorted({*stored, *wanted}, key=str):
        row = " ".join(f"{name}={value}" for name, value in zip(mirror.key, key, strict=True))
        if key not in stored:
            yield Difference(table, county, row, ROW, "absent", "present")
        elif key not in wanted:
            yield Difference(table, county, row, ROW, "present", "absent")
        else:
            for column in _changed(mirror, stored[key], wanted[key]):
                public = getattr(stored[key], column)
                yield Difference(table, county, row, column, public, wanted[key][column])


def write(mirror: Mirror, county: str, wanted: Rows, *, at: datetime, **narrow: Any) -> set[Key]:
    """Make the public rows of a county the wanted ones; gives the keys of those that changed.

    To be called within a transaction, after lock_county and before the county is read.
    """
    stored = mirror.stored(county, **narrow)
    wanted = mirror.complete(wanted, stored)
    surplus = {key: row.pk for key, row in stored.items() if key not in wanted}
    changed = {
        key: _fill(stored[key], values, mirror.stamp, at)
        for key, values in wanted.items()
        if key in stored and _changed(mirror, stored[key], values)
    }
    new = {
        key: _fill(_new_row(mirror, county, key), values, mirror.stamp, at)
        for key, values in wanted.items()
        if key not in stored
    }
    manager = mirror.model._default_manager
    if surplus:
        manager.filter(pk__in=surplus.values()).delete()
    if changed:
        manager.bulk_update(changed.values(), [*mirror.columns, mirror.stamp])
    if new:
        manager.bulk_create(new.values())
    return {*surplus, *changed, *new}


def _changed(mirror: Mirror, row: models.Model, values: Mapping[str, Any]) -> Iterable[str]:
    return [name for name in mirror.columns if getattr(row, name) != values[name]]


def _new_row(mirror: Mirror, county: str, key: Key) -> models.Model:
    return mirror.model(county_code=county, **dict(zip(mirror.key, key, strict=True)))


def _fill(row: models.Model, values: Mapping[str, Any], stamp: str, at: datetime) -> models.Model:
    for name, value in values.items():
        setattr(row, name, value)
    setattr(row, stamp, at)
    return row
