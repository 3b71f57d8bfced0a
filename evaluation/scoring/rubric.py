"""What a rubric is: frozen data, read from YAML once and kept as JSON in every cycle.

The field names below are the keys of the rubric's YAML files and of its JSON form alike;
`codec` builds these classes from either and refuses everything they do not declare.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from evaluation.scoring import codec
from evaluation.scoring.indicator import Indicator, Label, Origin, Parameter
from evaluation.scoring.overlay import changed, points_parameter

CapKind = Literal["GIVEN", "ZERO_MONTHS", "CHOSEN", "AREA_SHARE"]


def digest_of(data: Any) -> str:
    """sha256 of a rubric's JSON form, whatever the order of its keys."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Area:
    id: str
    title: Label
    clause: str
    points: Fraction


@dataclass(frozen=True)
class Emphasis:
    id: str
    title: Label


@dataclass(frozen=True)
class Track:
    """One of the tracks a station is evaluated on, and the best grade it can reach there."""

    id: str
    title: Label
    best: str


@dataclass(frozen=True)
class Grade:
    """A grade and the total from which it is given; listed from the best down."""

    id: str
    title: Label
    at_least: Fraction


@dataclass(frozen=True)
class Letter:
    """A reviewer's grade of one indicator and its value between 0 and 1."""

    id: str
    value: Fraction
    reason_required: bool = False


@dataclass(frozen=True)
class Review:
    """How reviewers' grades are taken together.

    From `drop_from` grades on, one highest and one lowest are dropped before the mean; a
    spread above `spread_limit` needs a decision.
    """

    reviewers: int
    drop_from: int
    spread_limit: Fraction


@dataclass(frozen=True)
class CapStep:
    """An area under this share of its points allows at best this grade."""

    under: Fraction
    best: str


@dataclass(frozen=True)
class Cap:
    """A rule that limits the grade.

    GIVEN is named in the sheet; ZERO_MONTHS counts the zeros of a list of month-ends;
    CHOSEN looks for one value of a choice; AREA_SHARE compares each area with its points.
    """

    id: str
    title: Label
    kind: CapKind
    best: str | None = None
    indicator: str | None = None
    input: str | None = None
    months: int | None = None
    choice: str | None = None
    steps: tuple[CapStep, ...] = ()


@dataclass(frozen=True)
class Veto:
    id: str
    title: Label


@dataclass(frozen=True)
class Bonus:
    """A bonus and the points that may be granted for it."""

    id: str
    title: Label
    allowed: tuple[Fraction, ...]


@dataclass(frozen=True)
class Clock:
    """How many days a step of the yearly process takes; `working`: working days."""

    step: str
    days: int
    working: bool
    origin: Origin
    min: int
    max: int


@dataclass(frozen=True)
class Calendar:
    """The yearly calendar: `cutoff` as MM-DD, the least days from opening to it, the late
    days in which records of the year still count, and the clock of each step."""

    cutoff: str
    open_before_days: int
    late_sync_days: int
    clocks: tuple[Clock, ...]

    def clock(self, step: str) -> Clock:
        """The clock of a step; KeyError when the rubric has none."""
        for each in self.clocks:
            if each.step == step:
                return each
        raise KeyError(step)


@dataclass(frozen=True)
class Rubric:
    """A whole rubric. Indicators stand in rubric order."""

    id: str
    version: str
    title: Label
    effective_from: str
    areas: tuple[Area, ...]
    emphases: tuple[Emphasis, ...]
    tracks: tuple[Track, ...]
    grades: tuple[Grade, ...]
    letters: tuple[Letter, ...]
    review: Review
    caps: tuple[Cap, ...]
    vetoes: tuple[Veto, ...]
    bonus: tuple[Bonus, ...]
    bonus_limit: Fraction
    total_limit: Fraction
    calendar: Calendar
    indicators: tuple[Indicator, ...]

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def by_id(self) -> Mapping[str, Indicator]:
        """The indicators by their id."""
        return {each.id: each for each in self.indicators}

    @cached_property
    def digest(self) -> str:
        """sha256 of the canonical content: the same rubric has the same digest anywhere."""
        return digest_of(self.to_data())

    def indicator(self, id: str) -> Indicator:
        """The indicator of that id; KeyError when there is none."""
        return self.by_id[id]

    def area(self, id: str) -> Area:
        """The area of that id; KeyError when there is none."""
        for each in self.areas:
            if each.id == id:
                return each
        raise KeyError(id)

    def of_area(self, area: str) -> tuple[Indicator, ...]:
        """The indicators of an area, in rubric order."""
        return self._by_area.get(area, ())

    @cached_property
    def _by_area(self) -> Mapping[str, tuple[Indicator, ...]]:
        return {
            area.id: tuple(each for each in self.indicators if each.area == area.id)
            for area in self.areas
        }

    def track(self, id: str) -> Track:
        """The track of that id; KeyError when there is none."""
        for each in self.tracks:
            if each.id == id:
                return each
        raise KeyError(id)

    def to_data(self) -> dict[str, Any]:
        """The rubric as JSON-ready data: lists, texts, whole numbers; fractions as text."""
        return codec.to_data(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Rubric":
        """The rubric from `to_data`'s form; codec.DataError names the key that does not fit."""
        return codec.from_data(cls, data)

    def numbers(self) -> dict[str, Parameter]:
        """Every formula number as "C05.volunteers.full", and every indicator's "C05.points"."""
        return dict(self._numbers())

    def _numbers(self) -> Iterator[tuple[str, Parameter]]:
        for each in self.indicators:
            yield f"{each.id}.points", points_parameter(each)
            for name, parameter in each.parameters.items():
                yield f"{each.id}.{name}", parameter

    def with_numbers(self, changes: Mapping[str, Fraction]) -> "Rubric":
        """This rubric with some of `numbers()` replaced, marked as COUNTY where they differ.

        KeyError for a path that is no number of this rubric.
        """
        if unknown := changes.keys() - self.numbers().keys():
            raise KeyError(min(unknown))
        return replace(self, indicators=tuple(changed(each, changes) for each in self.indicators))
