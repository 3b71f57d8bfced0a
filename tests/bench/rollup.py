"""The province board: a year's evaluations by prefecture and county, of all Sichuan.

Beside raw SQL on the same public table, and beside asking every county's schema.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection

from evaluation.cycles.models import Cycle, Evaluation, Result
from evaluation.cycles.states import DECIDED_ON, REPORTED
from evaluation.rollup.domain.station_year import write_years
from evaluation.rollup.queries.evaluation import evaluations_by
from evaluation.rollup.sums import GRADES
from evaluation.rubrics.loader import load_tree
from evaluation.scoring import score, shown
from kernel.tenancy import county_context
from kernel.workdays.clock import now
from stations.network.models import Station
from tenants.domain.county import add_county
from tenants.models import County, Division, DivisionLevel
from tests.bench.comparison import Comparison, Way
from tests.evaluation.scoring.sheets import full_inputs, sheet_of

SICHUAN = {"code": "51", "name": "四川省"}
YEARS, YEAR = (2023, 2024, 2025), 2025
FEW = 3  # counties in a small run
SEED = 510402
AREAS = ("C", "F", "O", "S", "T")
TABLES = ("network_station", "cycles_cycle", "cycles_evaluation", "cycles_result")
Figures = dict[str, tuple[Any, ...]]

MEANS = ", ".join(f"round(avg((areas -> '{area}' ->> 'score')::numeric), 4)" for area in AREAS)
RAW = f"""
SELECT coalesce(left(county_code, 4), county_code, ''), count(*), count(*) FILTER (WHERE reported),
       round(count(*) FILTER (WHERE reported) * 100.0 / count(*), 2),
       count(*) FILTER (WHERE reported AND on_time),
       count(*) FILTER (WHERE grade = 'EXCELLENT'), count(*) FILTER (WHERE grade = 'GOOD'),
       count(*) FILTER (WHERE grade = 'PASS'), count(*) FILTER (WHERE grade = 'FAIL'),
       round(avg(total), 4), {MEANS}
  FROM rollup_stationyear
 WHERE year = %s AND level = 'STATION' AND county_code LIKE '51%%'
 GROUP BY GROUPING SETS ((left(county_code, 4)), (county_code), ())
"""


def measure(small: bool) -> Iterable[Comparison]:
    codes = build_province(small)
    raw = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    ours = Way("evaluations_by(prefecture, county)", read_public)
    yield Comparison(
        name="rollup",
        baseline=Way("one statement by raw psycopg on rollup_stationyear", lambda: read_raw(raw)),
        ours=ours,
        goal="<= 1.5",
        close=raw.close,
    )
    yield Comparison(
        name="rollup.loop",
        baseline=Way(f"the ORM in each of {len(codes)} schemas", lambda: read_counties(codes)),
        ours=ours,
        goal=">= 100",
    )


def read_public() -> Figures:
    """The product's tables as plain figures, of all rows where something is evaluated."""
    tables = evaluations_by(SICHUAN, YEAR, ("prefecture", "county"))
    rows = [row for table in tables.values() for row in table["rows"] if row["stations"]]
    whole = {"code": "", **tables["county"]["total"]}
    return {row["code"]: figures_of(row) for row in [*rows, whole]}


def figures_of(row: dict[str, Any]) -> tuple[Any, ...]:
    head = (row["stations"], row["reported"], row["reporting_rate"], row["on_time"])
    means = (row["mean_areas"] or {}).get
    return (*head, *row["grades"].values(), row["mean_total"], *(means(area) for area in AREAS))


def read_raw(raw: psycopg.Connection[Any]) -> Figures:
    return {
        code: tuple(str(one) if isinstance(one, Decimal) else one for one in figures)
        for code, *figures in raw.execute(RAW, [YEAR]).fetchall()
    }


@dataclass
class Sums:
    """What is added up over the stations of a county, a prefecture, the province."""

    stations: int = 0
    reported: int = 0
    on_time: int = 0
    grades: Counter[str] = field(default_factory=Counter)
    totals: list[Fraction] = field(default_factory=list)
    areas: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))

    def add(self, row: dict[str, Any]) -> None:
        self.stations += 1
        self.reported += row["state"] in REPORTED
        self.on_time += row["state"] in REPORTED and bool(row["on_time"])
        if row["state"] in DECIDED_ON:
            self.grades[row["results__grade"]] += 1
            total = Fraction(int(row["results__total_num"]), int(row["results__total_den"]))
            self.totals.append(total)
            for area, part in row["results__sheet__areas"].items():
                self.areas[area] += Fraction(part["score"])

    def figures(self) -> tuple[Any, ...]:
        count = len(self.totals)
        rate = shown(Fraction(self.reported * 100, self.stations), 2)
        means = [shown(self.areas[area] / count) for area in AREAS] if count else [None] * 5
        mean = shown(sum(self.totals, Fraction()) / count) if count else None
        grades = [self.grades[grade] for grade in GRADES]
        return (self.stations, self.reported, rate, self.on_time, *grades, mean, *means)


