"""The OpenAPI document is valid and true: no call that it allows breaks the server."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core import NOT_SET

from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.cycles import bring, standing_in
from tests.fixtures.people import make_official

EXAMPLES = 8
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


def send(client: Client, case: Any) -> Any:
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
            case.formatted_path,
            body,
            content_type=case.media_type or "application/json",
            headers={
                key: str(value).encode("latin-1", "replace").decode("latin-1")
                for key, value in headers.items()
            },
            query_params=case.query or None,
        )
        transaction.set_rollback(True)
    return answer


def try_share(clients: Sequence[Client], real: dict[str, Any], share: int = 0, of: int = 1) -> int:
    """Generated calls of a share of the operations, each by every client, half of them on a real
    object; gives how many operations there were.
    """
    schema = schemathesis.openapi.from_dict(document(clients[0]))
    found = [each.ok() for each in schema.get_all_operations()]
    tried = [each for each in found if not each.path.endswith(LEFT_OUT)][share::of]
    for operation in tried:

        @CALLS
        @given(case=operation.as_strategy())
        def no_server_error(case: Any) -> None:
            for name in set(case.path_parameters or {}) & set(real):
                if len(str(case.query)) % 2 == 0:
                    case.path_parameters[name] = real[name]
            for client in clients:
                answer = send(client, case)
                assert answer.status_code < 500, (case.method, case.formatted_path, case.body)
                if answer.status_code >= 400:
                    assert answer["Content-Type"] == "application/problem+json"

        no_server_error()
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


@pytest.mark.parametrize("share", range(SHARES))
def test_no_call_of_the_county_document_breaks_the_server(town, share):
    with standing_in(town):
        evaluation = bring(town, "ASSIGNED")
    clients = [api_client_for(town.users[name], COUNTY) for name in ("bureau", "head", "r1")]
    real = {"uuid": evaluation.uuid, "indicator": "C05", "code": town.stations["S001"].code}

    assert try_share(clients, real, share, SHARES) > 20


def test_no_call_of_the_province_document_breaks_the_server(counties):
    client = api_client_for(make_official("PROVINCE", "51"), None)

    assert try_share([client], {}) >= len(PATHS["province"])


def test_no_call_of_the_operators_document_breaks_the_server(counties):
    client = api_client_for(make_official("PLATFORM"), "ops")

    assert try_share([client], {"code": COUNTY}) >= len(PATHS["ops"])
