"""A place's official roster: what a new list would change, and how it compares with the files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.crypto import blind_index
from kernel.errors import FieldError, NotFound
from kernel.workdays.clock import today
from stations.casework.data_file import read_data
from stations.casework.models import Beneficiary, RosterEntry
from stations.casework.queries.person import village_choices
from stations.casework.queries.roster_kind import keeping_kind, lacking_kind
from stations.casework.roster_sheet import RosterRow, index_household
from stations.network.queries.station import rooms_by_village
from stations.records.identity import wrong_in
from stations.records.models import covering
from stations.records.places import at_place

LONGEST_NAME = 60


class Verdict(StrEnum):
    """What becomes of a line of the new list."""

    NEW = "NEW"
    KEPT = "KEPT"
    MOVED = "MOVED"
    WRONG = "WRONG"


@dataclass
class Line:
    """A row of the list, what it leads to, and what is wrong with it."""

    row: RosterRow
    village: str = ""
    index: str = ""
    verdict: Verdict = Verdict.NEW
    entry: RosterEntry | None = None
    filed: int | None = None
    errors: list[FieldError] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, ...]:
        """A person is known by ID number, without one by name and village."""
        return (self.index,) if self.index else (self.row.name, self.village)

    @property
    def is_filed(self) -> bool:
        return self.filed is not None

    @property
    def household(self) -> str:
        """The index shared by who lives together; "" where the list does not tell."""
        return index_household(self.village, self.row.head, self.row.household)


@dataclass
class Plan:
    """What importing a list would do: each line, and who is no longer on it."""

    lines: list[Line]
    left: list[RosterEntry]

    @property
    def errors(self) -> list[FieldError]:
        return [error for line in self.lines for error in line.errors]

    @property
    def counts(self) -> dict[str, int]:
        """Lines by verdict, filed and not filed of the good ones, and those who left."""
        good = [line for line in self.lines if line.verdict != Verdict.WRONG]
        by_verdict = Counter(line.verdict.value for line in self.lines)
        filed = sum(1 for line in good if line.is_filed)
        return {
            **{verdict.value.lower(): by_verdict[verdict.value] for verdict in Verdict},
            "filed": filed,
            "not_filed": len(good) - filed,
            "left": len(self.left),
        }


@dataclass(frozen=True)
class Comparison:
    """A roster beside the files: who has one, who has none, who left the list this year; and
    beside the kinds: who lacks the roster's, who kept it after leaving."""

    filed: QuerySet[RosterEntry]
    not_filed: QuerySet[RosterEntry]
    left: QuerySet[RosterEntry]
    lacking: QuerySet[RosterEntry]
    kept: QuerySet[RosterEntry]


def plan_roster(station: Any, category: str, rows: Sequence[RosterRow]) -> Plan:
    """Compare a list with the roster that runs, writing nothing. Six queries."""
    villages = village_choices(station)
    lines = [_check(row, villages) for row in rows]
    _refuse_doubles(lines)
    running = {_key(entry): entry for entry in running_entries(station, category)}
    filed = _files(line.index for line in lines if line.index)
    for line in lines:
        line.filed = filed.get(line.index) if line.index else None
        line.entry = running.get(line.key)
        if line.entry and line.filed is None:
            line.filed = line.entry.beneficiary_id
        line.verdict = _verdict(line)
    named = {line.key for line in lines}
    left = [entry for key, entry in running.items() if key not in named]
    return Plan(lines, left)


def running_entries(station: Any, category: str) -> QuerySet[RosterEntry]:
    """Who is on the roster of a place and kind until further notice."""
    return RosterEntry.objects.filter(
        at_place(station), category=category, valid_to=None, withdrawn_at=None
    ).order_by("name", "id")


def compare_roster(actor: Actor, station: Any = None, category: str = "") -> Comparison:
    """The roster of today beside the files, within the actor's reach."""
    rows = entries_at(actor, station, category)
    rows = rows.select_related("station", "beneficiary__station").order_by("name", "id")
    now = rows.filter(covering(today()))
    still = RosterEntry.objects.filter(
        covering(today()),
        withdrawn_at=None,
        id_number_index=OuterRef("id_number_index"),
        category=OuterRef("category"),
    ).exclude(id_number_index="")
    left = rows.filter(valid_to__lte=today(), valid_to__gte=date(today().year, 1, 1))
    return Comparison(
        filed=now.filter(beneficiary__isnull=False, beneficiary__withdrawn_at=None),
        not_filed=now.exclude(beneficiary__isnull=False, beneficiary__withdrawn_at=None),
        left=left.exclude(Exists(still)),
        lacking=lacking_kind(rows, actor),
        kept=keeping_kind(rows, actor),
    )


