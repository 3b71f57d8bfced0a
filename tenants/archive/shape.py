"""The tables of a county's schema as an archive needs them: columns, order, sequences."""

import graphlib
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from psycopg import sql

HISTORY = "django_migrations"

# By the schema's own entries in pg_depend: pg_class has no index by schema and would be read
# whole, every county's part of it.
TABLES = """
SELECT t.oid, t.relname, t.relpages
  FROM pg_depend AS held JOIN pg_class AS t ON t.oid = held.objid
 WHERE held.refclassid = 'pg_namespace'::regclass AND held.refobjid = to_regnamespace(%s)
   AND held.classid = 'pg_class'::regclass AND t.relkind = 'r'
"""

# A table whose file has no page has no row that any snapshot sees: none is asked for.
SHAPE = f"""
SELECT t.relname, pg_relation_size(t.oid) / current_setting('block_size')::int,
       array(SELECT a.attname::text FROM pg_attribute AS a
              WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attgenerated = '' ORDER BY a.attnum),
       array(SELECT DISTINCT other.relname::text FROM pg_constraint AS fk
               JOIN pg_class AS other ON other.oid = fk.confrelid
              WHERE fk.conrelid = t.oid AND fk.contype = 'f' AND fk.confrelid <> t.oid)
  FROM ({TABLES}) AS t ORDER BY t.relname
"""

# From each sequence to its column, not the other way round: a column that others point to has
# many dependants, a sequence one owner. Reading the sequences as tables, a hundred in one
# statement, takes twenty times as long.
SEQUENCES = """
SELECT t.relname, a.attname, given.last_value, given.is_called
  FROM pg_depend AS held JOIN pg_class AS s ON s.oid = held.objid AND s.relkind = 'S'
  JOIN pg_depend AS own ON own.classid = 'pg_class'::regclass AND own.objid = s.oid
   AND own.refclassid = 'pg_class'::regclass AND own.deptype = 'i'
  JOIN pg_class AS t ON t.oid = own.refobjid
  JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = own.refobjsubid
 CROSS JOIN pg_get_sequence_data(s.oid) AS given
 WHERE held.refclassid = 'pg_namespace'::regclass AND held.refobjid = to_regnamespace(%s)
   AND held.classid = 'pg_class'::regclass
 ORDER BY t.relname, a.attname
"""


@dataclass(frozen=True)
class TableShape:
    """A table with its columns in the order of COPY; `pages` of its file, 0 for one of no rows."""

    name: str
    pages: int
    columns: tuple[str, ...]

    def copying(self, schema: str) -> str:
        """The statement that sends its rows. As text: composing a thousand names of columns from
        objects takes as long as reading many a table."""
        columns = ", ".join(map(quoted, self.columns))
        return f"COPY {quoted(schema)}.{quoted(self.name)} ({columns}) TO STDOUT"


def list_tables(cursor: Any, schema: str) -> dict[str, int]:
    """Names of a schema's tables, sorted, with about how many pages they have (as the last VACUUM
    or ANALYZE found)."""
    cursor.execute(TABLES, [schema])
    return dict(sorted((name, pages) for _oid, name, pages in cursor.fetchall()))


def read_shape(cursor: Any, schema: str) -> list[TableShape]:
    """Every table of a schema, each after those its foreign keys point to."""
    cursor.execute(SHAPE, [schema])
    targets, shapes = {}, {}
    for name, pages, columns, refers in cursor.fetchall():
        shapes[name] = TableShape(name, pages, tuple(columns))
        targets[name] = sorted(refers)
    return [shapes[name] for name in graphlib.TopologicalSorter(targets).static_order()]


def read_sequences(cursor: Any, schema: str) -> list[list[Any]]:
    """[table, column, last value, is called] of every identity column."""
    cursor.execute(SEQUENCES, [schema])
    return [list(row) for row in cursor.fetchall()]


def read_history(cursor: Any, schema: str) -> list[list[str]]:
    """[app, migration] of the county apps, in the order of their names."""
    place = name_of(schema, HISTORY)
    cursor.execute(
        sql.SQL("SELECT DISTINCT app, name FROM {} WHERE app = ANY(%s) ORDER BY 1, 2").format(
            place
        ),
        [sorted(county_labels())],
    )
    return [list(row) for row in cursor.fetchall()]


def county_labels() -> set[str]:
    """Labels of the apps whose tables lie in a county."""
    names = set(settings.TENANT_APPS)
    return {config.label for config in apps.get_app_configs() if config.name in names}


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"{}"'.format(name.replace('"', '""'))


def name_of(schema: str, table: str) -> sql.Identifier:
    return sql.Identifier(schema, table)
