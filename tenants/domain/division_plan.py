"""From what was proposed to the rows: which divisions end, which begin, what follows what.

Pure reading; domain/division_change.py writes. A code contains its parent's, so a division
below one that ends must follow under another code: one that was chosen, else the same last
digits where they are free, else the next free number of its class (1-199 for communities
and subdistricts, 200-399 for villages, as the national bureau of statistics numbers them).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from kernel.errors import FieldError, Invalid
from tenants.domain.division_shape import PAIRED, check_predecessors, check_shape, refuse
from tenants.models import ChangeKind, Division, DivisionChange, DivisionLevel
from tenants.queries.division import DIGITS, in_force

LEVEL_OF = dict(zip(DIGITS, DivisionLevel, strict=True))
# Width of the classes that the last three digits fall in.
CLASS_WIDTH = 200
NAME_LENGTH = 60


@dataclass(frozen=True)
class Ended:
    """A division whose row ends on the day; its own code among the successors: it goes on."""

    code: str
    name: str
    level: str
    successors: tuple[str, ...]


@dataclass(frozen=True)
class Begun:
    """A division whose row begins on the day; `assumed`: its code was given by rule, not chosen."""

    code: str
    name: str
    level: str
    parent_code: str
    reform_affected: bool
    densely_populated: bool
    assumed: bool


@dataclass(frozen=True)
class Plan:
    """All rows that a change ends and begins, in code order."""

    on: date
    ended: list[Ended]
    begun: list[Begun]

    @property
    def moves(self) -> dict[str, tuple[str, ...]]:
        """Old code -> codes from the day on, where they are not the old one alone."""
        return {row.code: row.successors for row in self.ended if row.successors != (row.code,)}

    @property
    def digest(self) -> str:
        """SHA-256 of the plan: what was shown is what is carried out, or it is refused."""
        text = json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def plan_change(change: DivisionChange) -> Plan:
    """The rows that a change ends and begins, as the list stands now.

    Raises Invalid with one error a wrong value: unknown or ended code, a day before the
    predecessor began, a successor of another level, without its parent, in force already, or
    standing on both sides; a division below without a place to go.
    """
    refuse(check_shape(change))
    planner = Planner(change)
    refuse(check_predecessors(change.predecessors, planner.present, change.effective_on))
    return planner.run()


def parent_of(code: str) -> str:
    """The code of the division above; empty for a province."""
    return code[: max(digits for digits in (0, *DIGITS) if digits < len(code))]


@dataclass
class Planner:
    """Works out one change against the divisions of the day it takes effect."""

    change: DivisionChange
    present: dict[str, Division] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, tuple[str, str]] = field(default_factory=dict)
    moves: dict[str, tuple[str, ...]] = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)
    taken: dict[str, set[str]] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = {code: name.strip() for code, name in self.change.successors}
        self.chosen = {old: (new, name.strip()) for old, (new, name) in self.change.below.items()}
        for code in {*self.change.predecessors, *self.names}:
            for row in in_force(self.change.effective_on).filter(code__startswith=code):
                self.present[row.code] = row

    @property
    def listed(self) -> set[str]:
        """The successors that the change itself names."""
        return {code for code, _name in self.change.successors}

    def run(self) -> Plan:
        self.check_chosen()
        for code, successors in self.pairs():
            self.follow(self.present[code], successors)
        ended = [
            Ended(code, row.name, row.level, self.moves[code])
            for code, row in sorted(self.present.items())
            if code in self.moves and not self.stays(code)
        ]
        codes = [row.code for row in ended]
        self.errors += check_predecessors(codes, self.present, self.change.effective_on)
        begun = [self.make_begun(code) for code in sorted(self.beginning())]
        self.check_begun(begun, {row.code for row in ended})
        refuse(self.errors)
        return Plan(self.change.effective_on, ended, begun)

    def pairs(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each predecessor with what follows it."""
        old, new = self.change.predecessors, tuple(self.names)
        if self.change.kind in PAIRED:
            return [(code, (after,)) for code, after in zip(old, new, strict=True)]
        if self.change.kind == ChangeKind.NEW_COUNTY:
            return [(code, (self.place(self.present[code], new[0]),)) for code in old]
        return [(code, new) for code in old]

    def place(self, row: Division, county: str) -> str:
        """The code in a new county: the county's own for a county, the next fit for a town."""
        return county if len(row.code) == len(county) else self.code_below(row, county)

    def follow(self, row: Division, successors: tuple[str, ...]) -> None:
        """Note what follows a division, and let what lies below follow: what was chosen always,
        the rest where its parent ends."""
        self.moves[row.code] = successors
        for child in self.children(row):
            if child.code in self.chosen:
                self.follow(child, tuple(filter(None, [self.code_below(child, "")])))
            elif row.code in successors:
                self.follow(child, (child.code,))
            elif len(successors) > 1:
                message = _("%(child)s lies in a divided division: give its new code.")
                message %= {"child": f"{child.code} {child.name}"}
                self.errors.append(FieldError("below", "required", message, child.code))
            else:
                self.follow(child, tuple(self.code_below(child, new) for new in successors))

    def children(self, row: Division) -> list[Division]:
        found = (one for one in self.present.values() if one.parent_code == row.code)
        return sorted(found, key=lambda one: one.code)

    def code_below(self, row: Division, parent: str) -> str:
        """The chosen code of a division below, or one given by rule under its new parent."""
        if row.code in self.chosen:
            code, name = self.chosen[row.code]
            if name:
                self.names.setdefault(code, name)
            return code
        if parent not in self.taken:
            chosen = {code for code, _name in self.chosen.values()}
            self.taken[parent] = codes_ever_below(parent) | chosen
        code = free_code(parent, row.code[len(row.parent_code) :], self.taken[parent])
        self.taken[parent].add(code)
        self.names[code] = row.name
        self.assumed.add(code)
        return code

    def stays(self, code: str) -> bool:
        """Whether a division goes on under the same code and name."""
        name = self.names.get(code)
        return self.moves[code] == (code,) and name in (None, "", self.present[code].name)

    def beginning(self) -> set[str]:
        """Codes whose row begins: all that follow, but for those that stay as they were."""
        followers = {code for successors in self.moves.values() for code in successors}
        kept = {code for code in self.moves if self.stays(code)}
        return {code for code in followers | set(self.names) if code not in kept} - self.joined()

    def joined(self) -> set[str]:
        """Divisions that stay in force and take others in: no predecessors, but followers."""
        takers = {code for code, _name in self.chosen.values() if code}
        if self.change.kind == ChangeKind.MERGE:
            takers |= self.listed
        takers -= set(self.moves)
        rows = in_force(self.change.effective_on).filter(code__in=takers)
        return {row.code for row in rows if self.names.get(row.code) in (None, "", row.name)}

    def make_begun(self, code: str) -> Begun:
        """It bears a mark of the county when one of its predecessors did."""
        before = [self.present[old] for old, new in self.moves.items() if code in new]
        own = self.present[code].name if code in self.moves else ""
        if len(before) == 1 and (self.change.kind in PAIRED or code not in self.listed):
            own = own or before[0].name
        return Begun(
            code=code,
            name=self.names.get(code) or own,
            level=LEVEL_OF[len(code)],
            parent_code=parent_of(code),
            reform_affected=any(row.reform_affected for row in before),
            densely_populated=any(row.densely_populated for row in before),
            assumed=code in self.assumed,
        )

    def check_chosen(self) -> None:
        """A chosen code belongs to a division below a predecessor, and keeps its level."""
        for old, (code, _name) in self.chosen.items():
            if old not in self.present or not self.lies_below(old):
                message = _("%(code)s lies below none of the predecessors.") % {"code": old}
                self.errors.append(FieldError("below", "unknown", message, old))
            if code and (len(code) != len(old) or not (code.isascii() and code.isdigit())):
                message = _("%(code)s is of another level.") % {"code": code}
                self.errors.append(FieldError("below", "other_level", message, code, len(old)))
        refuse(self.errors)

    def lies_below(self, code: str) -> bool:
        old = self.change.predecessors
        return any(code.startswith(above) and code != above for above in old)

    def check_begun(self, begun: list[Begun], ended: set[str]) -> None:
        """What begins has a name, its parent on that day, and no row of its own from then on."""
        on, codes = self.change.effective_on, {row.code for row in begun}
        others = Division.objects.filter(code__in=codes - ended)
        overlapping = set(others.exclude(valid_to__lte=on).values_list("code", flat=True))
        parents = {row.parent_code for row in begun} - codes - ended - {""}
        there = set(in_force(on).filter(code__in=parents).values_list("code", flat=True))
        for row in begun:
            where = "successors" if row.code in self.listed else "below"
            self.errors += check_row(row, where, overlapping, codes | there)


