"""Private memory (RssAnon) of a web worker and of its PostgreSQL backends.

A worker is a process of its own that answers the same number of requests, to one county or to
all in turn. Backends: the largest one under a steady mix over all counties, for as many requests
as one gets before the pool's max_lifetime replaces it, against the bound of 60 MB.
"""

import gc
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.comparison import Comparison, Way

COUNTIES, FEW = 183, 3
ROUNDS_OF_ALL = 4  # how often a worker goes over all counties before it is looked at
LIFETIME_REQUESTS = 600  # one request a second and backend, for 600 seconds
BOUND = 60.0  # MB
FIRST = 510001
SEED = 510402
PATHS = (
    "/api/v1/me",
    "/api/v1/stations",
    "/api/v1/evaluations",
    "/api/v1/stations/{code}-H001",
)


def measure(small: bool) -> Iterable[Comparison]:
    tokens = build(FEW if small else COUNTIES)
    codes = [*tokens]
    turns = len(codes) * ROUNDS_OF_ALL
    one = [codes[0]] * turns
    every = codes * ROUNDS_OF_ALL
    yield Comparison(
        name="memory.worker",
        baseline=Way(f"{turns} requests to one county", lambda: serve(tokens, one)["worker"]),
        ours=Way(f"as many to {len(codes)}", lambda: serve(tokens, every)["worker"]),
        goal="<= 1.3",
        unit="MB",
    )
    draw, times = Random(SEED), FEW * 10 if small else LIFETIME_REQUESTS
    mix = [draw.choice(codes) for _ in range(times)]
    yield Comparison(
        name="memory.backend",
        baseline=Way("the bound for one backend", lambda: (BOUND, True)),
        ours=Way(
            f"{times} requests mixed over {len(codes)} counties",
            lambda: serve(tokens, mix)["backend"],
        ),
        goal="<= 1",
        unit="MB",
    )


def serve(tokens: dict[str, str], codes: list[str]) -> dict[str, Any]:
    """A worker process that answers these requests; MB of itself and of its largest backend,
    each with whether all answers were good."""
    work = json.dumps({"tokens": tokens, "codes": codes})
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.memory"],
        input=work,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def work(tokens: dict[str, str], codes: list[str]) -> dict[str, Any]:
    """In the worker's process."""
    from django.db import connection
    from django.test import RequestFactory

    from config.wsgi import application

    good = True
    for number, code in enumerate(codes):
        path = PATHS[number // len(tokens) % len(PATHS)].format(code=code)
        headers = {"host": f"{code}.localhost", "authorization": f"Bearer {tokens[code]}"}
        environ = RequestFactory(headers=headers).get(path).environ
        statuses: list[str] = []
        answer = application(environ, lambda status, pairs, *rest: statuses.append(status))  # noqa: B023
        b"".join(answer)
        answer.close()
        good = good and statuses[0].startswith("200")
    gc.collect()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND usename = current_user"
        )
        backends = [private(row[0]) for row in cursor.fetchall()]
    return {"worker": (private(os.getpid()), good), "backend": (max(backends), good)}


def private(process: int) -> float:
    """MB that no other process shares."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def build(number: int) -> dict[str, str]:
    """So many counties, and the token of one user who is the bureau of each."""
    from django.db import connection

    from kernel.access.models import Membership, Role
    from kernel.accounts.domain.token import issue_token
    from kernel.accounts.domain.user import create_user
    from kernel.tenancy import county_context
    from tenants.domain.county import add_county
    from tenants.models import Division, DivisionLevel

    codes = [str(FIRST + each) for each in range(number)]
    Division.objects.bulk_create(
        Division(code=code, level=DivisionLevel.COUNTY, name=code, valid_from=date(2020, 1, 1))
        for code in codes
    )
    user = create_user(username="bench", display_name="测试", password="Messung-2026-sicher")
    for code in codes:
        add_county(code=code)
        with county_context(code):
            Membership.objects.create(user_uuid=user.uuid, user_name="测试", role=Role.BUREAU)
    connection.set_schema_to_public()
    tokens = {code: issue_token(user=user, host=f"{code}.localhost")[0] for code in codes}
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # its backends would be measured too
    return tokens


if __name__ == "__main__":
    given = json.loads(sys.stdin.read())
    print(json.dumps(work(given["tokens"], given["codes"])))
