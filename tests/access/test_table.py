"""The table of every endpoint and page by role, county and action: let in, and kept out.

Both stations and both counties have the object a row asks for, so that a leak would show.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from evaluation.rollup.domain.cell import register_cell
from evaluation.rollup.models import Cell
from kernel.access.actor import Actor
from kernel.crypto.signing import make_signing_pair
from kernel.operations.domain import enqueue_operation
from kernel.workdays.clock import now
from tenants.archive.disk import archives_root
from tenants.domain.division_change import propose_change
from tenants.models import DivisionChange
from tests.access.conftest import USERS, Peopled
from tests.access.office import OFFICE_ROWS
from tests.access.projects import OF_PROJECTS, PROJECT_ROWS
from tests.access.registers import NOUNS, REGISTER_ROWS
from tests.access.rights import RIGHTS_ROWS
from tests.access.table import (
    CASE_PAGES,
    COUNTY_API,
    COUNTY_PAGES,
    COUNTY_WIDE,
    EVERYBODY,
    MORE_PAGES,
    OPEN,
    OPS,
    PROVINCE,
    PURGES,
    RECORD_PAGES,
    SIGNED,
    WORK_API,
    Row,
)
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.people import make_official

COUNTY_ROWS = (
    *COUNTY_API,
    *WORK_API,
    *COUNTY_PAGES,
    *RECORD_PAGES,
    *CASE_PAGES,
    *MORE_PAGES,
    *OFFICE_ROWS,
    *RIGHTS_ROWS,
    *REGISTER_ROWS,
    *PROJECT_ROWS,
    *PURGES,
)
OF_STATION = [
    row for row in COUNTY_ROWS if re.search(r"{(station|evaluation|member_proposal)}", row.path)
]
WITH_OBJECT = [row for row in COUNTY_ROWS if "{" in row.path]
REGISTERED = {row.label + row.path for noun in (*NOUNS, *OF_PROJECTS) for row in noun.rows()}
RELEASE = "a" * 64  # a newer list that proposed the change
BLOCKED = {401, 403, 404}


def objects_of_operators() -> dict[str, Any]:
    """What a path on the operators' host may name."""
    operation = enqueue_operation(
        kind="tests.none", payload={}, actor=Actor.system(None), county_code=COUNTY
    )
    change = propose_change(
        actor=Actor.system(None),
        kind="RENAME",
        effective_on=date(2024, 5, 1),
        predecessors=["510402001"],
        successors=[("510402001", "新街道")],
    )
    DivisionChange.objects.filter(pk=change.pk).update(release=RELEASE)
    cell = register_cell(code="33", name="浙江省", public_key=make_signing_pair()[0])
    archive = archives_root() / "510402.qzc"
    archive.write_bytes(b"")
    return {
        "county": COUNTY,
        "operation": operation.uuid,
        "division_change": change.uuid,
        "release": RELEASE,
        "cell": cell.code,
        "archive": archive.name,
    }


def log_in(row: Row, user: Any, county: str | None) -> Client:
    """A client on a host, as the row's kind of call needs it."""
    return api_client_for(user, county) if row.is_api else client_for(user, county)


def ask_here(town: Peopled, row: Row, user: Any, path: str) -> int:
    """The status that somebody of whom the town knows meets on the county's host."""
    return ask(row, town.client(user, is_api=row.is_api), path)


def ask(row: Row, client: Client, path: str) -> int:
    """The status a client meets; whatever the request did is undone."""
    sent: dict[str, Any] = {} if row.method == "GET" else {"data": row.body}
    if row.is_api and sent:
        sent["content_type"] = "application/json"
    with transaction.atomic():
        answer = getattr(client, row.method.lower())(path, **sent)
        transaction.set_rollback(True)
    return answer.status_code


def meaning(status: int) -> str:
    return str(status) if status in BLOCKED else "in"


def who_might(row: Row) -> dict[str, str]:
    """Who asks for what lies elsewhere: everybody, of a register those whom their own lets in.

    All registers are served by the same few views, and a role that its own station refuses is
    asked there; so nothing is left out but time.
    """
    if row.label + row.path not in REGISTERED:
        return USERS
    return {letter: name for letter, name in USERS.items() if letter in row.may}


