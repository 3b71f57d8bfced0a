"""A county into one encrypted file: one moment of it, while everybody works on."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.access.actor import Actor
from kernel.audit.models import ChainHead
from kernel.crypto.keys import unwrap
from kernel.crypto.signing import sign
from kernel.errors import Conflict, FieldError, Invalid
from kernel.files.models import StoredFile
from kernel.hooks import export_parts
from kernel.tenancy import county_context
from kernel.version import VERSION
from kernel.workdays.clock import now
from tenants.archive.database import lock_patiently, telling_database
from tenants.archive.disk import whole_file
from tenants.archive.files import send_file
from tenants.archive.line import own_lines
from tenants.archive.parts import ArchiveWriter, Manifest
from tenants.archive.rows import Piece, find_middle, side_by_side, take_rows
from tenants.archive.shape import (
    TableShape,
    list_tables,
    name_of,
    read_history,
    read_sequences,
    read_shape,
)
from tenants.domain.state import record_event
from tenants.models import County
from tenants.queries.county import find_county
from tenants.queries.terms import accepted_terms

Progress = Callable[[int, int], None]
LARGE = 512  # pages of 8 kB from which a second connection is worth its log-in


def quiet(done: int, total: int) -> None:
    """Shows nothing."""


def export_county(
    *, code: str, to: Path, passphrase: str, actor: Actor, progress: Progress = quiet
) -> Manifest:
    """Write the county's schema, files, keys and public rows to a new file; its manifest.

    Everything is of one moment (a REPEATABLE READ snapshot); writers are not held up. Raises
    Forbidden, NotFound, Invalid (passphrase, a file of that name), Conflict (disk full, a lost
    file, a lock); then there is no file of that name.
    """
    county = find_county(actor=actor, code=code)
    refuse_unfit(county)
    if to.exists():
        message = _("There is a file of this name already.")
        raise Invalid(message, errors=[FieldError("to", "exists", message, str(to))])
    with telling_database(code), whole_file(to) as file:
        manifest = write_archive(county, file, passphrase, progress)
    reason = _("Exported; manifest %(digest)s") % {"digest": manifest.digest}
    record_event(
        county=county, actor=actor, from_state=county.state, to_state=county.state, reason=reason
    )
    return manifest


def refuse_unfit(county: County) -> None:
    """Nothing is taken out of a county that is not there, or that is only a copy."""
    if not county.wrapped_key:
        raise Conflict(_("This county has been erased."), code="erased")
    if county.rehearsal_of:
        raise Conflict(_("A rehearsal copy is not exported."), code="rehearsal")


def write_archive(
    county: County, file: BinaryIO, passphrase: str, progress: Progress = quiet
) -> Manifest:
    """The archive itself, into an open file; in no transaction of the caller's."""
    schema = county.schema_name
    with connection.cursor() as cursor:
        tables = list_tables(cursor, schema)
    number = 2 if sum(tables.values()) >= LARGE else 1
    with own_lines(number) as lines:
        with standing_still(schema, list(tables)) as snapshot:
            with connection.cursor() as cursor:
                shape = read_shape(cursor, schema)
                pieces = ask_rows(lines(), snapshot, schema, shape)
                head = {"history": read_history(cursor, schema)}
                sequences = read_sequences(cursor, schema)
            county.refresh_from_db()
            with county_context(county.code):
                public = read_public(county)
                head |= describe(county)
                files = list_digests()
        # Django's connection is free again: progress is written over it.
        steps = Steps(progress, len(shape) + len(files))
        archive = ArchiveWriter(file, passphrase, plain(head))
        archive.add("secrets", "keys", encoded(read_secrets(county)))
        for _table in steps.over(send_tables(pieces, archive)):
            pass
    archive.add("sequences", "sequences", encoded(sequences))
    for name, rows in public.items():
        archive.add("public", name, encoded(rows), rows=len(rows))
    for digest in steps.over(files):
        part = archive.begin("file", digest)
        send_file(county.code, digest, part)
        part.end()
    return archive.close(sign_with(county))


