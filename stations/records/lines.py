"""One line for a record behind a figure: who, what, when, and whether it still stands."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel.access.actor import Actor
from kernel.access.restrict import Rule
from kernel.crypto import mask_name
from kernel.workdays.clock import ZONE
from stations.records.models import Record


@dataclass(frozen=True)
class Line:
    """A record as the list shows it; ``who`` is masked unless the actor may read the name."""

    uuid: UUID
    who: str
    what: str
    on: date | None
    changed_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Source:
    """Where the lines of one kind of record come from: the model and the columns shown."""

    title: Any
    model: type[Record]
    day: str
    who: str = ""
    what: str = ""
    # Organisations and the like have no name to hide.
    is_person: bool = True
    # Who reads names in full; None: whoever may view the row.
    names_for: Callable[[Actor], bool] | None = None
    # The action of the model's queryset that lets a reader have the name.
    action: str = "view"
    # Of which rows the reader learns ``what``; None: of all.
    told: Rule | None = None

    def order(self, uuids: Collection[UUID]) -> list[UUID]:
        """Those of the records that exist, by day."""
        rows = self.model._default_manager.filter(uuid__in=uuids).order_by(self.day, "id")
        return list(rows.values_list("uuid", flat=True))

    def describe(self, uuids: Collection[UUID], actor: Actor) -> dict[UUID, Line]:
        """The lines of the records that exist, in two queries; three with ``told``."""
        rows: Any = self.model._default_manager.filter(uuid__in=uuids)
        shown = set(rows.restrict(actor, self.action).values_list("uuid", flat=True))
        if not self._reads_names(actor):
            shown = set()
        silent = self._silent(rows, uuids, actor)
        return {record.uuid: self._line(record, shown, silent) for record in self._with_names(rows)}

    def _silent(self, rows: Any, uuids: Collection[UUID], actor: Actor) -> set[UUID]:
        """Those of which the reader learns who, masked, and when, and no more."""
        if self.told is None or actor.is_system:
            return set()
        told = self.told(actor)
        known = rows.none() if told is None else rows.filter(told)
        return set(uuids) - set(known.values_list("uuid", flat=True))

    def _with_names(self, rows: Any) -> Any:
        related = self.who.rpartition("__")[0]
        return rows.select_related(related) if related else rows

    def _reads_names(self, actor: Actor) -> bool:
        return self.names_for is None or self.names_for(actor)

    def _line(self, record: Record, shown: set[UUID], silent: set[UUID]) -> Line:
        who = str(_read(record, self.who)) if self.who else ""
        open_name = not self.is_person or record.uuid in shown
        return Line(
            uuid=record.uuid,
            who=who if open_name else mask_name(who),
            what="" if record.uuid in silent else _words(record, self.what),
            on=_day(getattr(record, self.day)),
            changed_at=record.changed_at,
            withdrawn_at=record.withdrawn_at,
        )


Sources = Mapping[str, Source]


def _read(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = getattr(record, name)
    return record


def _words(record: Record, field: str) -> str:
    if not field:
        return ""
    label: Callable[[], Any] | None = getattr(record, f"get_{field}_display", None)
    return str(label() if label else getattr(record, field))


def _day(value: date | datetime | None) -> date | None:
    return value.astimezone(ZONE).date() if isinstance(value, datetime) else value
