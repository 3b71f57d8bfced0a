"""The operators' API of counties: the same acts as the page's, told in JSON."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from kernel.access.actor import Actor
from kernel.crypto.keys import unwrap
from kernel.jobs.tasks import run
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tenants.models import CountyEvent
from tests.fixtures.counties import COUNTY, OTHER

PATH = f"/api/v1/counties/{COUNTY}"


@pytest.fixture
def operator(counties: None, official: Callable, api_client: Callable) -> Client:
    return api_client(official("PLATFORM"), "ops")


def post(client: Client, path: str, **body: object):
    return client.post(path, data=body, content_type="application/json")


def test_the_list_is_every_county_and_no_content(operator: Client) -> None:
    answer = operator.get("/api/v1/counties").json()

    assert [(row["code"], row["state"], row["host"]) for row in answer["results"]] == [
        (COUNTY, "ACTIVE", f"{COUNTY}.localhost"),
        (OTHER, "ACTIVE", f"{OTHER}.localhost"),
    ]
    assert answer["count"] == 2
    assert set(answer["results"][0]) == {
        "code",
        "name",
        "state",
        "host",
        "is_trial",
        "rehearsal_of",
        "created_at",
        "size",
        "last_active_at",
        "failed_jobs",
        "is_current",
    }


def test_an_act_answers_the_county_as_it_is_now(operator: Client) -> None:
    answer = post(operator, f"{PATH}/suspend", reason="搬迁")

    assert answer.status_code == 200
    assert answer.json()["state"] == "SUSPENDED"
    assert {"leave", "resume"} <= set(answer.json()["acts"])
    event = CountyEvent.objects.filter(county_code=COUNTY).last()
    assert (event.to_state, event.reason) == ("SUSPENDED", "搬迁")


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        (f"{PATH}/suspend", {}, 422, "reason"),
        (f"{PATH}/suspend", {"reason": " "}, 422, "reason"),
        (f"{PATH}/resume", {}, 409, "state"),
        ("/api/v1/counties/999999/suspend", {"reason": "搬迁"}, 404, None),
    ],
)
def test_a_refusal_names_the_field_and_changes_nothing(
    operator: Client, path: str, body: dict, status: int, field: str | None
) -> None:
    answer = post(operator, path, **body)

    assert (answer.status_code, answer["content-type"]) == (status, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == ([field] if field else [])
    assert operator.get(PATH).json()["state"] == "ACTIVE"


def test_an_act_is_done_only_where_it_is_offered(operator: Client) -> None:
    post(operator, f"{PATH}/leave", reason="并入仁和区")
    answer = post(operator, f"{PATH}/suspend", reason="搬迁")

    assert answer.status_code == 409
    [error] = answer.json()["errors"]
    assert (error["field"], error["given"], error["allowed"]) == ("state", "LEAVING", ["ACTIVE"])
    assert operator.get(PATH).json()["state"] == "LEAVING"


def test_a_passphrase_is_taken_with_its_blanks(operator: Client) -> None:
    phrase = " 正确的马 电池 订书钉 2026 archive "
    asked = post(operator, f"{PATH}/export", passphrase=phrase)

    assert asked.status_code == 202
    assert unwrap(Operation.objects.get().payload["key"]) == phrase


def test_operations_are_listed_by_county(operator: Client) -> None:
    asked = [
        enqueue_operation(kind="tests.none", payload={}, actor=Actor.system(None), county_code=code)
        for code in (COUNTY, OTHER, COUNTY)
    ]
    found = operator.get(f"/api/v1/operations?county={COUNTY}").json()
    assert [row["id"] for row in found["results"]] == [str(asked[2].uuid), str(asked[0].uuid)]

    one = operator.get(f"/api/v1/operations/{asked[1].uuid}").json()
    assert (one["county"], one["state"], one["created_by"]) == (OTHER, "WAITING", "system")
    assert operator.get(f"/api/v1/operations/{uuid4()}").status_code == 404


def test_a_county_is_added_whole(operator: Client) -> None:
    answer = post(operator, "/api/v1/counties", code="510411", tags=["SOCIAL_WORK"], is_trial=True)

    assert answer.status_code == 201
    found = answer.json()
    assert (found["name"], found["state"], found["is_current"]) == ("仁和区", "ACTIVE", True)
    assert Client(headers={"host": found["host"]}).get("/login/").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "code"),
        ({"code": "519999"}, 422, "code"),
        ({"code": COUNTY}, 409, None),
        ({"code": "510411", "host": f"{OTHER}.localhost"}, 422, "host"),
        ({"code": "510411", "tags": ["x"]}, 422, "tags"),
    ],
)
def test_a_county_that_cannot_be_added_is_named(
    operator: Client, body: dict, status: int, field: str | None
) -> None:
    answer = post(operator, "/api/v1/counties", **body)

    assert answer.status_code == status
    named = [error["field"].partition(".")[0] for error in answer.json()["errors"]]
    assert named == ([field] if field else [])
    assert operator.get("/api/v1/counties").json()["count"] == 2


def test_migrating_all_is_asked_for_once_and_reported(operator: Client) -> None:
    first = post(operator, "/api/v1/counties/migrate")
    assert first.status_code == 202
    again = post(operator, "/api/v1/counties/migrate", dry_run=True)
    assert again.json()["id"] != first.json()["id"]
    run(county="", job=first.json()["id"])

    found = operator.get(f"/api/v1/operations/{first.json()['id']}").json()
    assert (found["state"], set(found["result"]["counts"])) == ("DONE", {"CURRENT"})
    assert {row["code"] for row in found["result"]["schemas"]} >= {COUNTY, OTHER}


def test_many_counties_are_made_by_an_operation(operator: Client) -> None:
    text = "code,host\n510403,xi.localhost\n510402,\n"
    asked = post(operator, "/api/v1/counties/province", text=text)

    assert asked.status_code == 202
    assert [row["code"] for row in Operation.objects.get().payload["rows"]] == ["510403", "510402"]


def test_each_wrong_line_of_a_list_is_named(operator: Client) -> None:
    asked = post(operator, "/api/v1/counties/province", text="code\n519999\n51040\n")

    assert asked.status_code == 422
    assert len(asked.json()["errors"]) == 2
    assert Operation.objects.count() == 0
