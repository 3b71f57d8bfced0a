"""Every task, job, command, cache, lock, file and connection is known, and keeps to its county."""

import ast
import contextlib
import functools
import importlib
import io
import pkgutil
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection
from django.utils.connection import ConnectionProxy

from evaluation.cycles.models import Cycle
from evaluation.cycles.queries.sheet import rubric_of
from kernel.access.actor import Actor
from kernel.accounts.domain.credentials import LoginRefused, check_login
from kernel.files.domain import open_file, store_file
from kernel.files.domain.stored_file import drop_content, path_of
from kernel.files.models import StoredFile
from kernel.jobs import registry
from kernel.jobs.domain import enqueue
from kernel.jobs.models import JobState
from kernel.jobs.tasks import run as run_job
from kernel.tenancy import county_context, current_county
from kernel.tenancy.command import CountyCommand
from kernel.wakeups.domain import cancel_wakeup, plan_wakeup
from kernel.wakeups.models import Wakeup
from kernel.workdays.clock import now
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network
from tests.fixtures.people import PASSWORD, make_user
from tests.isolation import inventory
from tests.test_rules import literals, sources

OWN_PACKAGES = ("kernel", "tenants", "stations", "evaluation", "api", "config")

NOT_IMPORTED = ("config.wsgi", "config.settings")


def is_own(name: str) -> bool:
    return name.partition(".")[0] in OWN_PACKAGES


def modules() -> Iterator[ModuleType]:
    """Every module of ours that a server may import."""
    for package in OWN_PACKAGES:
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not found.name.startswith(NOT_IMPORTED) and ".migrations" not in found.name:
                yield importlib.import_module(found.name)


def own_commands() -> dict[str, str]:
    return {name: app for name, app in get_commands().items() if is_own(app)}


def test_every_task_is_known(db: None) -> None:
    current_app.loader.import_default_modules()
    own = {name for name, task in current_app.tasks.items() if is_own(task.run.__module__)}
    assert own == {*inventory.TASKS}


def test_every_kind_of_job_is_known() -> None:
    kinds = {kind for kind, made in registry._handlers.items() if is_own(made.__module__)}
    assert kinds == {*inventory.JOB_KINDS}


def test_every_command_is_known_and_those_of_counties_use_their_base() -> None:
    own = own_commands()
    assert {*own} == {*inventory.COMMANDS}
    based = {
        name
        for name, app in own.items()
        if isinstance(load_command_class(app, name), CountyCommand)
    }
    assert based == {name for name, kind in inventory.COMMANDS.items() if kind == inventory.COUNTY}


def fingerprint(code: str) -> dict[str, str]:
    """A digest of every table of a county."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", [f"c{code}"]
        )
        tables = [row[0] for row in cursor.fetchall()]
        one = (
            "SELECT '{0}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {1} t"
        )
        cursor.execute(" UNION ALL ".join(one.format(each, f"c{code}.{each}") for each in tables))
        return dict(cursor.fetchall())


def public_rows(code: str) -> dict[str, str]:
    """A digest of what each public table says of a county."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            names = {field.name for field in model._meta.get_fields()}
            if "county_code" in names and model._meta.app_label != "wakeups":
                cursor.execute(
                    "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) "
                    f"FROM public.{model._meta.db_table} t WHERE county_code = %s",
                    [code],
                )
                found[model._meta.label] = cursor.fetchone()[0]
    return found


@pytest.fixture
def both(counties: None) -> Iterator[None]:
    """A network in both counties, so that there is something to touch."""
    for code in (COUNTY, OTHER):
        make_network(code)
        with county_context(code):
            enqueue(kind="rollup.count", payload={}, actor=Actor.system(code))
    yield
    assert current_county() is None


def state_of_other() -> tuple[dict[str, str], dict[str, str]]:
    found = fingerprint(OTHER), public_rows(OTHER)
    assert len(found[0]) > 40
    assert len(found[1]) >= 4
    return found


