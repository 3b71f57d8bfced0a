"""The tables of a county's schema as an archive needs them: columns, order, sequences."""

import graphlib
import json
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

SHAPE = f"""
SELECT t.relname, t.relpages,
       array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
       array(SELECT DISTINCT other.relname::text FROM pg_constraint AS fk
               JOIN pg_class AS other ON other.oid = fk.confrelid
              WHERE fk.conrelid = t.oid AND fk.contype = 'f' AND fk.confrelid <> t.oid),
       jsonb_object_agg(a.attname, s.relname) FILTER (WHERE s.relname IS NOT NULL)
  FROM ({TABLES}) AS t
  JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_depend AS own
         ON a.attidentity <> '' AND own.refclassid = 'pg_class'::regclass
        AND own.refobjid = t.oid AND own.refobjsubid = a.attnum AND own.deptype = 'i'
        AND own.classid = 'pg_class'::regclass
  LEFT JOIN pg_class AS s ON s.oid = own.objid AND s.relkind = 'S'
 GROUP BY t.oid, t.relname, t.relpages ORDER BY t.relname
"""


@dataclass(frozen=True)
class TableShape:
    """A table with its columns in the order of COPY; `sequences`: column -> sequence's name;
    `pages` of the last VACUUM or ANALYZE: about how large it is."""

    name: str
    pages: int
    columns: tuple[str, ...]
    sequences: dict[str, str]

    def copying(self, schema: str) -> str:
        """The statement that sends its rows. As text: composing a thousand names of columns from
        objects takes as long as reading many a table."""
        columns = ", ".join(map(quoted, self.columns))
        return f"COPY {quoted(schema)}.{quoted(self.name)} ({columns}) TO STDOUT"


def list_tables(cursor: Any, schema: str) -> list[str]:
    """Names of a schema's tables, sorted."""
    cursor.execute(TABLES, [schema])
    return sorted(name for _oid, name, _pages in cursor.fetchall())


def read_shape(cursor: Any, schema: str) -> list[TableShape]:
    """Every table of a schema, each after those its foreign keys point to."""
    cursor.execute(SHAPE, [schema])
    targets, shapes = {}, {}
    for name, pages, columns, refers, sequences in cursor.fetchall():
        found = json.loads(sequences) if sequences else {}
        shapes[name] = TableShape(name, pages, tuple(columns), found)
        targets[name] = sorted(refers)
    return [shapes[name] for name in graphlib.TopologicalSorter(targets).static_order()]


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