class Steps:
    """Counts what is done and tells it."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def over(self, things: Iterable[Any]) -> Iterable[Any]:
        for each in things:
            yield each
            self._done += 1
            self._progress(self._done, self._total)


@contextmanager
def standing_still(schema: str, names: Sequence[str]) -> Iterator[str]:
    """A transaction on Django's connection that holds every table against being dropped and sees
    one moment; the name of that snapshot, for other connections to see the same."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # First: a table swapped by a restore after the snapshot would read as empty.
            hold_tables(cursor, schema, names)
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = str(cursor.fetchone()[0])
        yield snapshot


def hold_tables(cursor: Any, schema: str, names: Iterable[str]) -> None:
    """Until the transaction ends nobody drops a table or swaps it for another."""
    tables = sql.SQL(", ").join(name_of(schema, name) for name in names)
    lock_patiently(cursor)
    cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(tables))


def stand_at(cursor: Any, snapshot: str) -> None:
    """Let a transaction that begins see the moment of a snapshot."""
    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    name = sql.Literal(snapshot)
    cursor.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(name))


def ask_rows(
    lines: Sequence[Any], snapshot: str, schema: str, shape: list[TableShape]
) -> Iterator[Piece]:
    """The rows of all tables in their order, over one connection or two, the first of which holds
    them all from now on; the servers begin while the rest is read."""
    for line in lines:
        with line.cursor() as cursor:
            stand_at(cursor, snapshot)
    with lines[0].cursor() as cursor:
        hold_tables(cursor, schema, (table.name for table in shape))
    own = [line.connection for line in lines]
    if len(own) == 1:
        return take_rows(own[0], schema, shape)
    middle = find_middle(shape)
    return side_by_side(
        take_rows(own[0], schema, shape[:middle]), take_rows(own[1], schema, shape[middle:])
    )


def describe(county: County) -> dict[str, Any]:
    """What the archive says of itself before anything else; read in the county."""
    head = ChainHead.objects.get()
    hosts = county.domains.order_by("-is_primary", "id")
    facts = ("code", "name", "uuid", "prefecture_code", "state", "is_trial", "tags", "created_at")
    return {
        "product": VERSION,
        "exported_at": now(),
        "county": {
            **{fact: getattr(county, fact) for fact in facts},
            "public_key": county.public_key,
            "hosts": list(hosts.values_list("domain", flat=True)),
            "terms": accepted_terms(county),
        },
        "chain": {"seq": head.seq, "digest": head.digest},
    }


def list_digests() -> list[str]:
    digests = StoredFile.objects.order_by("digest").values_list("digest", flat=True)
    return list(digests.distinct())


def read_public(county: County) -> dict[str, list[dict[str, Any]]]:
    """The county's rows in public, by the name of the part."""
    return {
        part.name: list(part.read(county)) for parts in export_parts.call(county) for part in parts
    }


def read_secrets(county: County) -> dict[str, str]:
    """The county's keys without the master key's wrapping: only ever inside the cipher."""
    signing = county.wrapped_signing_key
    return {
        "county_key": unwrap(county.wrapped_key),
        "signing_key": unwrap(signing) if signing else "",
    }


def send_tables(pieces: Iterable[Piece], archive: ArchiveWriter) -> Iterator[TableShape]:
    """Write each table's part; gives the table when that is done."""
    part = None
    for piece in pieces:
        if part is None:
            part = archive.begin("table", piece.table.name, columns=list(piece.table.columns))
        if piece.content:
            part.write(piece.content)
        else:
            part.end(rows=piece.rows)
            part = None
            yield piece.table


def sign_with(county: County) -> Callable[[bytes], str]:
    """The county's signature; a county made before it had a pair signs nothing."""
    if not county.wrapped_signing_key:
        return lambda content: ""
    return partial(sign, wrapped_private=county.wrapped_signing_key)


def encoded(data: Any) -> bytes:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def plain(data: Any) -> Any:
    return json.loads(encoded(data))
