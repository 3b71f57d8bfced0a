"""What the process of another installation does for a test, one line of JSON a request."""

import json
import logging
import os
import sys
import traceback
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.checks import Tags, run_checks  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from config.settings import env  # noqa: E402 - apps are ready only now
from evaluation.rollup import replica  # noqa: E402
from evaluation.rollup.queries.target import targets  # noqa: E402

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
