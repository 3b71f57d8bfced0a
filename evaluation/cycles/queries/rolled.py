"""What the roll-up shows of each evaluation: one plain row a station and year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from evaluation.cycles.models import Evaluation, Result
from evaluation.cycles.models.result import ratio
from evaluation.cycles.states import DECIDED_ON, REPORTED, State


@dataclass(frozen=True)
class StationResult:
    """An evaluation as far as public tables hold it; no result before it is decided.

    ``areas`` is the sheet's {area: {"points", "score"}} with scores as texts.
    """

    station_code: str
    name: str
    level: str
    division_code: str
    year: int
    evaluation_uuid: UUID
    state: str
    due_on: date | None
    reported: bool
    on_time: bool
    total: Fraction | None
    grade: str
    areas: dict[str, Any]
    rubric_id: str
    rubric_version: str
    rubric_digest: str


def station_results(stations: Iterable[Any] | None = None) -> Iterator[StationResult]:
    """Every evaluation of the county one stands in, or those of some stations: two queries.

    Those carried from a county that is no more stand in public as that county's own.
    """
    own = Evaluation.objects.filter(cycle__carried_from="")
    rows = own.select_related("station", "cycle").defer("cycle__rubric")
    if stations is not None:
        rows = rows.filter(station__in=list(stations))
    found = list(rows)
    decided = [row.pk for row in found if row.state in DECIDED_ON]
    results = Result.objects.filter(evaluation__in=decided).order_by("seq")
    columns = ("evaluation_id", "total_num", "total_den", "grade", "sheet__areas")
    standing = {result["evaluation_id"]: result for result in results.values(*columns)}
    return (_rolled(row, standing.get(row.pk)) for row in found)


def _rolled(row: Evaluation, result: Mapping[str, Any] | None) -> StationResult:
    return StationResult(
        station_code=row.station.code,
        name=row.station.name,
        level=row.station.level,
        division_code=row.station.division_code,
        year=row.cycle.year,
        evaluation_uuid=row.uuid,
        state=row.state,
        due_on=row.due_on,
        reported=row.state in REPORTED,
        on_time=bool(row.on_time),
        total=None if result is None else ratio(result["total_num"], result["total_den"]),
        grade=result["grade"] if result else "",
        areas=result["sheet__areas"] if result else {},
        rubric_id=row.cycle.rubric_id,
        rubric_version=row.cycle.rubric_version,
        rubric_digest=row.cycle.rubric_digest,
    )


def state_label(state: str) -> str:
    """A state in words, for pages that know the state only."""
    return str(State(state).label)
