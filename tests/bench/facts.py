"""The inputs drawn from a county's records, against one pass of SQL written by hand.

The pass gives the inputs alone, for the one year and track of this data; the product gives
them with the identity of every record behind them, an indicator at a time.
"""

import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.comparison import Comparison, Way
from tests.bench.records import COUNTY, OPENED, SMALL, YEAR, Maker, Size

PASS = Path(__file__).with_suffix(".sql")


def measure(small: bool) -> Iterable[Comparison]:
    from evaluation.facts.queries import compute_facts
    from evaluation.facts.registry import COMPUTED
    from evaluation.facts.scope import FactScope, StationInfo
    from kernel.tenancy import county_context
    from kernel.workdays.clock import ZONE

    stations = Maker(SMALL if small else Size()).make()
    scope = FactScope(
        county=COUNTY,
        year=YEAR,
        cutoff_on=date(YEAR, 12, 31),
        received_by=datetime(YEAR + 1, 1, 7, 23, 59, tzinfo=ZONE),
        stations=tuple(StationInfo(s.pk, s.code, "GUIDELINE", OPENED) for s in stations),
    )
    path = f"-c search_path=c{COUNTY},public"
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, options=path)
    connection.execute("ANALYZE")
    records = count_records(connection)
    by_hand = PASS.read_text(encoding="utf-8")

    def floor() -> Any:
        return dict(connection.execute(by_hand).fetchall())

    def ours() -> Any:
        with county_context(COUNTY):
            facts = compute_facts(scope)
        return {
            station: {key: fact.inputs for key, fact in found.items()}
            for station, found in facts.items()
        }

    yield Comparison(
        name="facts",
        baseline=Way(f"one SQL pass over {records} records, inputs only", floor),
        ours=Way(f"{len(COMPUTED)} indicators of {len(stations)} stations with records", ours),
        goal="<= 2",
        close=connection.close,
    )


def count_records(connection: psycopg.Connection[Any]) -> int:
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s"
        " AND split_part(tablename, '_', 1) IN ('people', 'casework', 'community')",
        [f"c{COUNTY}"],
    ).fetchall()
    counts = [connection.execute(f"SELECT count(*) FROM {name}").fetchone() for (name,) in tables]
    return sum(row[0] for row in counts if row)
