"""The county's rubric as its page shows it: areas, indicators, numbers."""

from dataclasses import dataclass
from fractions import Fraction

from evaluation.rubrics.adoption.labels import name_number, pick
from evaluation.rubrics.adoption.models import Adoption
from evaluation.rubrics.adoption.queries.adoption import published_rubric, with_overlay
from evaluation.rubrics.adoption.texts import bounds_text, number_text
from evaluation.scoring.indicator import Indicator, Parameter
from evaluation.scoring.rubric import Area, Rubric


@dataclass(frozen=True)
class NumberRow:
    """One number: what counts here, what was published, and how far it may move."""

    path: str
    label: str
    value: str
    published: str
    origin: str
    clause: str
    bounds: str

    @property
    def is_seed(self) -> bool:
        return self.origin == "SEED"

    @property
    def is_changed(self) -> bool:
        return self.value != self.published


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator: its points, then every number of its formula."""

    id: str
    title: str
    clause: str
    points: NumberRow
    numbers: tuple[NumberRow, ...]


@dataclass(frozen=True)
class AreaRow:
    """One area with its indicators."""

    id: str
    title: str
    clause: str
    points: str
    indicators: tuple[IndicatorRow, ...]

    @property
    def open_numbers(self) -> list[NumberRow]:
        """The numbers a county may change, in page order."""
        rows = [row for each in self.indicators for row in (each.points, *each.numbers)]
        return [row for row in rows if not row.is_seed]


@dataclass(frozen=True)
class RubricRow:
    """The whole rubric of a county, in rubric order."""

    title: str
    areas: tuple[AreaRow, ...]


def list_numbers(adoption: Adoption) -> RubricRow:
    """Every area with its indicators and their numbers, as published and as in force."""
    published = published_rubric(adoption)
    effective = with_overlay(published, adoption)
    areas = tuple(_area_row(area, published, effective) for area in effective.areas)
    return RubricRow(pick(published.title), areas)


def _area_row(area: Area, published: Rubric, effective: Rubric) -> AreaRow:
    first, now = published.numbers(), effective.numbers()
    rows = tuple(_indicator_row(each, first, now) for each in effective.of_area(area.id))
    return AreaRow(area.id, pick(area.title), area.clause, number_text(area.points), rows)


def _indicator_row(
    indicator: Indicator, first: dict[str, Parameter], now: dict[str, Parameter]
) -> IndicatorRow:
    rows = [
        _number_row(path, name_number(indicator, path), first[path], now[path].value)
        for path in now
        if path.split(".")[0] == indicator.id
    ]
    return IndicatorRow(
        indicator.id, pick(indicator.title), indicator.clause, rows[0], tuple(rows[1:])
    )


def _number_row(path: str, label: str, number: Parameter, value: Fraction) -> NumberRow:
    shown, published = number_text(value), number_text(number.value)
    origin = number.origin if shown == published else "COUNTY"
    return NumberRow(
        path, label, shown, published, origin, number.clause or "", bounds_text(number)
    )