def check_row(
    row: Begun, where: str, overlapping: set[str], parents: set[str]
) -> Iterable[FieldError]:
    if not 0 < len(row.name) <= NAME_LENGTH:
        message = _("%(code)s needs a name of 1 to 60 characters.") % {"code": row.code}
        yield FieldError(where, "name", message, row.name, f"1 - {NAME_LENGTH}")
    if row.code in overlapping:
        message = _("%(code)s is in force already on that day or later.") % {"code": row.code}
        yield FieldError(where, "overlap", message, row.code)
    if row.parent_code and row.parent_code not in parents:
        message = _("%(code)s: no division %(parent)s is in force on that day.")
        message %= {"code": row.code, "parent": row.parent_code}
        yield FieldError(where, "no_parent", message, row.parent_code)


def codes_ever_below(parent: str) -> set[str]:
    """Every code that a division directly below has or had: none is given again."""
    return set(Division.objects.filter(parent_code=parent).values_list("code", flat=True))


def free_code(parent: str, number: str, taken: set[str]) -> str:
    """The old last digits below the new parent, or the next free number of their class.

    Raises Invalid when a class of two hundred is full.
    """
    start = int(number) // CLASS_WIDTH * CLASS_WIDTH
    own = [int(number), *range(max(start, 1), start + CLASS_WIDTH)]
    for candidate in own:
        code = f"{parent}{candidate:0{len(number)}d}"
        if code not in taken:
            return code
    message = _("%(code)s has no free number left.") % {"code": parent}
    raise Invalid(message, errors=[FieldError("below", "full", message, parent)])
