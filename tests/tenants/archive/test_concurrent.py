"""One county is exported and restored while another works on: no write is lost."""

import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.audit.models import Entry
from kernel.audit.queries.entry import find_breaks
from kernel.tenancy import county_context
from kernel.tenancy.schema import own_connection
from tenants.archive.export import export_county
from tenants.archive.parts import Manifest
from tenants.archive.restore import restore_county, see_county
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network
from tests.tenants.archive.conftest import PASSPHRASE, Packed
from tests.tenants.provisioning.schemas import address

SYSTEM = Actor.system(None)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("counties")]


class Writer(threading.Thread):
    """Writes entries in a county, as fast as it goes, until it is stopped."""

    def __init__(self, county: str) -> None:
        super().__init__()
        self.county, self.written, self.faults = county, 0, []
        self._enough = threading.Event()

    def run(self) -> None:
        try:
            with own_connection():
                while not self._enough.is_set():
                    with county_context(self.county) as county:
                        actor = Actor.system(self.county)
                        record(actor=actor, action="work", obj=county)
                    self.written += 1
        except Exception as fault:
            self.faults.append(fault)

    def stop(self) -> None:
        self._enough.set()
        self.join()


def count_work(county: str) -> int:
    with county_context(county):
        assert list(find_breaks()) == []
        return Entry.objects.filter(action="work").count()


def test_the_others_work_on(packed: Packed) -> None:
    writer = Writer(OTHER)
    writer.start()
    try:
        for _ in range(3):
            before = writer.written
            restore_county(
                file=packed.file,
                passphrase=PASSPHRASE,
                actor=SYSTEM,
                confirmation=see_county(COUNTY),
            )
            assert writer.written > before
    finally:
        writer.stop()
    assert writer.faults == []
    assert count_work(OTHER) == writer.written > 0
    assert count_work(COUNTY) == 0


def test_an_archive_is_of_one_moment(tmp_path: Path) -> None:
    """Entries and the chain's head, sealed by each other, are written while they are copied."""
    writer = Writer(COUNTY)
    writer.start()
    try:
        file = tmp_path / "county.qzc"
        manifest = export_county(code=COUNTY, to=file, passphrase=PASSPHRASE, actor=SYSTEM)
    finally:
        writer.stop()
    assert writer.faults == []
    assert count_work(COUNTY) == writer.written
    restore_county(file=file, passphrase=PASSPHRASE, actor=SYSTEM, confirmation=see_county(COUNTY))
    kept = count_work(COUNTY)
    assert see_county(COUNTY).seq == manifest.head["chain"]["seq"]
    assert kept <= writer.written
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM c{COUNTY}.audit_entry")
        assert cursor.fetchone()[0] == manifest.head["chain"]["seq"]


def test_an_export_sees_what_was_written_while_it_waited_for_the_locks(tmp_path: Path) -> None:
    """The moment is fixed after the locks: a table swapped before would read as empty."""
    with county_context(COUNTY):
        make_network(COUNTY)
    made: list[Manifest] = []

    def take_out() -> None:
        with own_connection():
            made.append(take(tmp_path / "waited.qzc"))

    exporter = threading.Thread(target=take_out)
    with psycopg.connect(address()) as other:
        other.execute(f"LOCK TABLE c{COUNTY}.network_station IN ACCESS EXCLUSIVE MODE")
        exporter.start()
        wait_for_waiting()
        other.execute(f"UPDATE c{COUNTY}.network_station SET name = '改名后的站'")
    exporter.join()

    after = take(tmp_path / "after.qzc")
    assert digest_of(made[0], "network_station") == digest_of(after, "network_station")


def take(to: Path) -> Manifest:
    return export_county(code=COUNTY, to=to, passphrase=PASSPHRASE, actor=SYSTEM)


def digest_of(manifest: Manifest, table: str) -> str:
    return next(part["digest"] for part in manifest.parts if part["name"] == table)


def wait_for_waiting() -> None:
    """Until somebody waits for a lock on a table."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
    with psycopg.connect(address(), autocommit=True) as looker:
        until = time.monotonic() + 5
        while looker.execute(waiting).fetchone() == (0,):
            assert time.monotonic() < until
            time.sleep(0.01)


def test_no_table_is_swapped_while_rows_are_read(tmp_path: Path) -> None:
    """Also those that no row has been read of yet, when Django's own transaction has ended."""
    refused: list[bool] = []

    def try_to_swap(done: int, total: int) -> None:
        with psycopg.connect(address()) as other:
            try:
                other.execute(f"LOCK TABLE c{COUNTY}.network_venue IN ACCESS EXCLUSIVE MODE NOWAIT")
            except psycopg.errors.LockNotAvailable:
                refused.append(True)
            else:
                refused.append(False)

    export_county(
        code=COUNTY,
        to=tmp_path / "held.qzc",
        passphrase=PASSPHRASE,
        actor=SYSTEM,
        progress=try_to_swap,
    )
    assert len(refused) > 100
    assert all(refused)