def read_counties(codes: list[str]) -> Figures:
    """The same figures asked of every county, one query each."""
    sums: dict[str, Sums] = defaultdict(Sums)
    wanted = ("state", "on_time", "results__grade", "results__total_num", "results__total_den")
    for code in codes:
        with county_context(code):
            rows = Evaluation.objects.filter(cycle__year=YEAR, station__level="STATION")
            for row in rows.values(*wanted, "results__sheet__areas"):
                for key in (code, code[:4], ""):
                    sums[key].add(row)
    return {key: one.figures() for key, one in sums.items()}


def build_province(small: bool) -> list[str]:
    """Counties with their townships' stations, three years evaluated, and the public rows."""
    if small:
        make_divisions()
    else:
        call_command("load_divisions", "51", verbosity=0)
    towns: dict[str, list[str]] = defaultdict(list)
    rows = Division.objects.filter(level=DivisionLevel.TOWNSHIP, code__startswith="51")
    for code in rows.order_by("code").values_list("code", flat=True):
        towns[code[:6]].append(code)
    codes = sorted(towns)
    add_county(code=codes[0])
    for code in codes[1:]:
        copy_schema(codes[0], code)
    draw, sheet = Random(SEED), a_sheet()
    for code in codes:
        with county_context(code):
            fill_county(code, towns[code], draw, sheet)
            write_years()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return codes


def make_divisions() -> None:
    codes = ["51", "5101", "5104", "510101", "510402", "510403"]
    codes += [f"{county}{town:03}" for county in codes[3:] for town in range(1, 8)]
    levels = {2: "PROVINCE", 4: "PREFECTURE", 6: "COUNTY", 9: "TOWNSHIP"}
    Division.objects.bulk_create(
        Division(code=code, level=levels[len(code)], name=code, valid_from=date(2020, 1, 1))
        for code in codes
    )


def copy_schema(template: str, code: str) -> None:
    """The tables of the evaluation in a schema of their own; what the loop reads, no more."""
    County.objects.create(
        code=code,
        name=code,
        schema_name=f"c{code}",
        prefecture_code=code[:4],
        state="ACTIVE",
        wrapped_key="",
        created_at=now(),
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA c{code}")
        for table in TABLES:
            cursor.execute(
                f"CREATE TABLE c{code}.{table} (LIKE c{template}.{table} "
                "INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES)"
            )


def a_sheet() -> dict[str, Any]:
    """A whole sheet with its trace, as the county keeps it."""
    return score(load_tree("panzhihua-township"), sheet_of(full_inputs())).to_json()


def fill_county(code: str, towns: list[str], draw: Random, sheet: dict[str, Any]) -> None:
    """A station a township; each year most are decided, some in review, some silent."""
    Station.objects.filter(level="STATION").delete()
    stations = Station.objects.bulk_create(
        Station(
            code=f"{code}-S{number:03}",
            level="STATION",
            name=f"第{number}社会工作服务站",
            name_initials="",
            path=f"{code}-S{number:03}",
            division_code=town,
            state="RUNNING",
        )
        for number, town in enumerate(towns, start=1)
    )
    for year in YEARS:
        cycle = Cycle.objects.create(
            year=year,
            rubric_id="panzhihua-township",
            rubric_version="1.0.0",
            rubric_digest="0" * 64,
            cutoff_on=date(year, 12, 31),
            state="FROZEN",
            created_at=now(),
        )
        add_evaluations(cycle, stations, draw, sheet)


def add_evaluations(
    cycle: Cycle, stations: list[Station], draw: Random, sheet: dict[str, Any]
) -> None:
    states = draw.choices(("FINAL", "REVIEWING", "SELF_EVAL"), (8, 1, 1), k=len(stations))
    evaluations = Evaluation.objects.bulk_create(
        Evaluation(
            cycle=cycle,
            station=station,
            track="GUIDELINE",
            opened_on=date(2021, 6, 1),
            state=state,
            on_time=draw.random() < 0.9,
        )
        for station, state in zip(stations, states, strict=True)
    )
    decided = [one for one in evaluations if one.state == "FINAL"]
    Result.objects.bulk_create(a_result(one, draw, sheet) for one in decided)


def a_result(evaluation: Evaluation, draw: Random, sheet: dict[str, Any]) -> Result:
    total = Fraction(draw.randrange(400_000, 1_000_001), 10_007) % 100
    areas = {
        area: {"points": "20.0000", "score": f"{draw.randrange(200_000) / 10_000:.4f}"}
        for area in AREAS
    }
    parts = {
        f"{name}_{part}": value
        for name in ("base", "bonus", "total")
        for part, value in (("num", total.numerator), ("den", total.denominator), ("shown", 0))
    }
    return Result(
        evaluation=evaluation,
        seq=1,
        sheet={**sheet, "areas": areas},
        grade=draw.choice(GRADES),
        made_by="00000000-0000-0000-0000-000000000000",
        made_at=now(),
        **parts,
    )
