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

Origin = Literal["SEED", "DEFAULT", "COUNTY"]
InputType = Literal["count", "decimal", "flag", "grade", "choice", "counts", "rows", "levels"]
Source = Literal["computed", "declared", "graded", "survey"]
Empty = Literal["ZERO", "FULL", "NA", "LEFT_OUT"]
CapKind = Literal["GIVEN", "ZERO_MONTHS", "CHOSEN", "AREA_SHARE"]


@dataclass(frozen=True)
class Label:
    """A text in the two languages of the screens."""

    zh: str
    en: str


@dataclass(frozen=True)
class Parameter:
    """One number of a formula: where it comes from, and how far a county may move it.

    SEED numbers name the clause they stand in and are never changed; DEFAULT numbers carry
    the bounds `min` and `max`; COUNTY marks a number that a county has changed.
    `yearly` marks a threshold that shrinks for a station opened within the year.
    """

    name: str
    value: Fraction
    origin: Origin
    clause: str | None = None
    min: Fraction | None = None
    max: Fraction | None = None
    yearly: bool = False


@dataclass(frozen=True)
class Choice:
    """One allowed value of an input of type `choice`."""

    id: str
    label: Label


@dataclass(frozen=True)
class InputSpec:
    """One input of an indicator: its type, its range and who gives it.

    `above` is an exclusive lower bound. `at_most` names the keys whose sum this one may not
    exceed (a part and its whole). `row` are the two keys of a list row: the whole, then the
    part. `max_level` is the number of levels of a `levels` input. `nullable`: a written null
    is an answer ("not qualified"). `default` stands in for a flag that is not given.
    """

    key: str
    type: InputType
    label: Label
    source: Source | None = None
    unit: Label | None = None
    min: Fraction | None = None
    max: Fraction | None = None
    above: Fraction | None = None
    at_most: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    row: tuple["InputSpec", ...] = ()
    max_level: int | None = None
    nullable: bool = False
    default: bool | None = None


@dataclass(frozen=True)
class Part:
    """One part of an indicator's formula: a named method over some inputs, worth 0 to 1.

    The indicator earns the weighted mean of its parts (parameter `weight`, else all equal)
    times its points. A part counts on its `tracks` (none named: all), `when` an input is true
    or reaches the parameter `when_at_least`, or `unless` another part counts. `empty` says
    what it means when there is nothing to measure (no denominator, no row, no answer due).
    """

    name: str
    method: str
    inputs: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    tracks: tuple[str, ...] = ()
    when: str | None = None
    unless: str | None = None
    empty: Empty = "ZERO"

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None."""
        return next((each for each in self.parameters if each.name == name), None)


@dataclass(frozen=True)
class NotApplicable:
    """On which tracks an indicator may be declared N/A, and in which case."""

    tracks: tuple[str, ...]
    condition: Label


@dataclass(frozen=True)
class Evidence:
    """What a station hands in with an indicator."""

    required: tuple[Label, ...] = ()
    optional: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One indicator: its clause in the guideline, its inputs and its formula.

    `points` belong to the county's defaults: they may move between the indicators of one area
    within `points_min` and `points_max`. `type` and `source` are the letters of the rubric
    (PF TH RA CK GJ SV; A D R V).
    """

    id: str
    area: str
    clause: str
    title: Label
    sentence: str
    type: tuple[Literal["PF", "TH", "RA", "CK", "GJ", "SV"], ...]
    source: tuple[Literal["A", "D", "R", "V"], ...]
    points: Fraction
    points_min: Fraction
    points_max: Fraction
    origin: Origin
    inputs: tuple[InputSpec, ...]
    parts: tuple[Part, ...]
    emphasis: str | None = None
    na: NotApplicable | None = None
    evidence: Evidence = Evidence()

    @property
    def method(self) -> str:
        """The methods of its parts, in order: "threshold + threshold"."""
        return " + ".join(part.method for part in self.parts)

    @property
    def parameters(self) -> dict[str, Parameter]:
        """Every number of the formula as "part.parameter"."""
        return {f"{part.name}.{each.name}": each for part in self.parts for each in part.parameters}

    @property
    def evidence_required(self) -> tuple[Label, ...]:
        return self.evidence.required

    @property
    def evidence_optional(self) -> tuple[Label, ...]:
        return self.evidence.optional

    def input(self, key: str) -> InputSpec | None:
        """The input of that key, or None."""
        return next((spec for spec in self.inputs if spec.key == key), None)

    def parts_on(self, track: str) -> tuple[Part, ...]:
        """The parts that can count on a track, whatever the inputs."""
        return tuple(part for part in self.parts if not part.tracks or track in part.tracks)

    def inputs_on(self, track: str) -> tuple[InputSpec, ...]:
        """The inputs that can be used on a track, in table order."""
        used = {key for part in self.parts_on(track) for key in (*part.inputs, part.when)}
        return tuple(spec for spec in self.inputs if spec.key in used)


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
        text = json.dumps(self.to_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def indicator(self, id: str) -> Indicator:
        """The indicator of that id; KeyError when there is none."""
        return self.by_id[id]

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

        Only the arithmetic: whether a county may make the change is asked elsewhere.
        KeyError for a path that is no number of this rubric.
        """
        known = self.numbers()
        for path in changes:
            known[path]
        return replace(self, indicators=tuple(_changed(each, changes) for each in self.indicators))


def points_parameter(indicator: Indicator) -> Parameter:
    """An indicator's points as a number with bounds (points are the project's default)."""
    return Parameter(
        "points", indicator.points, "DEFAULT", min=indicator.points_min, max=indicator.points_max
    )


def _changed(indicator: Indicator, changes: Mapping[str, Fraction]) -> Indicator:
    mine = {path: value for path, value in changes.items() if path.split(".")[0] == indicator.id}
    if not mine:
        return indicator
    parts = tuple(
        replace(
            part,
            parameters=tuple(
                _moved(each, mine.get(f"{indicator.id}.{part.name}.{each.name}"))
                for each in part.parameters
            ),
        )
        for part in indicator.parts
    )
    points = mine.get(f"{indicator.id}.points", indicator.points)
    return replace(indicator, parts=parts, points=points)


def _moved(parameter: Parameter, value: Fraction | None) -> Parameter:
    if value is None or value == parameter.value:
        return parameter
    return replace(parameter, value=value, origin="COUNTY")
