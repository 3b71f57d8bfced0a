"""What PostgreSQL's catalogue says of one schema: tables, columns, constraints, indexes.

Texts of definitions come from the server itself, with the schema's name before every table.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

# A schema of a county holds plain tables with their indexes and identity sequences, nothing
# else (rule R4): what the DDL would not carry over is refused by name.
STRANGERS = """
SELECT 'relation of kind ' || relkind::text || ' ' || relname FROM pg_class
 WHERE relnamespace = to_regnamespace(%(schema)s) AND relkind NOT IN ('r', 'i', 'S', 't', 'c')
UNION ALL
SELECT 'sequence ' || relname FROM pg_class AS seq
 WHERE relnamespace = to_regnamespace(%(schema)s) AND relkind = 'S'
   AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass
                   AND objid = seq.oid AND deptype = 'i')
UNION ALL
SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = to_regnamespace(%(schema)s)
UNION ALL
SELECT 'type ' || typname FROM pg_type
 WHERE typnamespace = to_regnamespace(%(schema)s) AND typtype <> 'c' AND typcategory <> 'A'
UNION ALL
SELECT 'trigger ' || tgname FROM pg_trigger JOIN pg_class AS t ON t.oid = tgrelid
 WHERE relnamespace = to_regnamespace(%(schema)s) AND NOT tgisinternal
UNION ALL
SELECT 'policy ' || polname FROM pg_policy JOIN pg_class AS t ON t.oid = polrelid
 WHERE relnamespace = to_regnamespace(%(schema)s)
UNION ALL
SELECT 'foreign key out of the schema ' || conname
  FROM pg_constraint AS fk JOIN pg_class AS t ON t.oid = confrelid
 WHERE connamespace = to_regnamespace(%(schema)s) AND relnamespace <> connamespace
ORDER BY 1
"""

TABLES = """
SELECT t.oid, t.relname, obj_description(t.oid, 'pg_class') FROM pg_class AS t
 WHERE relnamespace = to_regnamespace(%(schema)s) AND relkind = 'r' ORDER BY t.oid
"""

COLUMNS = """
SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod),
       CASE WHEN a.attcollation <> ty.typcollation THEN co.collname END,
       nn.conname, pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attidentity,
       s.relname, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,
       col_description(a.attrelid, a.attnum)
  FROM pg_attribute AS a
  JOIN pg_class AS t ON t.oid = a.attrelid AND t.relkind = 'r'
  JOIN pg_type AS ty ON ty.oid = a.atttypid
  LEFT JOIN pg_collation AS co ON co.oid = a.attcollation
  LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_constraint AS nn
         ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey = ARRAY[a.attnum]
  LEFT JOIN pg_depend AS own
         ON own.refclassid = 'pg_class'::regclass AND own.refobjid = a.attrelid
        AND own.refobjsubid = a.attnum AND own.deptype = 'i' AND own.classid = 'pg_class'::regclass
  LEFT JOIN pg_class AS s ON s.oid = own.objid AND s.relkind = 'S'
  LEFT JOIN pg_sequence AS q ON q.seqrelid = s.oid
 WHERE t.relnamespace = to_regnamespace(%(schema)s) AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum
"""

CONSTRAINTS = """
SELECT conrelid, conname, contype::text, pg_get_constraintdef(c.oid), nullif(confrelid, 0),
       obj_description(c.oid, 'pg_constraint')
  FROM pg_constraint AS c
 WHERE connamespace = to_regnamespace(%(schema)s) AND conrelid <> 0
   AND contype IN ('p', 'u', 'c', 'x', 'f')
 ORDER BY c.oid
"""

INDEXES = """
SELECT i.indrelid, r.relname, pg_get_indexdef(i.indexrelid),
       obj_description(i.indexrelid, 'pg_class')
  FROM pg_index AS i JOIN pg_class AS r ON r.oid = i.indexrelid
 WHERE r.relnamespace = to_regnamespace(%(schema)s)
   AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid
                   AND contype IN ('p', 'u', 'x'))
 ORDER BY r.oid
"""


@dataclass(frozen=True)
class Sequence:
    name: str
    start: int
    increment: int
    low: int
    high: int
    cache: int
    cycle: bool


@dataclass(frozen=True)
class Column:
    """`not_null`: name of the constraint, which PostgreSQL 18 keeps. `identity`: a or d."""

    name: str
    type: str
    collation: str | None
    not_null: str | None
    default: str | None
    generated: str
    identity: str
    sequence: Sequence | None
    comment: str | None


@dataclass(frozen=True)
class Constraint:
    """`kind`: p, u, c, x or f. `target`: number of the table that a foreign key points to."""

    table: int
    name: str
    kind: str
    definition: str
    target: int | None
    comment: str | None


@dataclass(frozen=True)
class Index:
    table: int
    name: str
    definition: str
    comment: str | None


@dataclass(frozen=True)
class Table:
    number: int
    name: str
    comment: str | None
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]
    indexes: tuple[Index, ...]


class UnknownObjects(RuntimeError):
    """The schema holds objects that county schemas must not have; they are named."""


def read_tables(schema: str) -> list[Table]:
    """The tables of a schema, oldest first. The connection must not stand in that schema.

    Raises UnknownObjects for anything but tables, indexes and identity sequences, and
    LookupError for a schema without tables.
    """
    if strangers := [name for (name,) in ask(STRANGERS, schema)]:
        raise UnknownObjects(f"{schema} holds {', '.join(strangers)}")
    columns: dict[int, list[Column]] = {}
    for table, *values in ask(COLUMNS, schema):
        columns.setdefault(table, []).append(to_column(values))
    constraints = [Constraint(*row) for row in ask(CONSTRAINTS, schema)]
    indexes = [Index(*row) for row in ask(INDEXES, schema)]
    tables = [
        Table(
            number=number,
            name=name,
            comment=comment,
            columns=tuple(columns.get(number, ())),
            constraints=tuple(each for each in constraints if each.table == number),
            indexes=tuple(each for each in indexes if each.table == number),
        )
        for number, name, comment in ask(TABLES, schema)
    ]
    if not tables:
        raise LookupError(f"There is no schema {schema}, or it has no tables.")
    return tables


def to_column(values: list[Any]) -> Column:
    head, options, comment = values[:7], values[7:14], values[14]
    return Column(*[*head, Sequence(*options) if options[0] else None, comment])


def ask(sql: str, schema: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"schema": schema})
        return cursor.fetchall()  # type: ignore[no-any-return]
