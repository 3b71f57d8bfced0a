"""The OpenAPI document is valid and true: no call that it allows breaks the server."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core import NOT_SET

from tests.access.conftest import USERS, Peopled, build
from tests.access.table import OPS, PROVINCE, Row
from tests.access.test_table import COUNTY_ROWS
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.cycles import held, standing_in
from tests.fixtures.people import make_member, make_official

EXAMPLES = 5
# The county's operations are dealt out, so that two processes try them.
SHARES = 8
LEFT_OUT = ("/schema", "/auth/token")
CALLS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
PATHS = {
    "county": {"/api/v1/stations", "/api/v1/evaluations", "/api/v1/cycles", "/api/v1/me"},
    "province": {
        "/api/v1/province/targets",
        "/api/v1/province/coverage",
        "/api/v1/province/evaluations",
        "/api/v1/me",
    },
    "ops": {"/api/v1/counties", "/api/v1/counties/{code}/suspend", "/api/v1/operations"},
}


def document(client: Client) -> dict[str, Any]:
    answer = client.get("/api/v1/schema", headers={"accept": "application/json"})
    assert answer.status_code == 200
    return json.loads(answer.content)


@cache
def operations_of(county: str | None) -> list[Any]:
    """What a host's document lets one call; read once, as making a document takes seconds."""
    found = schemathesis.openapi.from_dict(document(client_for(None, county))).get_all_operations()
    every = [each.ok() for each in found]
    return [each for each in every if not each.path.endswith(LEFT_OUT)]


Calls = Mapping[tuple[str, str], list[tuple[str, Client]]]


def real_calls(
    rows: Sequence[Row], objects: Mapping[str, Any], clients: Mapping[str, Client]
) -> Calls:
    """By method and path of the document: addresses of the table of access, where what they name
    is there, each with a client who is let in: of those in ``clients`` the first and the last."""
    found: dict[tuple[str, str], list[tuple[str, Client]]] = {}
    for row in rows:
        path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", row.route)
        may = [letter for letter in row.may if letter in clients]
        for letter in dict.fromkeys((may[0], may[-1])):
            call = row.path.format_map(objects), clients[letter]
            found.setdefault((row.method, path), []).append(call)
    return found


def send(client: Client, case: Any, path: str) -> Any:
    """One generated call; what it did is undone."""
    headers = {
        key: str(value).encode("latin-1", "replace").decode("latin-1")
        for key, value in (case.headers or {}).items()
        if key != "Authorization"
    }
    body = b"" if case.body is NOT_SET else json.dumps(case.body, default=str).encode()
    with transaction.atomic():
        answer = client.generic(
            case.method.upper(),
            path,
            body,
            content_type=case.media_type or "application/json",
            headers=headers,
            query_params=case.query or None,
        )
        transaction.set_rollback(True)
    return answer


def try_operation(operation: Any, calls: Sequence[tuple[str, Client]]) -> None:
    """No generated call makes an error of the server, every second one on a real object; refusals
    are problems (RFC 9457).
    """
    is_real = cycle([True, False])

    @CALLS
    @given(case=operation.as_strategy())
    def no_server_error(case: Any) -> None:
        meant = next(is_real)
        for real, client in calls if meant else calls[:1]:  # a made-up address is nobody's
            path = (meant and real) or case.formatted_path
            answer = send(client, case, path)
            assert answer.status_code < 500, (case.method, path, case.body)
            if answer.status_code >= 400:
                assert answer["Content-Type"] == "application/problem+json"

    no_server_error()


def try_share(county: str | None, client: Client, calls: Calls, share: int = 0, of: int = 1) -> int:
    """A share of the operations, each by those who may; gives how many there were.

    What stands in no table of rows is asked by ``client`` at generated addresses.
    """
    tried = operations_of(county)[share::of]
    for operation in tried:
        key = operation.method.upper(), operation.path
        try_operation(operation, calls.get(key) or [("", client)])
    return len(tried)


def test_document_is_openapi_3_1_with_a_bearer_token(county_client):
    found = document(county_client())

    assert found["openapi"].startswith("3.1")
    assert found["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


@pytest.mark.parametrize("host", PATHS)
def test_the_document_holds_what_others_bind_to(counties, county_client, host):
    clients = {
        "county": county_client(),
        "province": api_client_for(make_official("PROVINCE", "51"), None),
        "ops": api_client_for(make_official("PLATFORM"), "ops"),
    }

    assert set(document(clients[host])["paths"]) >= PATHS[host]


WHO: dict[str | None, Callable[[], Any]] = {
    COUNTY: lambda: make_member("BUREAU"),
    None: lambda: make_official("PROVINCE", "51"),
    "ops": lambda: make_official("PLATFORM"),
}


@pytest.mark.parametrize("county", WHO)
def test_every_list_refuses_a_parameter_that_it_does_not_know(counties, county):
    client = api_client_for(WHO[county](), county)
    asked = {
        path
        for path, found in document(client)["paths"].items()
        if "{" not in path and any(each["in"] == "query" for each in of_get(found))
    }

    met = {path: client.get(f"{path}?yaer=2024").status_code for path in asked}

    assert len(asked) > 1
    assert met == dict.fromkeys(asked, 422)


def of_get(operations: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parameters of a path's GET."""
    return operations.get("get", {}).get("parameters", [])


@pytest.fixture(scope="module")
def peopled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Peopled]:
    """A town with an object for each path of the table."""
    with held(django_db_blocker, build) as town:
        yield town


@pytest.fixture
def county_calls(peopled: Peopled, db: None) -> Iterator[Calls]:
    """In the town: each operation of the county by those whom the table lets in."""
    with standing_in(peopled):
        clients = {
            letter: api_client_for(peopled.users[name], COUNTY) for letter, name in USERS.items()
        }
        rows = [row for row in COUNTY_ROWS if row.is_api]
        yield real_calls(rows, peopled.objects["S001"], clients)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_call_of_the_county_document_breaks_the_server(county_calls, county_client, share):
    assert try_share(COUNTY, county_client(), county_calls, share, SHARES) > 20


def test_the_table_has_a_real_object_for_each_path_of_the_county(county_calls, county_client):
    paths = document(county_client())["paths"]

    named = {(method.upper(), path) for path, found in paths.items() for method in found}

    assert {call for call in named if not call[1].endswith(LEFT_OUT)} <= set(county_calls)


def test_no_call_of_the_province_document_breaks_the_server(counties):
    client = api_client_for(make_official("PROVINCE", "51"), None)
    rows = [row for row in PROVINCE if row.is_api]

    assert try_share(None, client, real_calls(rows, {}, {"P": client})) >= len(PATHS["province"])


def test_no_call_of_the_operators_document_breaks_the_server(counties):
    client = api_client_for(make_official("PLATFORM"), "ops")
    named = re.compile(r"{(?!county})")
    rows = [row for row in OPS if row.is_api and not named.search(row.path)]
    calls = real_calls(rows, {"county": COUNTY}, {"O": client})

    assert try_share("ops", client, calls) >= len(PATHS["ops"])
