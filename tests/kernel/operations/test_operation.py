"""Operations: asked for by operators only, done in public, shown with their progress."""

from typing import Any

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.errors import Conflict, Forbidden
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.jobs.tasks import run
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from kernel.tenancy import current_county
from kernel.wakeups.models import Wakeup
from tests.fixtures.clients import client_for

pytestmark = pytest.mark.usefixtures("counties")


@job_kind("tests.operation", "试运行")
def operate(held: JobRun) -> dict[str, Any]:
    if held.payload.get("refused"):
        raise Conflict("不可进行。", code="refused")
    held.progress(1, 2)
    return {"stood_in": current_county(), "county": held.county, "report": {"县区": 5}}


@pytest.fixture
def operator(official: Any) -> Any:
    return official("PLATFORM", "")


@pytest.fixture
def actor(operator: Any) -> Actor:
    return actor_of(operator)


def ask(actor: Actor, **payload: Any) -> Operation:
    return enqueue_operation(
        kind="tests.operation", payload=payload, actor=actor, county_code="510402"
    )


def done(operation: Operation) -> Operation:
    run(county="", job=str(operation.uuid))
    operation.refresh_from_db()
    return operation


def test_it_is_done_in_public_with_its_result(actor: Actor) -> None:
    operation = ask(actor)
    assert Wakeup.objects.get(job_uuid=operation.uuid).county_code == ""
    done(operation)

    assert (operation.state, operation.progress, operation.total) == ("DONE", 1, 2)
    assert operation.result == {"stood_in": None, "county": "", "report": {"县区": 5}}
    assert (operation.created_name, operation.label) == (actor.name, "试运行")
    assert not Wakeup.objects.filter(job_uuid=operation.uuid).exists()


def test_a_refusal_is_kept_in_its_own_words(actor: Actor) -> None:
    operation = done(ask(actor, refused=True))

    assert operation.state == "FAILED"
    assert operation.error == {"code": "refused", "detail": "不可进行。"}


def test_one_waiting_operation_a_key(actor: Actor) -> None:
    values = {"kind": "tests.operation", "payload": {}, "actor": actor, "dedup_key": "510402"}
    first = enqueue_operation(**values)
    assert enqueue_operation(**values) == first
    done(first)
    assert enqueue_operation(**values) != first


@pytest.mark.parametrize("role", ["PROVINCE", "PREFECTURE"])
def test_officials_ask_for_none(official: Any, role: str) -> None:
    with pytest.raises(Forbidden):
        ask(actor_of(official(role, "51")))
    assert Operation.objects.count() == 0


def test_the_pages_show_state_progress_and_report(operator: Any, actor: Actor) -> None:
    operation = ask(actor)
    client = client_for(operator, "ops")
    page = client.get("/operations/").content.decode()
    assert f'<a href="/operations/{operation.uuid}/">试运行</a>' in page
    assert f'hx-get="/operations/{operation.uuid}/?look=1"' in (
        client.get(f"/operations/{operation.uuid}/").content.decode()
    )
    done(operation)
    page = client.get(f"/operations/{operation.uuid}/").content.decode()
    assert "hx-get" not in page
    assert "县区" in page


def test_the_list_asks_as_often_for_three_as_for_one(
    operator: Any, actor: Actor, django_assert_num_queries: Any
) -> None:
    client = client_for(operator, "ops")
    ask(actor)
    client.get("/operations/")  # what is kept a while
    with django_assert_num_queries(5):
        client.get("/operations/")
    ask(actor)
    ask(actor)
    with django_assert_num_queries(5):
        assert client.get("/operations/").content.decode().count(">试运行<") == 3
