"""Two at once, a kill in the middle, a full disk: the old state or the new one, never a half."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.tenancy import county_context
from stations.network.models import Station
from tenants.domain.county import add_county
from tenants.domain.province import CountyRow, add_counties
from tenants.migration.workers import in_parallel
from tenants.models import County, CountyEvent, Domain
from tenants.provisioning import ddl
from tenants.provisioning.names import TEMPLATE
from tests.tenants.provisioning.schemas import address, dump, names_of_schemas, outside

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system(None)
PATIENCE = 60.0  # seconds; far more than any wait here takes
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
    "AND datname = current_database()"
)


def waiting() -> int:
    """Connections that wait for a lock now; a transaction would see one and the same number."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return int(cursor.fetchone()[0])


def wait_for(found: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


@contextmanager
def command(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """manage.py in a process of its own, on the test's database; killed at the end."""
    environment = os.environ | {
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "QIANZHAN_ENV": "test",
        "QIANZHAN_MASTER_KEY": settings.MASTER_KEY,
    }
    line = [sys.executable, str(settings.ROOT / "manage.py"), *words]
    process = subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def check_whole(code: str) -> None:
    """The county is all there: rows, host, history, hub, and a schema like the template."""
    county = County.objects.get(code=code)
    assert (county.state, bool(county.public_key)) == ("ACTIVE", True)
    assert Domain.objects.get(tenant=county).domain == f"{code}.localhost"
    states = CountyEvent.objects.filter(county_code=code).values_list("to_state", flat=True)
    assert list(states) == ["PROVISIONING", "ACTIVE"]
    with county_context(code):
        assert Station.objects.get().division_code == code
    assert dump(f"c{code}") == dump(TEMPLATE)


def check_absent(code: str) -> None:
    """Nothing of it is there, as soon as the server has seen that the client is dead."""
    wait_for(lambda: names_of_schemas(f"^c{code}$") == [])
    assert not County.objects.filter(code=code).exists()
    assert not Domain.objects.filter(domain__startswith=code).exists()
    assert not CountyEvent.objects.filter(county_code=code).exists()


def test_of_two_that_add_a_county_one_wins(committed):
    def add(_: int) -> object:
        try:
            return add_county(code="510403").code
        except Conflict as error:
            return error

    one, two = sorted((result for _, result in in_parallel(add, [1, 2], 2)), key=str)

    assert one == "510403"
    assert isinstance(two, Conflict)
    assert two.code == "exists"
    check_whole("510403")


def test_kill_in_the_middle_of_add_county_leaves_nothing(committed):
    """The command waits for a lock after it has made the schema, and is killed there."""
    with outside() as other:
        with other.transaction():
            other.execute("LOCK TABLE tenants_countyevent IN EXCLUSIVE MODE")
            with command("add_county", "510403"):
                wait_for(lambda: waiting() == 1)
            wait_for(lambda: waiting() == 0)
        check_absent("510403")

    call_command("add_county", "510403")
    check_whole("510403")


def test_add_province_goes_on_after_a_kill(committed, tmp_path, capsys):
    """The third county waits for a row of another transaction; two are whole by then."""
    file = tmp_path / "counties.csv"
    file.write_text("code\n510403\n510411\n510422\n", encoding="utf-8")
    words = ("add_province", "--csv", str(file), "--verbosity", "0")
    with outside() as other:
        with other.transaction(force_rollback=True):
            other.execute(
                "INSERT INTO tenants_domain (domain, is_primary, tenant_id) "
                "SELECT '510422.localhost', false, min(id) FROM tenants_county"
            )
            with command(*words):
                wait_for(lambda: set(made()) >= {"510403", "510411"})
                wait_for(lambda: waiting() == 1)
            wait_for(lambda: waiting() == 0)
        check_absent("510422")

    for code in ("510403", "510411"):
        check_whole(code)
    call_command(*words)
    assert capsys.readouterr().out == "made 1, there already 2\n"
    check_whole("510422")


def made() -> list[str]:
    return list(County.objects.values_list("code", flat=True))


FULL = """
DO $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'
USING ERRCODE = 'disk_full'; END $$;
"""


def test_full_disk_undoes_the_county_and_the_others_go_on(committed, monkeypatch):
    write = ddl.Ddl.row_script

    def row_script(self: ddl.Ddl, schema: str) -> str:
        return FULL if schema == "c510411" else write(self, schema)

    monkeypatch.setattr(ddl.Ddl, "row_script", row_script)
    rows = [CountyRow("510403"), CountyRow("510411"), CountyRow("510422")]

    report = add_counties(rows, actor=SYSTEM)

    assert (report.made, report.kept) == (["510403", "510422"], [])
    assert report.failed == {"510411": "could not extend file: No space left on device"}
    check_absent("510411")
    with pytest.raises(CommandError, match="nothing was made: could not extend file"):
        call_command("add_county", "510411")
    check_absent("510411")