@pytest.mark.parametrize("row", COUNTY_ROWS, ids=lambda row: row.label)
def test_each_role_meets_what_the_table_says_on_its_own_station(town, row):
    path = row.path.format(**town.objects["S001"])

    met = {
        letter: meaning(ask_here(town, row, town.users[name], path))
        for letter, name in USERS.items()
    }

    assert met == {letter: row.expected(letter) for letter in EVERYBODY}


@pytest.mark.parametrize("row", OF_STATION, ids=lambda row: row.label)
def test_another_station_is_reached_by_county_wide_roles_only(town, row):
    path = row.path.format(**town.objects["S002"])

    met = {
        letter: meaning(ask_here(town, row, town.users[name], path))
        for letter, name in who_might(row).items()
        if letter not in COUNTY_WIDE
    }

    assert set(met.values()) <= {"404"}


@pytest.mark.parametrize("row", WITH_OBJECT, ids=lambda row: row.label)
def test_object_of_another_county_is_not_found_here_by_anybody(town, row):
    path = row.path.format(**town.neighbour.objects["S001"])

    met = {meaning(ask_here(town, row, town.users[name], path)) for name in who_might(row).values()}

    assert met == {"404"}


@pytest.mark.parametrize("row", COUNTY_ROWS, ids=lambda row: row.label)
def test_member_of_another_county_and_stranger_are_kept_out(town, row):
    path = row.path.format(**town.objects["S001"])

    for user in town.outsiders:
        assert ask_here(town, row, user, path) == 403
    kept_out = 401 if row.is_api else 302
    assert ask(row, log_in(row, None, COUNTY), path) == kept_out


@pytest.mark.parametrize("row", PROVINCE, ids=lambda row: row.label)
def test_province_host_lets_officials_in_and_nobody_else(town, row):
    officials = {
        "P": make_official("PROVINCE", "51"),
        "Q": make_official("PREFECTURE", "5104"),
        "X": make_official("PREFECTURE", "5101"),
        "O": make_official("PLATFORM"),
        "B": town.users["bureau"],
    }

    met = {
        letter: meaning(ask(row, log_in(row, user, None), row.path))
        for letter, user in officials.items()
    }

    elsewhere = "in" if not row.has_object else "404"
    assert met == {"P": "in", "Q": "in", "X": elsewhere, "O": "403", "B": "403"}


@pytest.mark.parametrize("row", OPS, ids=lambda row: row.label)
def test_operators_host_lets_operators_in_and_nobody_else(town, row, settings, tmp_path):
    settings.ARCHIVES_ROOT = tmp_path
    path = row.path.format(**objects_of_operators())

    assert meaning(ask(row, log_in(row, make_official("PLATFORM"), "ops"), path)) == "in"
    for user in (make_official("PROVINCE", "51"), town.users["bureau"]):
        assert ask(row, log_in(row, user, "ops"), path) == 403


@pytest.mark.parametrize("row", SIGNED, ids=lambda row: row.label)
def test_no_log_in_opens_what_only_a_cell_may_call(town, row):
    public_key, _wrapped = make_signing_pair()
    Cell.objects.create(code="51", name="四川", public_key=public_key, registered_at=now())

    for user in (make_official("PROVINCE", "51"), make_official("PLATFORM"), None):
        assert ask(row, log_in(row, user, None), row.path) == 401


@pytest.mark.parametrize("county", [COUNTY, None, "ops"])
@pytest.mark.parametrize("route", OPEN)
def test_open_views_answer_without_a_log_in(town, county, route):
    assert client_for(None, county).get(f"/{route}").status_code not in BLOCKED


def routes_of(name: str) -> Iterator[str]:
    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, route)
            else:
                yield route

    return walk(get_resolver(name), "")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("config.urls_county", COUNTY_ROWS),
        ("config.urls_public", (*PROVINCE, *SIGNED)),
        ("config.urls_ops", OPS),
    ],
)
def test_every_route_stands_in_the_table(name, rows):
    known = {row.route for row in rows} | set(OPEN)

    assert sorted(set(routes_of(name)) ^ known) == []


def test_paths_of_the_table_fit_their_routes():
    assert all(re.match(r"^/[^{]*", row.path) for row in COUNTY_ROWS)
    assert OTHER != COUNTY
