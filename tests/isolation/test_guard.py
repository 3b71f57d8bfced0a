"""The path broken on purpose inside a request, task, command or stream: 503, and no row."""

import io
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from kernel.access.models import Membership
from kernel.accounts.domain.user import create_user
from kernel.tenancy import county_context
from kernel.tenancy.backend.guard import GuardedCursor, WrongSearchPath
from kernel.tenancy.command import CountyCommand
from kernel.tenancy.schema import own_connection
from kernel.tenancy.task import county_task
from stations.network.models import Station
from tests.fixtures.clients import client_for
from tests.fixtures.counties import COUNTY, OTHER
from tests.isolation.views import NOBODY, SECRET, move_path, names
from tests.isolation.wsgi import Site

pytestmark = pytest.mark.django_db(transaction=True)
MOVED = f"?moved=c{OTHER}"
HOST = f"{COUNTY}.localhost"
OWN = [f"{SECRET} {COUNTY}"] * 2


@pytest.mark.parametrize("path", ["isolation/rows/", "isolation/transaction/"])
def test_page_in_another_schema_is_503_without_a_row(named: Any, site: Site, path: str) -> None:
    assert json.loads(site.get(HOST, f"/{path}").read()) == {"names": OWN}

    answer = site.get(HOST, f"/{path}{MOVED}", **{"accept-language": "zh-hans"})

    body = answer.read()
    assert answer.status == 503
    assert "暂时无法使用" in body
    assert SECRET not in body


def test_api_in_another_schema_is_503_as_a_problem(named: Any, site: Site) -> None:
    assert json.loads(site.get(HOST, "/api/isolation/rows").read()) == {"names": OWN}

    answer = site.get(HOST, f"/api/isolation/rows{MOVED}")

    problem = json.loads(answer.read())
    assert (answer.status, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert (problem["code"], problem["errors"]) == ("wrong_schema", [])
    assert (SECRET in str(problem), OTHER in str(problem)) == (False, False)


def test_the_next_request_is_served_by_another_connection(named: Any, site: Site) -> None:
    assert site.get(HOST, f"/isolation/rows/{MOVED}").status == 503

    for host, code in ((HOST, COUNTY), (f"{OTHER}.localhost", OTHER)):
        answer = json.loads(site.get(host, "/isolation/rows/").read())
        assert answer == {"names": [f"{SECRET} {code}"] * 2}


@pytest.mark.parametrize("path", ["isolation/closed/", "network/", "api/v1/stations"])
def test_middleware_in_another_schema_is_503_before_the_view(
    named: Any, site: Site, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Session, token and membership are looked up before a view is reached."""
    user = create_user(username="wache", display_name="Wache", password="Prüfung-2026-sicher")
    client = client_for(user, COUNTY)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    connection.close()
    refuse = GuardedCursor._refuse_other_path

    def break_first(self: GuardedCursor) -> None:
        if not self._wrapper._setting_search_path:
            self._cursor.connection.execute(f"SET search_path = c{OTHER}, public")
        refuse(self)

    with monkeypatch.context() as patch:
        patch.setattr(GuardedCursor, "_refuse_other_path", break_first)
        answer = site.get(HOST, f"/{path}", cookie=cookie, authorization="Bearer qz_x")

    assert answer.status == 503
    assert SECRET not in answer.read()


@pytest.mark.parametrize("path", ["stream", "lookups"])
def test_a_stream_stays_in_its_county_after_the_middleware_has_left_it(
    named: Any, site: Site, path: str
) -> None:
    answer = site.get(HOST, f"/isolation/{path}/")
    read = []
    for chunk in answer.chunks:
        read.append(chunk.decode().strip())
        with county_context(OTHER):  # other work on the same connection between two chunks
            assert names() == [f"{SECRET} {OTHER}"] * 2
    answer.response.close()

    assert read == [OWN[0]] * (2 if path == "stream" else 3)


@pytest.mark.parametrize("path", ["stream", "lookups"])
def test_a_stream_in_another_schema_breaks_off_without_a_row(
    named: Any, site: Site, path: str
) -> None:
    answer = site.get(HOST, f"/isolation/{path}/{MOVED}")

    with pytest.raises(WrongSearchPath):
        next(answer.chunks)
    answer.response.close()


def test_task_in_another_schema_runs_nothing(named: Any) -> None:
    @county_task(name="tests.isolation.read")
    def read(*, county: str, moved: str) -> list[str]:
        if moved:
            move_path(moved)
        return names()

    assert read(county=COUNTY, moved="") == OWN
    with pytest.raises(WrongSearchPath):
        read(county=COUNTY, moved=f"c{OTHER}")
    assert read.apply(kwargs={"county": COUNTY, "moved": ""}).get() == OWN


class Show(CountyCommand):
    """Prints the names of a county."""

    moved = ""

    def handle_county(self, *, county: Any, **options: Any) -> None:
        if self.moved:
            move_path(self.moved)
        self.stdout.write("\n".join(names()))


def test_command_in_another_schema_prints_nothing(named: Any) -> None:
    command, printed = Show(), io.StringIO()
    call_command(command, county=[COUNTY], stdout=printed)
    assert printed.getvalue().split("\n")[:-1] == OWN

    command.moved, printed = f"c{OTHER}", io.StringIO()
    with pytest.raises(WrongSearchPath):
        call_command(command, county=[COUNTY], stdout=printed)
    assert printed.getvalue() == ""


WRITES: dict[str, Callable[[], Any]] = {
    "insert": lambda: Membership.objects.create(user_uuid=NOBODY, user_name="fremd"),
    "bulk": lambda: Membership.objects.bulk_create([Membership(user_uuid=NOBODY)]),
    "update": lambda: Membership.objects.update(user_name="fremd"),
    "delete": lambda: Membership.objects.all().delete(),
    "callproc": lambda: connection.cursor().callproc("set_config", ["a.b", "fremd", "f"]),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_no_write_reaches_another_county(named: Any, write: Callable[[], Any]) -> None:
    with county_context(COUNTY):
        move_path(f"c{OTHER}")
        with pytest.raises(WrongSearchPath):
            write()

    for code in (COUNTY, OTHER):
        with county_context(code):
            assert names() == [f"{SECRET} {code}"] * 2


def test_a_cursor_ended_inside_a_statement_of_its_own_thread_waits_for_nobody(
    named: Any,
) -> None:
    """As by the garbage collector: the thread would wait for itself for ever."""
    ended = threading.Event()

    def end_inside() -> None:
        with own_connection(), county_context(COUNTY), transaction.atomic():
            rows = Station.objects.order_by("id").iterator(chunk_size=1)
            next(rows)
            with connection.connection.lock:
                rows.close()
            assert Station.objects.exists()  # the connection is as good as before
        ended.set()

    thread = threading.Thread(target=end_inside, daemon=True)
    thread.start()
    thread.join(timeout=30)

    assert ended.is_set()
