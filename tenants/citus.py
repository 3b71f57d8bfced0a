"""Fitting the public tables to a Citus cluster (docs/operations.md, Citus).

Counties need nothing: with ``citus.enable_schema_based_sharding`` each schema is placed on
a worker when it is made. Public tables must be told how they are kept: the catalogue, which
counties join and hardly anybody writes, as a copy on every node; the others, which must be
writable while a worker is down, on the coordinator, known to all nodes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

# Written rarely, and never in a transaction of a county: a write needs every node.
CATALOGUE = (
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "rubrics_rubricversion",
    "tenants_county",
    "tenants_division",
    "tenants_domain",
    "workdays_workday",
)
REFERENCE, LOCAL = "reference", "local"
# Rows written through a worker have ids from here on; the coordinator's sequence stays below.
COORDINATOR_IDS = 2**48

HAS_CITUS = "SELECT count(*) FROM pg_extension WHERE extname = 'citus'"
KINDS = "SELECT table_name::text, citus_table_type::text FROM citus_tables"
TABLES = """
SELECT c.relname,
       array(SELECT p.relname FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid
              WHERE f.conrelid = c.oid AND f.contype = 'f' ORDER BY p.relname),
       array(SELECT a.attname FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attidentity <> '' ORDER BY a.attnum)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
 ORDER BY c.relname
"""


@dataclass(frozen=True)
class PublicTable:
    """A public table: what it refers to, its identity columns, and how Citus keeps it now."""

    name: str
    parents: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    kept: str = ""


def has_citus() -> bool:
    """Whether this database has the extension."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_CITUS)
        return bool(cursor.fetchone()[0])


def public_tables() -> list[PublicTable]:
    """The public tables by name, as this Citus database keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(KINDS)
        kept = {name.removeprefix("public."): kind for name, kind in cursor.fetchall()}
        cursor.execute(TABLES)
        return [
            PublicTable(name, tuple(parents), tuple(identities), kept.get(name, ""))
            for name, parents, identities in cursor.fetchall()
        ]


def plan(tables: Iterable[PublicTable]) -> list[str]:
    """The statements that bring the tables where they belong, to be run one by one; none when
    they are there.

    1. The catalogue becomes reference tables, parents first; 2. of the others each group
    that refers to each other becomes local to the coordinator; 3. every identity goes on
    after the last row: converting a filled table starts it anew, silently.
    """
    listed = {table.name: table for table in tables}
    statements = [*_references(listed), *_locals(listed)]
    return [*statements, *_identities(listed.values())] if statements else []


def _references(tables: dict[str, PublicTable]) -> Iterator[str]:
    catalogue = {name: tables[name] for name in CATALOGUE if name in tables}
    for table in _parents_first(catalogue):
        if table.kept != REFERENCE:
            yield f"SELECT create_reference_table('public.{table.name}')"


def _parents_first(tables: dict[str, PublicTable]) -> list[PublicTable]:
    ordered: list[PublicTable] = []

    def visit(table: PublicTable) -> None:
        if table in ordered:
            return
        for name in table.parents:
            if name in tables and name != table.name:
                visit(tables[name])
        ordered.append(table)

    for table in tables.values():
        visit(table)
    return ordered


def _locals(tables: dict[str, PublicTable]) -> Iterator[str]:
    """One statement a group: Citus takes tables that refer to each other only together."""
    others = {name: table for name, table in tables.items() if name not in CATALOGUE}
    for group in _groups(others):
        if any(not others[name].kept for name in group):
            whole = ", cascade_via_foreign_keys => true" if len(group) > 1 else ""
            yield f"SELECT citus_add_local_table_to_metadata('public.{group[0]}'{whole})"


def _groups(tables: dict[str, PublicTable]) -> list[tuple[str, ...]]:
    """Names of tables joined by foreign keys, each group in order of names."""
    group_of = {name: {name} for name in tables}
    for table in tables.values():
        for parent in table.parents:
            if parent in tables and group_of[parent] is not group_of[table.name]:
                joined = group_of[table.name] | group_of[parent]
                group_of.update(dict.fromkeys(joined, joined))
    return sorted({tuple(sorted(group)) for group in group_of.values()})


def _identities(tables: Iterable[PublicTable]) -> Iterator[str]:
    for table in tables:
        for column in table.identities:
            sequence = f"pg_get_serial_sequence('public.{table.name}', '{column}')"
            last = f"max({column}) FILTER (WHERE {column} < {COORDINATOR_IDS})"
            used = f"pg_sequence_last_value({sequence}::regclass)"
            yield f"SELECT setval({sequence}, greatest({last}, {used}, 1)) FROM public.{table.name}"
