"""An indicator: the clause it asks for, the inputs it takes and the formula that scores them.

The field names are the keys of the indicator's YAML file and of its JSON form alike.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Origin = Literal["SEED", "DEFAULT", "COUNTY"]
InputType = Literal["count", "decimal", "flag", "grade", "choice", "counts", "rows", "levels"]
Source = Literal["computed", "declared", "graded", "survey"]
Empty = Literal["ZERO", "FULL", "NA", "LEFT_OUT"]


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

    def __hash__(self) -> int:
        return hash(self.id)

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
