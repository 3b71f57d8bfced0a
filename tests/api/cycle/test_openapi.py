"""The OpenAPI document is valid and true: no call that it allows breaks the server."""

import json
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


def try_all(client: Client, real: dict[str, Any]) -> set[str]:
    """Generated calls of every operation, half of them on a real object; gives the paths."""
    schema = schemathesis.openapi.from_dict(document(client))
    tried = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path.endswith(("/schema", "/auth/token")):
            continue
        tried.add(operation.path)

        @CALLS
        @given(case=operation.as_strategy())
        def no_server_error(case: Any) -> None:
            for name in set(case.path_parameters or {}) & set(real):
                if len(str(case.query)) % 2 == 0:
                    case.path_parameters[name] = real[name]
            answer = send(client, case)
            assert answer.status_code < 500, (case.method, case.formatted_path, case.body)
            if answer.status_code >= 400:
                assert answer["Content-Type"] == "application/problem+json"

        no_server_error()
    return tried


def test_document_is_openapi_3_1_with_a_bearer_token(county_client):
    found = document(county_client())

    assert found["openapi"].startswith("3.1")
    assert found["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


@pytest.mark.parametrize("name", ["bureau", "head", "r1"])
def test_no_call_of_the_county_document_breaks_the_server(town, name):
    with standing_in(town):
        evaluation = bring(town, "ASSIGNED")
    client = api_client_for(town.users[name], COUNTY)
    real = {"uuid": evaluation.uuid, "indicator": "C05", "code": town.stations["S001"].code}

    assert try_all(client, real) >= PATHS["county"]


def test_no_call_of_the_province_document_breaks_the_server(counties):
    client = api_client_for(make_official("PROVINCE", "51"), None)

    assert try_all(client, {}) >= PATHS["province"]


def test_no_call_of_the_operators_document_breaks_the_server(counties):
    client = api_client_for(make_official("PLATFORM"), "ops")

    assert try_all(client, {"code": COUNTY}) >= PATHS["ops"]
