"""Pages of two counties side by side: one with a real year of records, one with ten times as many.

Each row asks the same page of both in turn; the number of queries is what must be equal, the
time may grow to 1.3 times. A station's head asks; the lists are those of the head's station, on
their first page and, for the visits, on a late one. The province board has ten times the years.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluation.cycles.domain import cycle as cycles
from evaluation.cycles.models import Evaluation
from evaluation.rollup.models import CountyPeriod, StationYear
from evaluation.rubrics.domain import publish_rubric
from kernel.access.actor import Actor
from kernel.tenancy import county_context
from kernel.workdays.clock import ZONE, frozen
from stations.network.models import Station
from tests.bench.comparison import Comparison, Way
from tests.bench.records import SMALL, YEAR, Maker, Size
from tests.bench.rollup import YEAR as BOARD_YEAR
from tests.bench.rollup import YEARS, build_province
from tests.fixtures.clients import client_for
from tests.fixtures.cycles import FOLDER, RUBRIC, VERSION
from tests.fixtures.people import make_member, make_official

# Not in Sichuan, whose counties the board's data are.
ONCE, TENFOLD = "530102", "530103"
TIMES, REQUESTS, FEW = 10, 10, 2
FROZEN_AT = datetime(YEAR + 1, 1, 8, 10, tzinfo=ZONE)
TODAY = date(YEAR, 12, 20)
LISTS = {
    "persons": "/casework/{station}/persons/",
    "visits": "/casework/{station}/visits/",
    "visits.late": "/casework/{station}/visits/?page=20",
    "services": "/casework/{station}/services/",
    "due": "/casework/{station}/due/",
    "cases": "/casework/{station}/cases/",
    "evaluation": "/evaluations/{evaluation}/self/C05/",
}


@dataclass(frozen=True)
class Place:
    """A station's head at a browser, and what the addresses name."""

    client: Client
    objects: dict[str, str]

    def ask(self, path: str) -> bytes:
        with frozen(TODAY):
            answer = self.client.get(path.format(**self.objects))
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content


def measure(small: bool) -> Iterable[Comparison]:
    size = SMALL if small else Size(stations=4, persons_a_case=4)
    publish_rubric(actor=Actor.system(None), folder=FOLDER)
    once, tenfold = make_place(ONCE, size), make_place(TENFOLD, larger(size))
    refresh()
    times = FEW if small else REQUESTS
    for name, path in LISTS.items():
        yield Comparison(
            name=f"pages.{name}",
            baseline=asking(f"{times} times {path}, a year's records", once, path, times),
            ours=asking(f"the same, {TIMES} times the records", tenfold, path, times),
            goal="<= 1.3",
        )
    yield board(small, times)


def larger(size: Size) -> Size:
    """Ten times the persons, and all that hangs on them, at as many stations."""
    grown = {name: getattr(size, name) * TIMES for name in ("persons", "volunteers", "orgs")}
    return replace(size, **grown)


def asking(what: str, place: Place, path: str, times: int, **more: Any) -> Way:
    def run() -> None:
        for _ in range(times):
            place.ask(path)

    return Way(what, run, answer=lambda: count_queries(place, path), **more)


def count_queries(place: Place, path: str) -> int:
    place.ask(path)  # what is kept for a while, as the host's county, is kept now
    with CaptureQueriesContext(connection) as asked:
        place.ask(path)
    return len(asked)


def make_place(county: str, size: Size) -> Place:
    """A county with its records and a frozen year; the head of its first station."""
    station: Station = Maker(size, county).make()[0]
    actor = Actor.system(county)
    with county_context(county), frozen(FROZEN_AT):
        cycle = cycles.create_cycle(
            actor=actor,
            year=YEAR,
            rubric_id=RUBRIC,
            version=VERSION,
            cutoff_on=date(YEAR, 12, 31),
        )
        cycles.freeze_cycle(actor=actor, cycle=cycles.open_cycle(actor=actor, cycle=cycle))
        evaluation = Evaluation.objects.get(station=station)
    head = make_member("HEAD", scope_code=station.code, county=county)
    objects = {"station": station.code, "evaluation": str(evaluation.uuid)}
    return Place(client_for(head, county), objects)


def board(small: bool, times: int) -> Comparison:
    """The board of a year, where three and where thirty are kept."""
    build_province(small)
    official = Place(client_for(make_official("PROVINCE", "51"), None), {})
    path = f"/?year={BOARD_YEAR}"

    def keep(years: int) -> Callable[[], None]:
        return lambda: keep_years(years)

    few, many = len(YEARS), len(YEARS) * TIMES
    return Comparison(
        name="pages.board",
        baseline=asking(
            f"{times} times the board, {few} years kept", official, path, times, prepare=keep(few)
        ),
        ours=asking(f"the same, {many} years kept", official, path, times, prepare=keep(many)),
        goal="<= 1.3",
    )


def keep_years(years: int) -> None:
    """The public tables with so many years: those built, and copies of them before."""
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        for model in (CountyPeriod, StationYear):
            model.objects.exclude(year__in=YEARS).delete()
            columns = [f.column for f in model._meta.concrete_fields if not f.primary_key]
            copied = ["year - %s" if name == "year" else name for name in columns]
            for back in range(len(YEARS), years, len(YEARS)):
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
                    f" SELECT {', '.join(copied)} FROM {model._meta.db_table}"
                    " WHERE year = ANY(%s)",
                    [back, list(YEARS)],
                )
    refresh()


def refresh() -> None:
    """The planner knows what was written."""
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
