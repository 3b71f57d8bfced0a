"""deploy/bench: each benchmark beside its baseline, in a database of its own.

One table, then one JSON line a row (performance.md). Exit code 1 when a goal is not met; with
--small, where times say nothing, only when the two ways give different answers.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
from typing import Any

from deploy.errors import SetupError
from deploy.location import ROOT
from deploy.postgres import NAME
from deploy.temporary import temporary_server

FOLDER = ROOT / "tests" / "bench"
NOT_BENCHMARKS = {"__init__", "comparison"}
HEAD = f"{'name':<20}{'baseline':>12}{'ours':>12}{'ratio':>10}  goal"


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted({path.stem for path in FOLDER.glob("*.py")} - NOT_BENCHMARKS)


def main(arguments: list[str]) -> int:
    """Run what the options ask for; the exit code."""
    parser = argparse.ArgumentParser(prog="deploy/bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"of {', '.join(names())}; all without a name")
    parser.add_argument("--small", action="store_true", help="small data, one round each")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if unknown := set(options.name) - set(names()):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    if options.inside:
        measure(options.name[0], small=options.small)
        return 0
    try:
        return run(options.name or names(), small=options.small)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1


def run(wanted: list[str], *, small: bool) -> int:
    """Run each in a process and a copy of the migrated database; print table and JSON lines."""
    rows: list[dict[str, Any]] = []
    failed = []
    with temporary_server("durable") as server:
        migrate(server.url)
        print(HEAD, flush=True)
        for name in wanted:
            made = run_one(name, copy_database(server.url, name), small=small)
            if not made:
                failed.append(name)
            for row in made:
                print(line(row, small=small), flush=True)
            rows += made
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    for name in failed:
        print(f"{name} broke off, see above", file=sys.stderr)
    good = all(row["equal"] and (small or row["met"]) for row in rows)
    return 0 if good and not failed else 1


def environment(database_url: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "QIANZHAN_ENV": "test",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
    }


def migrate(database_url: str) -> None:
    command = [sys.executable, "manage.py", "migrate_schemas", "--shared", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment(database_url), check=True)


def copy_database(database_url: str, name: str) -> str:
    """A copy of the migrated database; its address."""
    import psycopg

    server = database_url.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE bench_{name} TEMPLATE {NAME}")
    return f"{server}/bench_{name}"


def run_one(name: str, database_url: str, *, small: bool) -> list[dict[str, Any]]:
    """The rows of one benchmark; none when it broke off."""
    command = [sys.executable, "-m", "deploy.run_bench", "--inside", name] + ["--small"] * small
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(database_url),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return [] if done.returncode else [json.loads(each) for each in done.stdout.splitlines()]


def measure(name: str, *, small: bool) -> None:
    """Inside its process: one JSON line a row."""
    import django

    django.setup()
    for comparison in importlib.import_module(f"tests.bench.{name}").measure(small):
        print(json.dumps(comparison.measure(small=small), ensure_ascii=False), flush=True)


def line(row: dict[str, Any], *, small: bool) -> str:
    """A row of the table."""
    baseline, ours = row["baseline"]["median"], row["ours"]["median"]
    word = "met" if row["met"] else "NOT MET"
    if not row["equal"]:
        word = "ANSWERS DIFFER"
    elif small:
        word = "answers equal"
    unit = row.get("unit", "s")
    width = 12 - len(unit)
    times = f"{baseline:>{width}.3f}{unit}{ours:>{width}.3f}{unit}{row['ratio']:>10.2f}"
    return f"{row['name']:<20}{times}  {row['goal']} {word}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
