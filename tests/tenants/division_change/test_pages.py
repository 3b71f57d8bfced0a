"""The operators' pages of changes: entered, looked at, carried out, rejected."""

from datetime import date

import pytest
from django.test import Client

from kernel.jobs.tasks import run
from kernel.operations.models import Operation
from tenants.domain.division_change import propose_change
from tenants.models import DivisionChange
from tenants.queries.division import find_division
from tests.fixtures.clients import client_for
from tests.fixtures.network import make_network

DAY = date(2024, 5, 1)
A, B = "510402001", "510402002"


@pytest.fixture
def client(counties, official) -> Client:
    return client_for(official("PLATFORM"), "ops")


def enter(client, **changed):
    given = {
        "kind": "MERGE",
        "effective_on": "2024-05-01",
        "document": "川民政函〔2024〕1号",
        "predecessors": f"{A} 大渡口街道",
        "successors": B,
        "below": f"{A}001 {B}010 金沙社区居民委员会\n{A}002 - ",
    }
    return client.post("/divisions/new/", given | changed)


def test_a_change_is_entered_shown_and_carried_out(client):
    make_network()
    answer = enter(client)
    change = DivisionChange.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/divisions/{change.uuid}/")

    shown = client.get(answer["Location"])
    text = shown.content.decode()
    assert ("510402-S001" in text, "大渡口街道社会工作服务站" in text) == (True, False)
    assert f"{B}010" in text
    assert find_division(A, DAY) is not None

    act = f"/divisions/{change.uuid}/carry-out/"
    assert client.post(act, {"seen": shown.context["plan"].digest}).status_code == 422
    assert client.post(act, {"seen": "0" * 64, "sure": "on"}).status_code == 412
    assert find_division(A, DAY) is not None

    asked = client.post(act, {"seen": shown.context["plan"].digest, "sure": "on"})
    operation = Operation.objects.get()
    assert (asked.status_code, asked["Location"]) == (302, f"/operations/{operation.uuid}/")
    waiting = client.get(f"/divisions/{change.uuid}/")
    assert (waiting.context["operation"], "plan" in waiting.context) == (operation, False)
    run(county="", job=str(operation.uuid))
    done = client.get(f"/divisions/{change.uuid}/")

    assert find_division(A, DAY) is None
    assert find_division(f"{B}010", DAY).name == "金沙社区居民委员会"
    assert "510402-S001" in done.content.decode()
    assert client.post(act, {"seen": "x", "sure": "on"}).status_code == 409


def test_wrong_lines_are_named_in_the_form(client):
    answer = enter(client, below="510402001001")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["below"])

    answer = enter(client, predecessors="510402999", below="")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["predecessors"])
    assert not DivisionChange.objects.exists()


def test_a_change_is_rejected_with_a_reason(client):
    enter(client)
    change = DivisionChange.objects.get()
    act = f"/divisions/{change.uuid}/reject/"

    assert client.post(act, {"reason": ""}).status_code == 422
    assert client.post(act, {"reason": "未获批准"}).status_code == 302

    change.refresh_from_db()
    assert (change.state, change.reason) == ("REJECTED", "未获批准")


def test_change_that_no_longer_fits_says_why_and_can_be_rejected(client, system):
    enter(client)
    change = DivisionChange.objects.get()
    DivisionChange.objects.filter(pk=change.pk).update(predecessors=["510402999"])

    answer = client.get(f"/divisions/{change.uuid}/")

    assert (answer.status_code, len(answer.context["problems"])) == (200, 1)
    assert "510402999" in answer.context["problems"][0]


def test_codes_are_looked_up_beside_the_form(client):
    answer = client.get("/divisions/new/?below=510402")

    assert [code for code, _name in answer.context["divisions"]] == [A, B, "510402200"]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_changes(client, system, django_assert_num_queries, count):
    for number in range(count):
        propose_change(
            actor=system,
            kind="RENAME",
            effective_on=DAY,
            predecessors=[A],
            successors=[(A, f"新名{number}街道")],
        )
    client.get("/divisions/")

    # session, user, posts; count, newer lists, changes, names
    with django_assert_num_queries(7):
        assert len(client.get("/divisions/").context["rows"]) == count
