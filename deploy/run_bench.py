"""deploy/bench: each benchmark beside its baseline, on a server of its own.

One table, then one JSON line a row (performance.md). Exit code 1 when a goal is not met; with
--small, where times say nothing, only when the two ways give different answers.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from deploy.errors import SetupError
from deploy.location import ROOT
from deploy.temporary import temporary_server

FOLDER = ROOT / "tests" / "bench"
NOT_BENCHMARKS = {"__init__", "comparison"}


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted({path.stem for path in FOLDER.glob("*.py")} - NOT_BENCHMARKS)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="deploy/bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[[], *names()], help="all without a name")
    parser.add_argument("--small", action="store_true", help="small data, one round each")
    options = parser.parse_args(arguments)
    try:
        with temporary_server(fast=False) as server:
            set_up(server.url)
            rows = list(measure(options.name or names(), small=options.small))
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    return 0 if all(row["equal"] and (options.small or row["met"]) for row in rows) else 1


def set_up(database_url: str) -> None:
    """Django on the benchmark's own server, with the public schema."""
    os.environ |= {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "QIANZHAN_ENV": "test",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate_schemas", shared=True, verbosity=0)


def measure(wanted: list[str], *, small: bool) -> Iterator[dict[str, Any]]:
    """Run the benchmarks, a line of the table as soon as each is known."""
    print(f"{'name':<20}{'baseline':>12}{'ours':>12}{'ratio':>10}  goal", flush=True)
    for name in wanted:
        for comparison in importlib.import_module(f"tests.bench.{name}").measure(small):
            row = comparison.measure(small=small)
            print(_line(row, small=small), flush=True)
            yield row


def _line(row: dict[str, Any], *, small: bool) -> str:
    baseline, ours = row["baseline"]["median"], row["ours"]["median"]
    word = "met" if row["met"] else "NOT MET"
    if not row["equal"]:
        word = "ANSWERS DIFFER"
    elif small:
        word = "answers equal"
    times = f"{baseline:>11.3f}s{ours:>11.3f}s{row['ratio']:>10.2f}"
    return f"{row['name']:<20}{times}  {row['goal']} {word}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