def test_a_message_with_the_wrong_county_does_nothing_to_the_right_one(both: None) -> None:
    """A county restored under a second code knows the same UUIDs."""
    with county_context(COUNTY):
        job = enqueue(kind="rollup.count", payload={}, actor=Actor.system(COUNTY))
    before = fingerprint(COUNTY), fingerprint(OTHER), wakeups()

    run_job(county=OTHER, job=str(job.uuid))

    assert (fingerprint(COUNTY), fingerprint(OTHER), wakeups()) == before
    plan_wakeup(county=OTHER, job=job.uuid, after=timedelta(0))
    assert Wakeup.objects.filter(job_uuid=job.uuid).count() == 2
    cancel_wakeup(county=OTHER, job=job.uuid)
    assert wakeups() == before[2]


def wakeups() -> list[tuple[str, Any]]:
    return list(Wakeup.objects.order_by("id").values_list("county_code", "job_uuid"))


ARGUMENTS = {"admit_member": ("chen.ju", "陈菊")}
PAYLOADS = {"files.drop_content": {"digest": "d" * 64}}
COUNTY_KINDS = [kind for kind, place in inventory.JOB_KINDS.items() if place == inventory.COUNTY]


@pytest.mark.parametrize("kind", COUNTY_KINDS)
def test_a_job_of_a_county_leaves_the_other_one_alone(both: None, kind: str) -> None:
    """With the worker's own task, as the broker would call it."""
    with county_context(COUNTY):
        payload = PAYLOADS.get(kind, {})
        job = enqueue(kind=kind, payload=payload, actor=Actor.system(COUNTY))
    before, own = state_of_other(), fingerprint(COUNTY)

    run_job.apply(kwargs={"county": COUNTY, "job": str(job.uuid)})
    with county_context(COUNTY):
        job.refresh_from_db()
    assert job.state == JobState.DONE
    assert state_of_other() == before
    assert fingerprint(COUNTY) != own


def test_a_task_of_a_county_needs_to_be_told_which() -> None:
    for name, kind in inventory.TASKS.items():
        if kind == inventory.COUNTY:
            with pytest.raises(TypeError, match="county"):
                current_app.tasks[name]()


@pytest.mark.parametrize(
    "name", [name for name, kind in inventory.COMMANDS.items() if kind == inventory.COUNTY]
)
def test_a_command_for_one_county_says_and_does_nothing_of_another(both: None, name: str) -> None:
    with connection.cursor() as cursor:  # something to find in both, where it looks for faults
        for code in (COUNTY, OTHER):
            cursor.execute(f"UPDATE c{code}.audit_entry SET action = 'x' WHERE seq = 1")
            cursor.execute(
                "UPDATE rollup_stationspan SET level = 'x' WHERE county_code = %s", [code]
            )
    before, printed = state_of_other(), io.StringIO()

    with contextlib.suppress(SystemExit, CommandError):  # both end so when they found faults
        call_command(name, *ARGUMENTS.get(name, ()), county=[COUNTY], stdout=printed)

    assert OTHER not in printed.getvalue()
    assert COUNTY in printed.getvalue()
    assert state_of_other() == before


def caches_of(module: ModuleType) -> Iterator[str]:
    """What a module keeps between two calls: cached functions, caches, and containers it fills."""
    for name, value in vars(module).items():
        cached = isinstance(value, functools._lru_cache_wrapper)
        if (cached and value.__module__ == module.__name__) or is_cache(value):
            yield name
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    kept = {name for name in names_assigned(tree) if is_container(getattr(module, name, None))}
    yield from sorted(kept & names_changed(tree))


def is_cache(value: Any) -> bool:
    return isinstance(value, BaseCache | ConnectionProxy) and hasattr(value, "get_or_set")


def is_container(value: Any) -> bool:
    return isinstance(value, dict | list | set)


def names_assigned(tree: ast.Module) -> set[str]:
    found = set()
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        found |= {each.id for each in targets if isinstance(each, ast.Name)}
    return found


