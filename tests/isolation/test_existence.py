"""What exists in another county answers exactly as what exists nowhere: status, headers, bytes,
and the queries it takes."""

import re
import uuid
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kernel.tenancy import county_context
from kernel.tenancy.hosts import forget_sites
from tests.access.conftest import build
from tests.access.table import Row
from tests.access.test_table import COUNTY_ROWS
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.cycles import Town, held, standing_in

NOWHERE = uuid.UUID("00000000-0000-4000-8000-000000000000")
WITH_OBJECT = [row for row in COUNTY_ROWS if "{" in row.path]
# What differs between any two requests for the same thing.
OF_REQUEST = (
    r'"request_id":\s*"[0-9a-f]+"',
    r'nonce="[^"]+"',
    r"csrfmiddlewaretoken\" value=\"[^\"]+\"",
    r"\d{4}年\d+月\d+日 \d\d:\d\d",
)
CHANGING = {"X-Request-ID", "Set-Cookie"}


@pytest.fixture(scope="module")
def held_town(django_db_setup: None, django_db_blocker: Any) -> Any:
    with held(django_db_blocker, build) as town:
        yield town


@pytest.fixture
def town(held_town: Town, db: None) -> Any:
    with standing_in(held_town):
        yield held_town


def ask(town: Any, row: Row, path: str) -> tuple[HttpResponse, list[str]]:
    """The bureau's answer, and the shapes of the queries behind it; what it did is undone.

    Starts with nothing remembered: what is kept for some seconds may go out of date between two.
    """
    cache.clear()
    forget_sites()
    client = town.client(town.users["bureau"], is_api=row.is_api)
    sent: dict[str, Any] = {} if row.method == "GET" else {"data": row.body}
    if row.is_api and sent:
        sent["content_type"] = "application/json"
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = getattr(client, row.method.lower())(path, **sent)
        transaction.set_rollback(True)
    return answer, [shape(each["sql"]) for each in queries.captured_queries]


def shape(sql: str) -> str:
    return re.sub(r"'[^']*'(::\w+)?|\b\d+\b|s\d+_x\d+", "?", sql)


def seen(answer: HttpResponse, named: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body, without what is each request's own and the address asked for."""
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    body = content.decode().replace(named, "<asked>")
    for pattern in OF_REQUEST:
        body = re.sub(pattern, "<own>", body)
    headers = {name: value for name, value in answer.headers.items() if name not in CHANGING}
    for name in ("Content-Security-Policy", "Content-Length"):
        headers[name] = re.sub(r"nonce-[^']+|^\d+$", "<own>", headers.get(name, ""))
    return answer.status_code, headers, body


def named_by(row: Row) -> str:
    """The placeholder of the path."""
    found = re.findall(r"{(\w+)}", row.path)
    return found[-1]


@pytest.mark.parametrize("row", WITH_OBJECT, ids=lambda row: row.label)
def test_an_object_of_another_county_is_as_unknown_as_one_of_none(town: Any, row: Row) -> None:
    there, here = town.neighbour.objects["S001"], town.objects["S001"]
    name = named_by(row)
    # Of a path with two names the outer one is one's own, so that the inner one is looked for.
    places = {"station": f"{COUNTY}-S999", "hub": f"{COUNTY}-H999"}
    nowhere = places.get(name, NOWHERE)
    foreign, unknown = {**here, name: there[name]}, {**here, name: nowhere}

    first, queries = ask(town, row, row.path.format(**foreign))
    second, other_queries = ask(town, row, row.path.format(**unknown))
    assert first.status_code in (403, 404)
    assert seen(first, str(there[name])) == seen(second, str(nowhere))
    assert queries == other_queries


LISTS = (
    "/api/v1/stations",
    "/api/v1/evaluations",
    "/network/",
    "/evaluations/",
    "/",
    "/targets/export/?year=2021",
    "/api/v1/stations?search=攀莲",
    f"/api/v1/stations?search={OTHER}",
    f"/api/v1/stations?page=2&page_size=1&search={OTHER}",
)


@pytest.mark.parametrize("path", LISTS)
def test_lists_counts_searches_and_exports_know_nothing_of_another_county(
    town: Any, path: str
) -> None:
    """With everything of the other county twice as large, each answer is the same byte by byte."""
    row = Row("GET", path.lstrip("/").partition("?")[0], path, "B")
    before, queries = ask(town, row, path)
    with county_context(OTHER):
        grow_neighbour()

    after, other_queries = ask(town, row, path)

    assert before.status_code in (200, 404, 422)
    assert seen_sheet(after) == seen_sheet(before)
    assert queries == other_queries


def grow_neighbour() -> None:
    """More of everything that a list counts, in the county one stands in."""
    for table in ("network_station", "people_staff", "casework_beneficiary"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] > 0
            cursor.execute(f"UPDATE {table} SET name = '攀莲' || name")


def seen_sheet(answer: HttpResponse) -> Any:
    """An Excel file's cells, or what `seen` says of a text."""
    if "spreadsheet" not in answer.headers["Content-Type"]:
        return seen(answer, "<none>")
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_etags_of_one_county_are_stale_in_another(town: Any) -> None:
    """The same version of the object with the same row id has another tag, and no tag fits."""
    with county_context(OTHER):
        there = town.neighbour.read("S001")
    here = town.read("S001")
    assert here.pk == there.pk
    client = api_client_for(town.users["bureau"], COUNTY)
    tag = client.get(f"/api/v1/evaluations/{here.uuid}").headers["ETag"]
    foreign = api_client_for(town.neighbour.users["bureau"], OTHER)
    other = foreign.get(f"/api/v1/evaluations/{there.uuid}").headers["ETag"]
    assert tag != other

    path = f"/api/v1/evaluations/{here.uuid}/items/T1"
    body = '{"inputs": {"mean_percent": "80"}}'
    answers = [
        client.patch(path, body, "application/json", headers={"if-match": given})
        for given in (other, f'"{NOWHERE}-1"')
    ]
    assert [answer.status_code for answer in answers] == [412, 412]
    assert seen(answers[0], "-") == seen(answers[1], "-")
