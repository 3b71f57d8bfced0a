"""A user of S001 who asks the county's API."""

import pytest

from kernel.tenancy.context import enter_county
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY

CODE = "510402-S001"


@pytest.fixture
def call(member):
    """call("get", path, body, role=...) as a user of S001."""

    def ask(method, path, body=None, role="HEAD"):
        client = api_client_for(member(role, scope_code=CODE), COUNTY)
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        answer = getattr(client, method)(f"/api/v1/{path}", **sent)
        enter_county(COUNTY)
        return answer

    return ask
