"""deploy/demo, in the virtual environment: database, data, then web, worker and scheduler."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import date
from typing import Any

from deploy.errors import SetupError
from deploy.keys import keep_secrets
from deploy.location import ROOT, open_folder
from deploy.postgres import ensure_running, port_is_free
from deploy.progress import say
from deploy.supervisor import Program, Supervisor

DATA = ROOT / ".data"
PROVINCE = "51"
READY_SECONDS = 60
# A migration of the shared schema gives up rather than block the service (ADR 0007).
LIMITS = ["env", "PGOPTIONS=-c lock_timeout=2s -c statement_timeout=60s"]


def main(arguments: list[str]) -> int:
    """Run what the options ask for; the exit code."""
    options = parse(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):  # until the supervisor takes over
        signal.signal(number, signal.default_int_handler)
    try:
        if options.check:
            return check(options)
        return serve(options)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # before the supervisor took over
        print("Stopped; the next start goes on from here.", file=sys.stderr)
        return 1


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/demo", description=__doc__)
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DATE", help="show the program on this day"
    )
    parser.add_argument("--port", type=int, default=8000, help="of the web server (8000)")
    parser.add_argument("--check", action="store_true", help="carry one station through a cycle")
    parser.add_argument("--clean", action="store_true", help="remove everything the demo made")
    return parser.parse_args(arguments)


def serve(options: argparse.Namespace, inside: Any = None) -> int:
    """Start everything, show the addresses, stay until Ctrl-C; or run `inside` and stop."""
    with lock(options), database():
        if not port_is_free(options.port):
            raise SetupError(
                f"Port {options.port} is in use by another program: "
                f"choose one with deploy/demo --port {options.port + 1}"
            )
        environment = environment_of(options)
        prepare(options, environment)
        with Supervisor(programs(options.port), environment, ROOT) as supervisor:
            if not supervisor.wait_until(lambda: answers(options.port), READY_SECONDS):
                return 0
            if inside:
                return int(inside(environment))
            show_addresses()
            supervisor.watch()
            say("\nStopping ...")
    say("Stopped.")
    return 0


def check(options: argparse.Namespace) -> int:
    """Check the demo that answers, or one started for the purpose and stopped afterwards."""
    found = running_demo()
    if found and answers(found["port"]):
        options.today = date.fromisoformat(found["today"]) if found["today"] else None
        with database():
            return run_check(environment_of(options))
    return serve(options, run_check)


def database() -> contextlib.AbstractContextManager[object]:
    """The server that DATABASE_URL names, or the clone's own for the length of the block."""
    return contextlib.nullcontext() if os.environ.get("DATABASE_URL") else ensure_running(ROOT)


def run_check(environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "deploy.demodata.check"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


@contextlib.contextmanager
def lock(options: argparse.Namespace) -> Iterator[None]:
    """One demo a clone. Raises SetupError that names the one that runs."""
    path = open_folder(DATA) / "demo.lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            found = running_demo() or {"port": "?", "pid": "?"}
            raise SetupError(
                f"The demo of this clone runs already: http://localhost:{found['port']} "
                f"(process {found['pid']}). Stop it first with Ctrl-C."
            ) from None
        file.truncate(0)
        today = options.today.isoformat() if options.today else None
        json.dump({"pid": os.getpid(), "port": options.port, "today": today}, file)
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def running_demo() -> dict[str, Any] | None:
    """What the running demo wrote about itself, or None."""
    try:
        return dict(json.loads((DATA / "demo.lock").read_text()))
    except (OSError, ValueError):
        return None


def environment_of(options: argparse.Namespace) -> dict[str, str]:
    """What every process of the demo gets; DATABASE_URL is set already."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "QIANZHAN_ENV": "demo",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
    }
    environment.pop("QIANZHAN_TODAY", None)
    if options.today:
        environment["QIANZHAN_TODAY"] = options.today.isoformat()
    return environment


def prepare(options: argparse.Namespace, environment: dict[str, str]) -> None:
    """Schema, divisions, demo data, static files; quick where it has been done before."""
    keep_secrets(ROOT)
    todo = steps(options)
    for number, (label, command) in enumerate(todo, start=1):
        say(f"[{number}/{len(todo)}] {label}")
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            raise SetupError(f"{label}: failed, see above.")


def steps(options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """What is to be done before the programs start, in words and as commands."""
    manage = [sys.executable, str(ROOT / "manage.py")]
    data = [sys.executable, "-m", "deploy.demodata", "--port", str(options.port)]
    today = ["--today", options.today.isoformat()] if options.today else []
    return [
        ("Shared schema", [*LIMITS, *manage, "migrate_schemas", "--shared", "--verbosity", "0"]),
        ("Schemas of the counties", [*manage, "migrate_counties", "--verbosity", "0"]),
        ("Divisions of the province", [*manage, "load_divisions", PROVINCE]),
        ("Counties, stations and records", [*data, *today]),
        ("Static files", [*manage, "collectstatic", "--noinput", "--verbosity", "0"]),
    ]


def programs(port: int) -> list[Program]:
    """Web, worker and scheduler."""
    folder = open_folder(DATA / "log")
    python = [sys.executable, "-m"]
    web = [
        *python,
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "--no-control-socket",
    ]
    celery = [*python, "celery", "-A", "config"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    commands = {
        "web": web,
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", *quiet],
        "scheduler": [*celery, "beat", "--loglevel", "WARNING"],
    }
    return [Program(name, command, folder / f"{name}.log") for name, command in commands.items()]


def answers(port: int | str) -> bool:
    """Whether the web server says that it is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def show_addresses() -> None:
    """Addresses and log-ins of .data/demo.json; Ctrl-C as the way out."""
    demo = json.loads((DATA / "demo.json").read_text())
    sites = [demo["province"], demo["operators"], *demo["counties"]]
    say("")
    for site in sites:
        say(f"http://{site['host']}/   {site.get('code', '')} {site.get('name', '')}".rstrip())
        for role in dict.fromkeys(user["role"] for user in site["users"]):
            names = [user["username"] for user in site["users"] if user["role"] == role]
            say(f"    {role:<12}{'  '.join(names)}")
    passwords = {user["password"] for site in sites for user in site["users"]}
    say("\nPassword of all: " + passwords.pop() if len(passwords) == 1 else "")
    say(f"Passwords and API tokens: {DATA / 'demo.json'}; logs: {DATA / 'log'}")
    say("Ctrl-C stops everything.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
