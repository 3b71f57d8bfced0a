"""A network of stations, and users of S001 who ask the county's API."""

import json

import pytest

from kernel.tenancy.context import enter_county
from tests.fixtures.network import make_network

CODE = "510402-S001"


@pytest.fixture
def network(county):
    return make_network("510402")


@pytest.fixture
def call(member, api_client, network):
    """call("HEAD", "post", path, body) -> the answer; the test stands in the county again.

    A path without a leading slash is one of the API's first version.
    """
    clients = {}

    def ask(role, method, path, body=None):
        scope = "" if role in ("BUREAU", "AUDITOR") else CODE
        client = clients.setdefault(role, api_client(member(role, scope_code=scope)))
        sent = [] if method == "get" else [json.dumps(body or {}), "application/json"]
        address = path if path.startswith("/") else f"/api/v1/{path}"
        answer = getattr(client, method)(address, *sent)
        enter_county("510402")
        return answer

    return ask
