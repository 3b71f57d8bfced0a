"""Units of the roll-up, as both sides of a push see them: their rows and their digest.

A unit is named by a county and a part: ``divisions`` (of a county, or of the province:
itself and its prefectures), ``spans``, ``county`` (its marks) or a year. Rows are JSON as
PostgreSQL writes it, without row ids, so that two installations with the same rows have
the same digest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from evaluation.rollup.models import CellCounty, CountyPeriod, StationSpan, StationYear
from tenants.models import Division

# Raised when the columns of a kind change: an installation refuses what it does not know.
FORMAT = 1
NAMES = ("divisions", "spans", "county")
PROVINCE_DIGITS, COUNTY_DIGITS = 2, 6
# A unit without rows; sent so that the other side removes its own.
EMPTY = ""

UnitName = tuple[str, str]


@dataclass(frozen=True)
class Kind:
    """One table's rows in a unit: what names a row there, and every column that is sent."""

    model: type[models.Model]
    key: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """A unit's digest, and its rows as JSON text: a list of [kind, row]."""

    name: UnitName
    digest: str
    rows: str


def _all_columns(model: type[models.Model]) -> tuple[str, ...]:
    names = (str(field.column) for field in model._meta.concrete_fields)
    return tuple(name for name in names if name not in {"id", "county_code"})


KINDS = {
    "stations": Kind(StationYear, ("station_code",), _all_columns(StationYear)),
    "period": Kind(CountyPeriod, ("year",), _all_columns(CountyPeriod)),
    "spans": Kind(
        StationSpan, ("station_code", "division_code", "valid_from"), _all_columns(StationSpan)
    ),
    "divisions": Kind(
        Division,
        ("code", "valid_from"),
        (
            *("code", "level", "name", "parent_code", "valid_from", "valid_to"),
            *("reform_affected", "densely_populated", "successors"),
        ),
    ),
    "county": Kind(CellCounty, (), _all_columns(CellCounty)),
}

_ABOVE = f"CASE WHEN length(code) < {COUNTY_DIGITS} THEN left(code, 2) ELSE left(code, 6) END"
# kind, table, the unit's county, the unit's part, and which rows count.
SOURCES = (
    ("stations", "rollup_stationyear", "county_code", "year::text", "true"),
    ("period", "rollup_countyperiod", "county_code", "year::text", "true"),
    ("spans", "rollup_stationspan", "county_code", "'spans'", "true"),
    ("divisions", "tenants_division", _ABOVE, "'divisions'", "true"),
    ("county", "tenants_county", "code", "'county'", "rehearsal_of = ''"),
    ("county", "rollup_cellcounty", "county_code", "'county'", "true"),
)


def _versions(narrow: str) -> str:
    """(county, part, version) of every row: which transaction wrote it, and where it lies."""
    return " UNION ALL ".join(
        f"SELECT {county} AS county, {part} AS part, "
        "tableoid::text || xmin::text || ctid::text AS version "
        f"FROM {table} WHERE {county} {narrow} AND {counts}"
        for _kind, table, county, part, counts in SOURCES
    )


def _lines(narrow: str) -> str:
    """Every row of the units as (county, part, kind, row); ``narrow`` limits the counties."""
    parts = []
    for kind, table, county, part, counts in SOURCES:
        pairs = ", ".join(_pairs(KINDS[kind]))
        parts.append(
            f"SELECT {county} AS county, {part} AS part, '{kind}' AS kind, "
            f"jsonb_build_object({pairs})::text AS line "
            f"FROM {table} WHERE {county} {narrow} AND {counts}"
        )
    return " UNION ALL ".join(parts)


def _pairs(kind: Kind) -> Iterator[str]:
    """Arguments of jsonb_build_object; decimals as text, which no reader rounds."""
    for name in kind.columns:
        exact = isinstance(kind.model._meta.get_field(name), models.DecimalField)
        yield f"'{name}', {name}{'::text' if exact else ''}"


_ORDER = 'ORDER BY kind COLLATE "C", line COLLATE "C"'
_DIGEST = (
    f"encode(sha256(convert_to(string_agg(kind || line, E'\\n' {_ORDER}), 'UTF8')), 'hex') "
    "AS digest"
)
_CONTENT = f"""'[' || string_agg('["' || kind || '",' || line || ']', ',' {_ORDER}) || ']'"""
DIGESTS = f"SELECT county, part, {_DIGEST} FROM ({_lines('LIKE %(below)s')}) l GROUP BY 1, 2"
# Quick, and other after every change; also after a VACUUM FULL or a restore, where digests tell.
VERSIONS = f"""
SELECT county, part, count(*) || ' ' || sum(hashtextextended(version, 0))
  FROM ({_versions("LIKE %(below)s")}) v GROUP BY 1, 2
"""
CONTENTS = f"""
SELECT county, part, {_DIGEST}, {_CONTENT} FROM ({_lines("= ANY(%(counties)s::text[])")}) l
 WHERE (county, part) IN (SELECT * FROM unnest(%(counties)s::text[], %(parts)s::text[]))
 GROUP BY 1, 2
"""


def digests(below: str) -> dict[UnitName, str]:
    """The digest of every unit of a province; one statement, one moment."""
    rows = _fetch(DIGESTS, {"below": f"{below}%"})
    return {(county, part): digest for county, part, digest in rows}


def versions(below: str) -> dict[UnitName, str]:
    """A mark of every unit of a province that is another one after each change."""
    rows = _fetch(VERSIONS, {"below": f"{below}%"})
    return {(county, part): version for county, part, version in rows}


def read_units(names: Iterable[UnitName]) -> list[Unit]:
    """The units of these names, in their order; one without rows is empty, not missing."""
    wanted = list(names)
    counties, parts = [name[0] for name in wanted], [name[1] for name in wanted]
    rows = _fetch(CONTENTS, {"counties": counties, "parts": parts})
    found = {(county, part): (digest, text) for county, part, digest, text in rows}
    return [Unit(name, *found.get(name, (EMPTY, "[]"))) for name in wanted]


def _fetch(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
