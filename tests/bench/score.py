"""Scoring every station of Sichuan: read the inputs, score, write the sheets with their trace.

The floor is the same reading and writing without any scoring. Nothing is remembered when a round
begins. `score` draws from the inputs of the cases, of which many stations share each; in
`score.apart` every figure is drawn anew, so that hardly two stations share one. `score.what_if`
is the province with one county number changed, right after it was scored with the published ones.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import orjson
import psycopg

from evaluation.rubrics.cases import case_files, read_cases
from evaluation.rubrics.loader import load_tree
from evaluation.scoring import Rubric, SheetInput, check, score
from evaluation.scoring.read import forget_answers
from tests.bench.comparison import Comparison, Way
from tests.evaluation.scoring.figures import figures
from tests.evaluation.scoring.sheets import FULL, sheet_of

STATIONS, FEW = 3111, 20
SEED = 510402
OPTION = orjson.OPT_NON_STR_KEYS
CASES = Path(__file__).parents[1] / "cases"
TABLES = """
    DROP TABLE IF EXISTS bench_inputs, bench_sheets;
    CREATE TABLE bench_inputs (station int PRIMARY KEY, inputs text NOT NULL);
    CREATE TABLE bench_sheets (station int PRIMARY KEY, total text, grade text, sheet text);
"""
Connection = psycopg.Connection[Any]
Draw = Callable[[Random], dict[str, Any]]


def measure(small: bool) -> Iterable[Comparison]:
    rubric = load_tree("panzhihua-township")
    stations = FEW if small else STATIONS
    choices = sound_inputs(rubric)

    def shared(draw: Random) -> dict[str, Any]:
        return {id: draw.choice(given) for id, given in choices.items()}

    def apart(draw: Random) -> dict[str, Any]:
        return shared(draw) | figures(draw)

    yield written("score", rubric, stations, shared)
    yield written("score.apart", rubric, stations, apart)
    yield what_if(rubric, stations, shared)


def written(name: str, rubric: Rubric, stations: int, draw: Draw) -> Comparison:
    """Every sheet scored and written, beside nothing but the reading and writing."""
    connection = prepared(stations, draw)
    scored = list(score_all(rubric, read_inputs(connection)))

    def ours() -> list[Any]:
        return write_sheets(connection, score_all(rubric, read_inputs(connection)))

    def floor() -> list[Any]:
        read_inputs(connection)
        return write_sheets(connection, scored)

    return Comparison(
        name=name,
        baseline=Way(f"read and COPY of the same {stations} rows, no scoring", floor),
        ours=Way(f"{stations} sheets of 50 indicators read, scored, written", ours, forget_answers),
        goal="<= 2.5",
        close=connection.close,
    )


def what_if(rubric: Rubric, stations: int, draw: Draw) -> Comparison:
    """The totals under a changed weight, beside reckoning every sheet from nothing."""
    connection = prepared(stations, draw)
    rows = read_inputs(connection)
    changes = {"C05.points": Fraction(7, 2), "C06.points": Fraction(3)}

    def published() -> None:
        forget_answers()
        totals(rubric, rows)

    def anew() -> list[Any]:
        return totals(rubric.with_numbers(changes), rows, forget_answers)

    def ours() -> list[Any]:
        return totals(rubric.with_numbers(changes), rows)

    return Comparison(
        name="score.what_if",
        baseline=Way(f"totals of {stations} sheets under a changed weight, from nothing", anew),
        ours=Way("the same after they were scored with the published rubric", ours, published),
        goal=">= 4",
        close=connection.close,
    )


def prepared(stations: int, draw: Draw) -> Connection:
    """A connection to tables with the drawn inputs of every station."""
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    connection.execute(TABLES)
    random = Random(SEED)
    with connection.cursor().copy("COPY bench_inputs FROM STDIN") as copy:
        for station in range(stations):
            text = orjson.dumps(draw(random), default=str, option=OPTION).decode()
            copy.write_row((station, text))
    return connection


def sound_inputs(rubric: Rubric) -> dict[str, list[Any]]:
    """For each indicator the inputs found in tests/cases that a plain sheet accepts."""
    found: dict[str, list[Any]] = {id: [given] for id, given in FULL.items()}
    for file in case_files(CASES):
        for case in read_cases(file):
            for id, given in case.given.inputs.items():
                if id in found and not check(rubric, sheet_of({id: given})):
                    found[id].append(given)
    return found


def read_inputs(connection: Connection) -> list[tuple[int, str]]:
    return connection.execute("SELECT station, inputs FROM bench_inputs ORDER BY 1").fetchall()


def sheet_input(inputs: str) -> SheetInput:
    return SheetInput(2023, "GUIDELINE", "2021-06-01", orjson.loads(inputs))


def totals(
    rubric: Rubric,
    read: list[tuple[int, str]],
    before_each: Callable[[], None] = lambda: None,
) -> list[Fraction | None]:
    found = []
    for _, inputs in read:
        before_each()
        found.append(score(rubric, sheet_input(inputs)).total)
    return found


def score_all(rubric: Rubric, read: list[tuple[int, str]]) -> Iterator[tuple[Any, ...]]:
    """One row a station as it is written: total, grade, the sheet with its trace."""
    for station, inputs in read:
        shown = score(rubric, sheet_input(inputs)).to_json()
        yield station, shown["total"], shown["grade"], orjson.dumps(shown).decode()


def write_sheets(connection: Connection, rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Write all of them anew; the answer is what the table then says."""
    connection.execute("TRUNCATE bench_sheets")
    with connection.cursor().copy("COPY bench_sheets FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    digest = "SELECT count(*), md5(string_agg(sheet || coalesce(total, ''), '' ORDER BY station))"
    return connection.execute(f"{digest} FROM bench_sheets").fetchall()
