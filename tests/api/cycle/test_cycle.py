"""POST /cycles and its steps; the operations in the OpenAPI document."""

from datetime import date
from typing import Any

import pytest

from evaluation.cycles.models import Cycle, Evaluation
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from tests.fixtures.calls import Caller, faults
from tests.fixtures.counties import OTHER
from tests.fixtures.cycles import Town, at, freeze_town, make_town

PATH = "/api/v1/cycles"
BODY = {
    "year": 2022,
    "rubric": {"id": "panzhihua-township", "version": "1.2.0"},
    "cutoff_on": "2022-12-31",
}


def test_a_cycle_is_created_opened_frozen(api: Caller, town: Town) -> None:
    created = api.post("bureau", PATH, BODY)
    assert created.status_code == 201
    id = created.json()["id"]
    assert created.json() == {
        "id": id,
        "year": 2022,
        "state": "DRAFT",
        "cutoff_on": "2022-12-31",
    }

    for step, state in (("open", "OPENED"), ("freeze", "FROZEN")):
        answer = api.post("bureau", f"{PATH}/{id}/{step}")
        assert (answer.status_code, answer.json()["state"]) == (200, state)
    rows = api.get("bureau", "/api/v1/evaluations?year=2022").json()["results"]
    assert [(row["station"]["code"], row["state"]) for row in rows] == [
        ("510402-S001", "SELF_EVAL"),
        ("510402-S002", "SELF_EVAL"),
    ]
    with county_context(town.county):
        Evaluation.objects.filter(cycle__uuid=id).update(state="FINAL")
    assert api.post("bureau", f"{PATH}/{id}/close").json()["state"] == "CLOSED"


def test_records_may_arrive_until_the_late_sync_days_end(api: Caller) -> None:
    id = api.post("bureau", PATH, BODY).json()["id"]
    api.post("bureau", f"{PATH}/{id}/open")

    with frozen(at(date(2023, 1, 7))):
        answer = api.post("bureau", f"{PATH}/{id}/freeze")

    assert (answer.status_code, answer.json()["code"]) == (409, "too_early")


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"year": None}, ["year"]),
        ({"year": "soon"}, ["year"]),
        ({"year": 1980}, ["year"]),
        ({"cutoff_on": "2023-01-01"}, ["cutoff_on"]),
        ({"cutoff_on": "31.12.2022"}, ["cutoff_on"]),
        ({"rubric": {"id": "panzhihua-township"}}, ["rubric.version"]),
        ({"rubric": {"id": "panzhihua-township", "version": "0"}}, ["rubric"]),
        ({"rubric": {"id": "a\x00", "version": "0"}}, ["rubric.id"]),
        ({"rubric": "panzhihua-township"}, ["rubric.non_field_errors"]),
    ],
)
def test_what_cannot_be_created_is_named(api: Caller, change: dict, fields: list) -> None:
    answer = api.post("bureau", PATH, BODY | change)

    assert answer.status_code == 422, answer.json()
    assert [field for field, _code in faults(answer)] == fields


def test_wrong_order_and_a_second_cycle_are_conflicts(api: Caller, town: Town) -> None:
    again = api.post("bureau", PATH, BODY | {"year": 2023, "cutoff_on": "2023-12-31"})
    assert (again.status_code, again.json()["code"]) == (409, "exists")
    id = town.cycle.uuid
    for step, code in (("open", "wrong_state"), ("freeze", "wrong_state"), ("close", "not_final")):
        answer = api.post("bureau", f"{PATH}/{id}/{step}")
        assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_only_the_bureau_runs_cycles(api: Caller, town: Town) -> None:
    freeze_town(make_town(OTHER))
    with county_context(OTHER):
        foreign = Cycle.objects.get().uuid
    mine = town.cycle.uuid

    created = {name: api.post(name, PATH, {}).status_code for name in town.users}
    opened = {name: api.post(name, f"{PATH}/{mine}/open").status_code for name in town.users}

    assert {name for name, status in created.items() if status == 422} == {"bureau", "second"}
    assert {status for name, status in created.items() if name not in ("bureau", "second")} == {403}
    assert {name for name, status in opened.items() if status == 409} == {"bureau", "second"}
    assert {name for name, status in opened.items() if status == 404} == {
        *("room", "supervisor", "purchaser")
    }
    assert api.post("bureau", f"{PATH}/{foreign}/open").status_code == 404
    assert api.post("bureau", f"{PATH}/{mine}/delete").status_code == 404


def operations(document: dict[str, Any]) -> dict[str, set[str]]:
    return {
        operation["operationId"]: set(operation["responses"])
        for path in document["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and "operationId" in operation
    }


def test_the_openapi_document_names_every_operation_and_answer(api: Caller) -> None:
    answer = api.get("bureau", "/api/v1/schema?format=json")
    found = operations(answer.json())
    refused = {"400", "401", "403", "404", "409", "412", "422"}

    assert answer.status_code == 200
    acts = ("submit", "return", "confirm", "assign", "recuse", "finish_review", "reconcile",
            "decide", "publicise", "finalise")  # fmt: skip
    for act in acts:
        assert found[f"{act}_evaluation"] == {"200", *refused}
    assert found["change_item"] == {"200", *refused, "428"}
    assert found["attach_evidence"] == {"201", *refused}
    assert found["list_evaluations"] == {"200", "401", "403", "422"}
    assert found["read_evaluation"] == {"200", "401", "403", "404"}
    assert found["create_cycle"] == {"201", "400", "401", "403", "409", "422"}
    for step in ("open", "freeze", "close"):
        assert found[f"{step}_cycle"] == {"200", "400", "401", "403", "404", "409", "422"}


def test_errors_are_documented_as_problem_documents(api: Caller) -> None:
    document = api.get("bureau", "/api/v1/schema?format=json").json()
    media = {
        (status, *answer.get("content", {}))
        for path in document["paths"].values()
        for operation in path.values()
        for status, answer in operation["responses"].items()
        if status >= "400"
    }

    assert media == {
        (status, "application/problem+json")
        for status in ("400", "401", "403", "404", "409", "412", "422", "428")
    }
