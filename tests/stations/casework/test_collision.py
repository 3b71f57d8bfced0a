"""Two people save the same in the same moment: one file stands, the other is told why."""

import json
import logging
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from kernel.collision import as_collision
from kernel.tenancy import county_context
from kernel.workdays import clock
from stations.casework.domain import beneficiary
from stations.casework.models import Beneficiary
from stations.network.models import Station
from tests.conftest import DAY as TODAY
from tests.fixtures.at_once import at_once
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network

pytestmark = pytest.mark.django_db(transaction=True)
CODE, NUMBER = "510402-S001", "510402195003020013"
FILE = {"name": "曾晓兰", "division_code": "510402001001", "id_number": NUMBER}
TOLD = "刚刚有人保存了同样的内容"


@pytest.fixture
def heads(counties, member):
    """Of one station, committed, so that other connections see them."""
    with county_context(COUNTY):
        make_network(COUNTY)
        made = [member("HEAD", scope_code=CODE) for _ in range(2)]
    yield made
    connection.close()


@pytest.fixture(autouse=True)
def unaware(monkeypatch):
    """Each looked for the number before the other had saved it."""
    index = beneficiary.index_id_number
    monkeypatch.setattr(
        beneficiary, "index_new_number", lambda actor, number, own=None: index(number)
    )


def together(*deeds):
    return at_once(COUNTY, lambda: clock.frozen(TODAY), *deeds)


def files() -> int:
    with county_context(COUNTY):
        return Beneficiary.objects.count()


def test_over_the_api_the_second_is_refused_and_nothing_is_half_written(heads, caplog):
    bodies = {}

    def post(user):
        answer = api_client_for(user).post(
            "/api/v1/beneficiaries", json.dumps(FILE | {"station": CODE}), "application/json"
        )
        bodies[answer.status_code] = answer.json()
        return str(answer.status_code)

    with caplog.at_level(logging.WARNING, "kernel.collision"):
        assert together(*(lambda user=user: post(user) for user in heads)) == ["201", "409"]

    assert (bodies[409]["code"], TOLD in bodies[409]["detail"]) == ("collision", True)
    assert "stopped by beneficiary_once" in caplog.text
    assert NUMBER not in caplog.text + json.dumps(bodies[409])
    assert files() == 1


def test_on_a_page_what_was_typed_stays(heads):
    pages = {}

    def post(user):
        form = FILE | {"household": "", "once": str(uuid4())}
        answer = client_for(user).post(f"/casework/{CODE}/persons/new/", form)
        pages[answer.status_code] = answer.content.decode()
        return str(answer.status_code)

    assert together(*(lambda user=user: post(user) for user in heads)) == ["302", "422"]
    assert TOLD in pages[422]
    assert 'value="曾晓兰"' in pages[422]
    assert files() == 1


def test_a_page_without_a_form_of_its_own_says_so_too(heads):
    def post(user):
        answer = client_for(user).post(f"/casework/{CODE}/persons/new/", FILE | {"household": ""})
        return f"{answer.status_code} {TOLD in answer.content.decode()}"

    assert together(*(lambda user=user: post(user) for user in heads)) == ["302 False", "409 True"]


def test_another_fault_of_the_table_stays_a_fault(heads):
    assert as_collision(IntegrityError("null value")) is None
    assert as_collision(ValueError("x")) is None
    with county_context(COUNTY):
        station = Station.objects.get(code=CODE)
        with pytest.raises(IntegrityError) as same_number, transaction.atomic():
            Station.objects.bulk_create([Station(pk=station.pk, code="510402-S999")])
    assert as_collision(same_number.value) is None