def entries_at(
    actor: Actor, station: Any = None, category: str = "", action: str = "view"
) -> QuerySet[RosterEntry]:
    """Entries within the actor's reach: of a place and of a kind, where one is named."""
    rows = RosterEntry.objects.restrict(actor, action).filter(withdrawn_at=None)
    if station is not None:
        rows = rows.filter(at_place(station))
    return rows.filter(category=category) if category else rows


def find_roster_entry(actor: Actor, station: Any, uuid: UUID) -> RosterEntry:
    """A running entry of the place. Raises NotFound when unseen."""
    rows = RosterEntry.objects.restrict(actor, "view").filter(at_place(station), uuid=uuid)
    found = rows.filter(withdrawn_at=None, valid_to=None).select_related("station").first()
    if found is None:
        raise NotFound(_("No such entry of the roster."))
    return found


def place_of(station: Any, villages: Iterable[str]) -> dict[str, int]:
    """Which place serves each village: its room, else the station itself."""
    rooms = rooms_by_village(station)
    return {village: rooms.get(village, station.pk) for village in villages}


def _check(row: RosterRow, villages: list[tuple[str, str]]) -> Line:
    line = Line(row)
    if not row.name or len(row.name) > LONGEST_NAME:
        message = _("A name of 1 to %(length)s characters is expected.") % {"length": LONGEST_NAME}
        line.errors.append(_error(row, "name", message, row.name, f"1-{LONGEST_NAME}"))
    elif not any(sign.isalpha() for sign in row.name):
        message = _("A name has letters: a number or a day stands here.")
        line.errors.append(_error(row, "name", message, row.name, _("text")))
    if row.is_number_lost:
        message = _("Excel has cut this ID number: write it as text.")
        line.errors.append(_error(row, "id_number", message, None, _("text")))
    elif row.id_number and (wrong := wrong_in(row.id_number)):
        # The value itself is personal: the message does not repeat it.
        line.errors.append(_error(row, "id_number", wrong, None, "18"))
    else:
        line.index = blind_index(row.id_number)
    _check_household(line)
    line.village = _find_village(row.village, villages)
    if not line.village:
        message = _("Not a village of this place.")
        allowed = [name for _code, name in villages]
        line.errors.append(_error(row, "village", message, row.village, allowed))
    return line


def _check_household(line: Line) -> None:
    row = line.row
    if row.is_household_lost:
        message = _("Excel has cut this number: write it as text.")
        line.errors.append(_error(row, "household", message, None, _("text")))
    for column, given in (("head", row.head), ("household", row.household)):
        if len(given) > LONGEST_NAME:
            message = _("At most %(length)s characters are expected.") % {"length": LONGEST_NAME}
            line.errors.append(_error(row, column, message, None, f"0-{LONGEST_NAME}"))


def _find_village(given: str, villages: list[tuple[str, str]]) -> str:
    """By code or name, with or without its ending; "" for none or several; the only one if left
    empty."""
    if not given:
        return villages[0][0] if len(villages) == 1 else ""
    exact = [code for code, name in villages if given in (code, name)]
    found = exact or [code for code, name in villages if _bare(name) == _bare(given)]
    return found[0] if len(found) == 1 else ""


def _bare(name: str) -> str:
    """Without what says that it is a village: 金沙社区居民委员会 -> 金沙."""
    plain = "".join(name.split())
    endings = read_data("roster")["village_endings"]
    while ending := next((each for each in endings if plain.endswith(each)), ""):
        if plain == ending:
            break
        plain = plain.removesuffix(ending)
    return plain


def _refuse_doubles(lines: list[Line]) -> None:
    """A person stands on a list once."""
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        first = seen.setdefault(line.key, line.row.number)
        if first != line.row.number and not line.errors:
            message = _("The same person stands in row %(row)s.") % {"row": first}
            line.errors.append(_error(line.row, "name", message, line.row.name, None))


def _verdict(line: Line) -> Verdict:
    if line.errors:
        return Verdict.WRONG
    if line.entry is None:
        return Verdict.NEW
    return Verdict.KEPT if line.entry.division_code == line.village else Verdict.MOVED


def _key(entry: RosterEntry) -> tuple[str, ...]:
    index = entry.id_number_index
    return (index,) if index else (entry.name, entry.division_code)


def _files(indexes: Iterable[str]) -> dict[str, int]:
    rows = Beneficiary.objects.filter(id_number_index__in=list(indexes), withdrawn_at=None)
    return dict(rows.values_list("id_number_index", "id"))


def _error(row: RosterRow, column: str, message: str, given: Any, allowed: Any) -> FieldError:
    return FieldError(f"rows.{row.number}.{column}", "invalid", message, given, allowed)
