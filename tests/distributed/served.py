"""What the process of another installation does for a test, one line of JSON a request."""

import json
import logging
import os
import signal
import socket
import sys
import threading
import traceback
from itertools import count
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.checks import Tags, run_checks  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from config.settings import env  # noqa: E402 - apps are ready only now
from evaluation.rollup import replica  # noqa: E402
from evaluation.rollup.cells import outgoing  # noqa: E402
from evaluation.rollup.cells.incoming import digests_of  # noqa: E402
from evaluation.rollup.cells.transport import Upper  # noqa: E402
from evaluation.rollup.cells.units import digests  # noqa: E402
from evaluation.rollup.domain.cell import register_cell  # noqa: E402
from evaluation.rollup.models import (  # noqa: E402
    Cell,
    CellCounty,
    CountyPeriod,
    StationSpan,
    StationYear,
)
from evaluation.rollup.queries.target import targets  # noqa: E402
from kernel.seals.domain import installation_pair  # noqa: E402
from tenants.models import Division  # noqa: E402
from tests.evaluation.rollup.rows import make_year  # noqa: E402

PLACE = {"code": "51", "name": "四川省"}


def follow(url: str, max_lag: int = 3600) -> None:
    """Have another server as replica, and know nothing of it yet."""
    connections["replica"].close()
    os.environ["REPLICA_URL"] = url
    connections["replica"].settings_dict.update(env.read_database("REPLICA_URL"))
    settings.REPLICA_MAX_LAG = max_lag
    replica._watch = replica.Watch()


def running(*, again: bool = True) -> dict[str, Any]:
    """Stations running below the province, and where that was read; ``again``: look anew."""
    if again:
        replica._watch = replica.Watch()
    logged = _listen()
    total = targets(PLACE, 2025)["total"]["station"]["actual"]
    return {"stations": total, "read": replica.reading_alias(), "logged": logged}


def running_as_before() -> dict[str, Any]:
    """The same without a new look at the replica."""
    return running(again=False)


def running_in_transaction() -> str:
    """Where figures are read while something is written."""
    with transaction.atomic():
        return replica.reading_alias()


def write_there() -> str:
    """What becomes of a write on the replica's alias."""
    try:
        with connections["replica"].cursor() as cursor:
            cursor.execute("DELETE FROM rollup_stationspan")
    except Exception as error:
        return str(error)
    return "written"


def read_astray() -> str:
    """What becomes of a read when the replica's connection stands in another schema."""
    with connections["replica"].cursor() as cursor:
        cursor.cursor._cursor.execute("SET search_path TO c510402")
    try:
        targets(PLACE, 2025)
    except Exception as error:
        return type(error).__name__
    return "read"


def checked() -> list[str]:
    """What the start-up checks say of the replica."""
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [f"{one.id} {one.msg}" for one in found if one.id.startswith("rollup.")]


def listen() -> str:
    """Serve HTTP in a thread; the address."""
    server = make_server("127.0.0.1", 0, _answer, _Server, _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def cut_next() -> None:
    """Let the next call be done, and cut its connection before it is answered."""
    _cut.set()


_cut = threading.Event()
_application = get_wsgi_application()


def _answer(environ: dict[str, Any], start_response: Any) -> Any:
    answer = _application(environ, start_response)
    if environ["REQUEST_METHOD"] == "POST" and _cut.is_set():
        _cut.clear()
        environ["test.socket"].shutdown(socket.SHUT_RDWR)
    return answer


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, *args: Any) -> None:
        """A cut connection is meant."""


class _Handler(WSGIRequestHandler):
    def get_environ(self) -> dict[str, Any]:
        return super().get_environ() | {"test.socket": self.connection}

    def log_message(self, *args: Any) -> None:
        """Standard error is the test's."""


def register(code: str, public_key: str) -> str:
    """Register a cell as the command does, as if for the first time."""
    Cell.objects.filter(code=code).delete()
    return str(register_cell(code=code, name=f"cell {code}", public_key=public_key))


def held(code: str) -> dict[str, Any]:
    """What is held of a cell: its position, and the digest of every unit."""
    cell = Cell.objects.get(code=code)
    return {"position": cell.position, "digests": digests_of(cell)}


def forget(code: str) -> None:
    """Be as if the cell had never pushed."""
    Cell.objects.update(position=0)
    for model in (CountyPeriod, StationSpan, StationYear, CellCounty):
        model.objects.filter(county_code__startswith=code).delete()
    Division.objects.filter(code__startswith=code).delete()


def marks() -> list[Any]:
    """What is known of counties that are tenants elsewhere."""
    rows = CellCounty.objects.order_by("county_code")
    return [list(row) for row in rows.values_list("county_code", "tags", "is_trial")]


def spoil() -> None:
    """Change a row that a cell pushed."""
    StationYear.objects.update(name="x")


def set_back(position: int) -> None:
    """Be as a copy of the database that was made at that position."""
    Cell.objects.update(position=position)


def fill(counties: int, stations: int) -> str:
    """Counties with figures, as a province's own; gives the public key."""
    for number in range(1, counties + 1):
        for station in range(1, stations + 1):
            make_year(f"33{number:04}-S{station:03}", total="81.25", grade="GOOD")
    return installation_pair()[0]


def push_to(url: str, dying_after: int | None = None) -> dict[str, Any]:
    """Push in batches of one unit; be killed after so many of them were stored."""
    outgoing.BATCH_BYTES = 1
    stored = count(1)

    def note(_units: int) -> None:
        if next(stored) == dying_after:
            os.kill(os.getpid(), signal.SIGKILL)

    return vars(outgoing.push(Upper(url, "33"), progress=note))


def own_digests(code: str) -> list[Any]:
    """Of every unit of this database."""
    return sorted((*name, digest) for name, digest in digests(code).items())


def _listen() -> list[str]:
    """The warnings of the replica's log from now on."""
    kept: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(record.getMessage())

    replica.logger.handlers = [Keep()]
    return kept


def serve() -> None:
    """Answer until standard input ends."""
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = {"found": globals()[name](*arguments)}
        except Exception:
            answer = {"failed": traceback.format_exc()}
        sys.stdout.write(json.dumps(answer, default=str) + "\n")
        sys.stdout.flush()
    connections.close_all()


if __name__ == "__main__":
    serve()
