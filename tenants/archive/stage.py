"""Loading an archive into a schema of its own, beside everything that is served."""

import json
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.errors import Conflict, DomainError
from tenants.archive import errors
from tenants.archive.database import telling_database
from tenants.archive.export import Steps
from tenants.archive.files import drop_files, folder_of, keep_file
from tenants.archive.line import own_line
from tenants.archive.parts import ArchiveReader, Manifest, PartReader
from tenants.archive.read import Head, proved
from tenants.archive.shape import TableShape, name_of, read_history, read_shape
from tenants.provisioning.ddl import read_ddl
from tenants.provisioning.names import TEMPLATE
from tenants.provisioning.template import ensure_template, hold_template

logger = logging.getLogger(__name__)

STAGE_PREFIX = "restoring_"
# Half of an advisory lock's key: one restore of a county at a time.
LOCK_SPACE = 0x72737472


@dataclass
class Loaded:
    """What an archive brought beside the tables."""

    manifest: Manifest
    secrets: dict[str, str]
    public: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def stage_of(code: str) -> str:
    return STAGE_PREFIX + code


def hold_restore(cursor: Any, code: str) -> None:
    """Be the only restore of this county as long as the connection lives. Raises Conflict."""
    cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, int(code)])
    if not cursor.fetchone()[0]:
        raise Conflict(_("This county is being restored already."), code="restoring")


def drop_stage(code: str) -> None:
    """Remove what a restore left when it failed or was killed: tables and files."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {stage_of(code)} CASCADE")
    drop_files(stage_of(code))


def drop_dead_stages() -> None:
    """Remove what killed restores have left, of whatever county: nothing of one that is erased
    may lie there. A stage that somebody is loading is his."""
    with connection.cursor() as cursor:
        pattern = f"^{STAGE_PREFIX}[0-9]{{6}}$"
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ %s", [pattern])
        names = {name for (name,) in cursor.fetchall()}
    names |= {folder.name for folder in folder_of("").glob(f"{STAGE_PREFIX}{'[0-9]' * 6}")}
    for code in sorted(name.removeprefix(STAGE_PREFIX) for name in names):
        with suppress(Conflict), own_line() as line, line.cursor() as cursor:
            hold_restore(cursor, code)
            drop_stage(code)


def make_stage(code: str, head: Head) -> list[str]:
    """An empty schema of the archive's version; the statements that are to follow the rows.

    Of this version: after the template, keys and indexes later. Of an older one: by the
    product's own migrations up to there, never by SQL out of the archive.
    """
    drop_stage(code)
    stage = stage_of(code)
    with transaction.atomic(), connection.cursor() as cursor:
        ensure_template()
        hold_template()
        if read_history(cursor, TEMPLATE) == head.history:
            ddl = read_ddl(TEMPLATE)
            cursor.execute(";\n".join(ddl.before_rows(stage)))
            return ddl.after_rows(stage)
    migrate_up_to(stage, head.history)
    return []


def migrate_up_to(stage: str, history: list[list[str]]) -> None:
    """Make a schema by migrations up to the last one of each app, and empty it again."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {stage}")
    for app, name in last_of_each(history):
        call_command("migrate_schemas", app, name, tenant=True, schema_name=stage,
                     interactive=False, verbosity=0)  # fmt: skip
    with connection.cursor() as cursor:
        if read_history(cursor, stage) != history:
            text = _("The archive's history of migrations does not fit this version.")
            raise errors.BadArchive(text, code="other_tables")
        tables = sql.SQL(", ").join(name_of(stage, each.name) for each in read_shape(cursor, stage))
        cursor.execute(sql.SQL("TRUNCATE {}").format(tables))


def last_of_each(history: list[list[str]]) -> list[tuple[str, str]]:
    """App and last migration."""
    last: dict[str, str] = {}
    for app, name in sorted(history):
        last[app] = name
    return sorted(last.items())


def finish_stage(code: str) -> None:
    """Apply to what was loaded what the archive's version lacks. Raises Conflict for data that
    a migration refuses, without a word of it: the log names the rule."""
    stage = stage_of(code)
    with connection.cursor() as cursor:
        current = read_history(cursor, stage) == read_history(cursor, TEMPLATE)
    if current:
        return
    try:
        with telling_database(code):
            call_command("migrate_schemas", tenant=True, schema_name=stage, interactive=False,
                         verbosity=0)  # fmt: skip
    except DomainError:
        raise
    except Exception as error:
        logger.exception("archive not migrated", extra={"county": code})
        text = _("A migration of this version refuses the archive's data (%(error)s).")
        raise Conflict(text % {"error": type(error).__name__}, code="not_migrated") from error


def load(reader: ArchiveReader, *, line: Any, stage: str, late: list[str], steps: Steps) -> Loaded:
    """Read the whole archive: tables into the stage, files into a folder of its name.

    Committed on `line` only when all of it is proved. Raises BadArchive.
    """
    found: dict[str, Any] = {}
    public: dict[str, list[dict[str, Any]]] = {}
    with line.cursor() as cursor:
        shape = {table.name: table for table in read_shape(cursor, stage)}
        missing = set(shape)
        for reading in steps.over(reader.parts()):
            part = reading.part
            match part.kind:
                case "table":
                    missing.discard(part.name)
                    receive_table(cursor, stage, shape.get(part.name), reading)
                case "public":
                    public[part.name] = json.loads(reading.read())
                case "file":
                    keep_file(stage, part.name, reading.blocks())
                case _:
                    found[part.kind] = json.loads(reading.read())
        if missing:
            raise other_tables(", ".join(sorted(missing)))
        set_sequences(cursor, stage, found["sequences"])
        if late:
            cursor.execute(";\n".join(late))
    manifest = proved(reader)
    line.commit()
    return Loaded(manifest, found["secrets"], public)


def receive_table(cursor: Any, stage: str, table: TableShape | None, reading: PartReader) -> None:
    columns = tuple(reading.part.about["columns"])
    if table is None or set(table.columns) != set(columns):
        raise other_tables(reading.part.name)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(name_of(stage, table.name), names)
    with cursor.copy(statement) as copy:
        for block in reading.blocks():
            copy.write(block)
    if cursor.rowcount != reading.part.rows:
        raise errors.damaged(reading.part.name)


def set_sequences(cursor: Any, stage: str, rows: list[list[Any]]) -> None:
    """Go on counting where the county stood, so that no row id is given a second time."""
    places = [(f'{stage}."{table}"', column, last, called) for table, column, last, called in rows]
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence(place, col), last, called) "
        "FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bool[]) "
        "AS s (place, col, last, called)",
        [list(each) for each in zip(*places, strict=True)],
    )


def other_tables(names: str) -> errors.BadArchive:
    text = _("The archive and this version differ in %(names)s.") % {"names": names}
    return errors.BadArchive(text, code="other_tables")
