"""Another process: a second installation, or one that is killed at a chosen point.

python -m tests.tenants.archive.other STEPS, where STEPS is JSON: what to do, in order.
"""

import importlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0  # seconds until a process that does not get there is given up


def environment(**changes: str) -> dict[str, str]:
    """This process's installation for another one: database, keys, files."""
    from django.conf import settings

    from tests.kernel.jobs.workers import database_url

    return os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "QIANZHAN_ENV": "test",
        "QIANZHAN_MASTER_KEY": settings.MASTER_KEY,
        "TEST_FILES": str(settings.FILES_ROOT),
        "QIANZHAN_ARCHIVES": str(settings.ARCHIVES_ROOT),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        **changes,
    }  # fmt: skip


def start(steps: list[dict[str, Any]], **changes: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.tenants.archive.other", json.dumps(steps)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(**changes), stdout=subprocess.PIPE, text=True
    )


def kill_at(point: str, marker: Path, *steps: dict[str, Any]) -> None:
    """Run the steps until the function `point` is called, then kill -9."""
    process = start([{"do": "stop_at", "point": point, "marker": str(marker)}, *steps])
    try:
        end = time.monotonic() + PATIENCE
        while not marker.exists():
            assert process.poll() is None, "ended before it got there"
            assert time.monotonic() < end, "never got there"
            time.sleep(0.02)
    finally:
        process.kill()
        process.communicate()


def stop_at(point: str, marker: str) -> None:
    """Have a function of a module wait for ever instead of doing its work."""
    module, _, name = point.rpartition(".")

    def wait(*args: Any, **kwargs: Any) -> None:
        Path(marker).touch()
        time.sleep(PATIENCE)

    setattr(importlib.import_module(module), name, wait)


def command(*args: str, **options: Any) -> None:
    from django.core.management import call_command

    call_command(*args, **options)


def work(operation: str) -> None:
    """Do an operation as a worker does."""
    from kernel.jobs.tasks import run

    run(county="", job=operation)


def answers(county: str, user: str) -> None:
    """Print what the county's API and the province's answer about it, and its digests."""
    from kernel.accounts.models import User
    from tests.tenants.archive.answers import ask_everything, ask_province, read_digests

    found = ask_everything(county, User.objects.get(username=user))
    print(json.dumps([found, ask_province(county), read_digests(county)]))


def main(steps: list[dict[str, Any]]) -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.FILES_ROOT = Path(os.environ["TEST_FILES"])
    for step in steps:
        values = dict(step)
        ways = {"stop_at": stop_at, "command": command, "answers": answers, "work": work}
        do = ways[values.pop("do")]
        do(*values.pop("args", ()), **values)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
