"""Operators run counties and read nothing of them: no answer of their host holds what lies in a
county, and to everybody else that host answers the same whether a thing exists or not."""

import json
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from evaluation.rollup.models import StationYear
from kernel.access.actor import Actor
from kernel.accounts.models import User
from kernel.jobs.registry import _handlers, job_kind
from kernel.jobs.tasks import run
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tenants.domain.division_change import propose_change
from tenants.jobs.division_change import CARRY_OUT
from tenants.models import Division, DivisionChange
from tests.access.conftest import build
from tests.access.table import OPS, Row
from tests.access.test_table import objects_of_operators
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.counties import COUNTY, NAMES, OTHER
from tests.fixtures.cycles import Town, bring, held, standing_in
from tests.fixtures.people import make_official
from tests.isolation.test_existence import seen

SYSTEM = Actor.system(None)
READ = [row for row in OPS if row.method == "GET"]
WITH_OBJECT = [row for row in OPS if "{" in row.path]
UNKNOWN = {
    "county": "999999",
    "operation": uuid.UUID(int=1),
    "division_change": uuid.UUID(int=2),
    "archive": "999999.qzc",
    "release": "f" * 64,
    "cell": "99",
}
TEXTS = """
SELECT table_name, column_name FROM information_schema.columns
 WHERE table_schema = %s AND table_name <> 'django_migrations'
   AND data_type IN ('character varying', 'text', 'uuid')
"""


@pytest.fixture(scope="module")
def held_town(django_db_setup: None, django_db_blocker: Any) -> Any:
    with held(django_db_blocker, build) as town:
        with standing_in(town):
            bring(town, "FINAL", "S002")
        yield town


@pytest.fixture
def town(held_town: Town, db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setattr(settings, "ARCHIVES_ROOT", tmp_path)
    with standing_in(held_town):
        yield held_town


def content_of(county: str) -> set[str]:
    """Each name, text, key and score of a county, but for what stands in public anyway: the names
    of divisions and the county's own, and the words of its code lists."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, [f"c{county}"])
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT DISTINCT "{column}"::text FROM c{county}.{table}')
            found |= {value for (value,) in cursor.fetchall() if is_telling(value or "")}
    totals = StationYear.objects.filter(county_code=county, total__isnull=False)
    found |= {str(total) for total in totals.values_list("total", flat=True)}
    named = set(Division.objects.values_list("name", flat=True)) | set(NAMES.values())
    return found - named


def is_telling(value: str) -> bool:
    """A name, a text or a key, not a code of the program nor a single character (a unit)."""
    return (not value.isascii() and len(value) > 1) or len(value) == 36


def look(row: Row, user: Any, path: str) -> Any:
    is_api = row.is_api
    client = api_client_for(user, "ops") if is_api else client_for(user, "ops")
    return getattr(client, row.method.lower())(path)


def text_of(answer: Any) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode(errors="replace") + str(dict(answer.headers))


@pytest.fixture
def objects(town: Any) -> dict[str, Any]:
    """What paths name: a change that moves much, an operation that failed over a name."""
    found = objects_of_operators()
    change = propose_change(
        actor=SYSTEM,
        kind="MERGE",
        effective_on=date(2024, 1, 5),
        predecessors=["510402001", "510402002"],
        successors=[("510402009", "新街道")],
    )
    return found | {"division_change": change.uuid}


@pytest.fixture
def operator() -> User:
    """With a name that is part of nobody's."""
    user = make_official("PLATFORM")
    user.display_name = "operator"
    user.save()
    return user


@pytest.mark.parametrize("row", READ, ids=lambda row: row.label)
def test_nothing_of_a_county_is_shown(
    town: Any, objects: dict[str, Any], operator: User, row: Row
) -> None:
    content = content_of(COUNTY) | content_of(OTHER)
    assert {town.stations["S001"].name, town.users["township"].display_name} <= content
    answer = look(row, operator, row.path.format(**objects))
    assert answer.status_code == 200
    shown = text_of(answer)
    assert sorted(value for value in content if value in shown) == []


@pytest.mark.parametrize("act", ["carry-out", "reject"])
def test_nothing_of_a_county_is_shown_by_a_change_that_was_decided(
    town: Any, objects: dict[str, Any], operator: User, act: str
) -> None:
    """Its effects are kept with it; the names it concerns are not."""
    content = content_of(COUNTY) | content_of(OTHER)
    path = f"/divisions/{objects['division_change']}/"
    client = client_for(operator, "ops")
    seen = client.get(path).context["plan"].digest
    sent = {"seen": seen, "sure": "on", "reason": "未获批准"}
    answer = client.post(f"{path}{act}/", sent, follow=True)
    for operation in Operation.objects.filter(kind=CARRY_OUT):
        run(county="", job=str(operation.uuid))
        answer = client.get(path)
    change = DivisionChange.objects.get(uuid=objects["division_change"])
    assert change.state == {"carry-out": "CARRIED_OUT", "reject": "REJECTED"}[act]
    shown = text_of(answer) + json.dumps(change.effects, ensure_ascii=False)
    assert sorted(value for value in content if value in shown) == []


def test_a_defect_is_told_by_its_class_only(town: Any, operator: User) -> None:
    name = town.users["township"].display_name

    def fail(run: Any) -> None:
        raise ValueError(f"duplicate key: {name}")

    job_kind("tests.failing")(fail)
    try:
        operation = enqueue_operation(
            kind="tests.failing", payload={}, actor=SYSTEM, county_code=COUNTY
        )
        Operation.objects.update(tries=settings.JOB_TRIES - 1)
        run(county="", job=str(operation.uuid))
    finally:
        del _handlers["tests.failing"]
    path = f"operations/{operation.uuid}"
    for answer in (
        client_for(operator, "ops").get(f"/{path}/"),
        api_client_for(operator, "ops").get(f"/api/v1/{path}"),
        client_for(operator, "ops").get(f"/counties/{COUNTY}/"),
    ):
        assert answer.status_code == 200
        assert (name in text_of(answer), "ValueError" in text_of(answer)) == (
            False,
            "counties" not in answer.request["PATH_INFO"],
        )


@pytest.mark.parametrize("row", WITH_OBJECT, ids=lambda row: row.label)
def test_others_cannot_tell_what_exists(town: Any, objects: dict[str, Any], row: Row) -> None:
    """People of a county, officials and strangers get one answer for what is there and what is
    not."""
    there, nowhere = (row.path.format(**found) for found in (objects, objects | UNKNOWN))
    client_for(None, "ops").get("/healthz")
    for user in (town.users["bureau"], make_official("PROVINCE", "51"), None):
        first, second = (seen_by(row, user, path) for path in (there, nowhere))
        assert first == second
        assert first[0] == ((401 if "api/" in row.path else 302) if user is None else 403)


def seen_by(row: Row, user: Any, path: str) -> tuple[int, dict[str, str], str]:
    status, headers, body = seen(look(row, user, path), path)
    return status, {name: value.replace(path, "<asked>") for name, value in headers.items()}, body


@pytest.mark.parametrize("way", ["/counties/{}/", "/api/v1/counties/{}"])
def test_a_county_that_is_no_tenant_is_as_unknown_as_none(
    town: Any, operator: User, way: str
) -> None:
    """510403 is a division, 999999 nothing."""
    row = Row("GET", way[1:], way, "O")
    answers = [seen(look(row, operator, way.format(code)), code) for code in ("510403", "999999")]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
