"""Scoring every station of Sichuan: read the inputs, score, write the sheets with their trace.

The floor is the same reading and writing without any scoring.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson
import psycopg

from evaluation.rubrics.cases import case_files, read_cases
from evaluation.rubrics.loader import load_tree
from evaluation.scoring import Rubric, SheetInput, check, score
from tests.bench.comparison import Comparison, Way
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


def measure(small: bool) -> Iterable[Comparison]:
    rubric = load_tree("panzhihua-township")
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    connection.execute(TABLES)
    write_inputs(connection, rubric, FEW if small else STATIONS)
    scored = list(score_all(rubric, read_inputs(connection)))

    def ours() -> list[Any]:
        return write_sheets(connection, score_all(rubric, read_inputs(connection)))

    def floor() -> list[Any]:
        read_inputs(connection)
        return write_sheets(connection, scored)

    yield Comparison(
        name="score",
        baseline=Way(f"read and COPY of the same {len(scored)} rows, no scoring", floor),
        ours=Way(f"{len(scored)} sheets of 50 indicators read, scored, written", ours),
        goal="<= 2.5",
        close=connection.close,
    )


def write_inputs(connection: psycopg.Connection[Any], rubric: Rubric, stations: int) -> None:
    """Sheets put together from the cases of each indicator that are no refusals."""
    choices = sound_inputs(rubric)
    draw = Random(SEED)
    with connection.cursor().copy("COPY bench_inputs FROM STDIN") as copy:
        for station in range(stations):
            inputs = {id: draw.choice(given) for id, given in choices.items()}
            copy.write_row((station, orjson.dumps(inputs, default=str, option=OPTION).decode()))


def sound_inputs(rubric: Rubric) -> dict[str, list[Any]]:
    """For each indicator the inputs found in tests/cases that a plain sheet accepts."""
    found: dict[str, list[Any]] = {id: [given] for id, given in FULL.items()}
    for file in case_files(CASES):
        for case in read_cases(file):
            for id, given in case.given.inputs.items():
                if id in found and not check(rubric, sheet_of({id: given})):
                    found[id].append(given)
    return found


def read_inputs(connection: psycopg.Connection[Any]) -> list[tuple[int, str]]:
    return connection.execute("SELECT station, inputs FROM bench_inputs ORDER BY 1").fetchall()


def score_all(rubric: Rubric, read: list[tuple[int, str]]) -> Iterator[tuple[Any, ...]]:
    """One row a station as it is written: total, grade, the sheet with its trace."""
    for station, inputs in read:
        sheet = score(rubric, SheetInput(2023, "GUIDELINE", "2021-06-01", orjson.loads(inputs)))
        shown = sheet.to_json()
        text = orjson.dumps(shown, default=str, option=OPTION).decode()
        yield station, shown["total"], shown["grade"], text


def write_sheets(connection: psycopg.Connection[Any], rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Write all of them anew; the answer is what the table then says."""
    connection.execute("TRUNCATE bench_sheets")
    with connection.cursor().copy("COPY bench_sheets FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    digest = "SELECT count(*), md5(string_agg(sheet || coalesce(total, ''), '' ORDER BY station))"
    return connection.execute(f"{digest} FROM bench_sheets").fetchall()