CHANGES = {"append", "add", "update", "setdefault", "pop", "clear", "extend", "insert", "remove"}


def names_changed(tree: ast.Module) -> set[str]:
    """Names whose item is set, or one of whose methods that change it is called, or global."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            found.add(ast.unparse(node.value))
        if isinstance(node, ast.Attribute) and node.attr in CHANGES:
            found.add(ast.unparse(node.value))
        if isinstance(node, ast.Global):
            found |= {*node.names}
    return found


def test_every_cache_of_the_process_is_known() -> None:
    found = {f"{module.__name__}.{name}" for module in modules() for name in caches_of(module)}
    assert found == {*inventory.CACHES}


def test_every_advisory_lock_is_known() -> None:
    found = set()
    for path in sources():
        for text in literals(path):
            for call in re.findall(r"SELECT pg_\w*advisory\w*\((?:[^()]|\([^()]*\))*\)", text):
                found.add(f"{short(path)}: {call}")
        words = len(re.findall(r"advisory_\w*lock", path.read_text(encoding="utf-8")))
        assert words == sum(line.startswith(f"{short(path)}:") for line in found), path
    assert found == {*inventory.LOCKS}


def short(path: Path) -> str:
    return path.relative_to(settings.ROOT).as_posix().removeprefix("platform/")


def test_nothing_else_goes_round_the_guard() -> None:
    """A connection of its own, the bare one below the backend's, or the pool's."""
    around = re.compile(r"psycopg\.connect\(|connection\.connection\b|\.getconn\(|ConnectionPool\(")
    found = {
        short(path)
        for path in sources()
        if around.search(path.read_text(encoding="utf-8")) and "tenancy/backend" not in short(path)
    }
    assert found == {*inventory.RAW}


def test_files_are_opened_in_one_place() -> None:
    found = {
        short(path)
        for path in sources()
        if "settings.FILES_ROOT" in path.read_text(encoding="utf-8")
    }
    assert found == {*inventory.FILES}


def test_the_same_file_in_two_counties_is_two_files(both: None) -> None:
    paths = []
    for code in (COUNTY, OTHER):
        with county_context(code):
            upload = SimpleUploadedFile("a.txt", b"gleich")
            stored = store_file(actor=Actor.system(code), upload=upload)
            paths.append(path_of(stored.digest))
            digest = stored.digest
            with open_file(stored) as file:
                assert file.read() == b"gleich"
    assert paths[0] != paths[1]
    assert [path.parts[-3] for path in paths] == [COUNTY, OTHER]
    with county_context(COUNTY):
        assert not drop_content(digest)
        StoredFile.objects.filter(digest=digest).delete()
        assert drop_content(digest)
    assert [path.exists() for path in paths] == [False, True]


def test_failed_log_ins_of_one_county_lock_nobody_out_of_another(both: None) -> None:
    user = make_user()
    for _ in range(settings.LOCKOUT_TRIES):
        with pytest.raises(LoginRefused):
            check_login(host=f"{COUNTY}.localhost", username=user.username, password="falsch")

    with pytest.raises(LoginRefused) as refusal:
        check_login(host=f"{COUNTY}.localhost", username=user.username, password=PASSWORD)
    assert refusal.value.code == "locked_out"
    host = f"{OTHER}.localhost"
    assert check_login(host=host, username=user.username, password=PASSWORD) == user


def test_an_altered_copy_of_a_rubric_reaches_no_county(both: None) -> None:
    """The process keeps rubrics by their digest, for all counties alike."""
    digest = "d" * 64
    with county_context(COUNTY):
        made = Cycle.objects.create(
            year=2023, rubric_id="x", rubric_version="1", rubric={}, rubric_digest=digest,
            cutoff_on=date(2023, 12, 31), created_at=now(),
        )  # fmt: skip
        with pytest.raises(ValueError, match="was altered"):
            rubric_of(made)
    with county_context(OTHER), pytest.raises(IndexError):
        rubric_of(made)
