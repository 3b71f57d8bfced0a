"""Changes are carried out by a worker: asked for, taken up again after a kill, all at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.errors import Conflict, Stale
from kernel.jobs.tasks import run
from kernel.operations.models import Operation
from kernel.tenancy import county_context
from stations.network.models import Station
from tenants.domain.division_change import carry_out, parted, preview_change, propose_change
from tenants.jobs.division_change import (
    order_change,
    order_preview,
    order_release,
    rows_of_preview,
)
from tenants.models import Division, DivisionChange
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network
from tests.tenants.archive.other import kill_at

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 1)
A, B = "510402001", "510402002"
LIST = "b" * 64
API = "/api/v1/division-changes"


@pytest.fixture
def user(counties: None, official: Callable[..., User]) -> User:
    return official("PLATFORM")


@pytest.fixture
def operator(user: User) -> Actor:
    return actor_of(user)


def rename(operator: Actor, code: str, name: str, release: str = "") -> DivisionChange:
    change = propose_change(
        actor=operator,
        kind="RENAME",
        effective_on=DAY,
        predecessors=[code],
        successors=[(code, name)],
    )
    change.release = release
    change.save()
    return change


def seen(change: DivisionChange) -> str:
    return preview_change(change).plan.digest


def work(operation: Operation) -> Operation:
    run(county="", job=str(operation.uuid))
    operation.refresh_from_db()
    return operation


def states() -> list[str]:
    return list(DivisionChange.objects.order_by("id").values_list("state", flat=True))


def test_a_change_is_asked_for_once_and_carried_out(operator: Actor) -> None:
    change = rename(operator, A, "新街道")
    asked = order_change(actor=operator, change=change, seen=seen(change))
    assert order_change(actor=operator, change=change, seen="x") == asked
    assert states() == ["PROPOSED"]

    done = work(asked)

    assert (done.state, states()) == ("DONE", ["CARRIED_OUT"])
    assert done.result == {"report": {"已实施": 1}, "url": f"/divisions/{change.uuid}/"}
    with pytest.raises(Conflict):
        order_change(actor=operator, change=DivisionChange.objects.get(), seen="x")


def test_a_plan_that_was_not_shown_is_refused_at_once_and_by_the_worker(operator: Actor) -> None:
    change = rename(operator, A, "新街道")
    with pytest.raises(Stale):
        order_change(actor=operator, change=change, seen="0" * 64)
    asked = order_change(actor=operator, change=change, seen=seen(change))
    DivisionChange.objects.filter(pk=change.pk).update(successors=[[A, "另一街道"]])

    done = work(asked)

    assert (done.state, done.error["code"], states()) == ("FAILED", "stale", ["PROPOSED"])


def test_a_try_after_the_change_was_committed_is_done(operator: Actor) -> None:
    """The worker died between the change and its own last word."""
    change = rename(operator, A, "新街道")
    asked = order_change(actor=operator, change=change, seen=seen(change))
    carry_out(actor=operator, change=change)

    assert work(asked).state == "DONE"


def test_all_proposals_of_a_list_are_looked_at_and_carried_out(operator: Actor) -> None:
    """The third does not fit, the fourth is of another list."""
    make_network()
    first = rename(operator, A, "新街道", LIST)
    second = rename(operator, f"{A}001", "新社区", LIST)
    third = rename(operator, f"{A}002", "新社区", LIST)
    fourth = rename(operator, B, "别的街道")
    DivisionChange.objects.filter(pk=third.pk).update(predecessors=["510402999"])

    preview = work(order_preview(actor=operator, release=LIST))

    rows = rows_of_preview(preview, LIST)
    assert [(row["id"], row["ended"], row["counties"]) for row in rows] == [
        (str(first.uuid), 1, {COUNTY: 0}),
        (str(second.uuid), 1, {COUNTY: 0}),
        (str(third.uuid), 0, {}),
    ]
    assert [bool(row["problem"]) for row in rows] == [False, False, True]
    assert states() == ["PROPOSED"] * 4
    assert not Division.objects.filter(valid_to__isnull=False).exists()

    done = work(order_release(actor=operator, release=LIST, preview=preview))

    assert (done.state, done.total) == ("DONE", 0)
    assert states() == ["CARRIED_OUT", "CARRIED_OUT", "PROPOSED", "PROPOSED"]
    fourth.refresh_from_db()
    with pytest.raises(Stale):  # decided since the preview
        order_release(actor=operator, release=LIST, preview=preview)


def test_a_list_is_parted_by_county_in_its_order() -> None:
    """A change above counties belongs to all of them."""

    def made(*codes: str) -> DivisionChange:
        return DivisionChange(kind="END", predecessors=list(codes))

    one, two, both, three = made(A), made("510421100"), made(B, "510421101"), made("510403001")
    assert parted([one, three, two, both]) == [[three], [one, two, both]]
    above = made("5104")
    assert parted([one, three, above]) == [[one, three, above]]


def test_one_that_meets_a_refusal_leaves_the_others_carried_out(operator: Actor) -> None:
    first = rename(operator, A, "新街道", LIST)
    second = rename(operator, B, "新街道", LIST)
    preview = work(order_preview(actor=operator, release=LIST))
    asked = order_release(actor=operator, release=LIST, preview=preview)
    DivisionChange.objects.filter(pk=first.pk).update(successors=[[A, "另一街道"]])

    done = work(asked)

    assert (done.state, done.error["code"]) == ("FAILED", "not_carried_out")
    assert str(first)[:20] in done.error["detail"]
    assert str(second) not in done.error["detail"]
    assert states() == ["PROPOSED", "CARRIED_OUT"]


def test_pages_of_a_newer_list(operator: Actor, user: User) -> None:
    rename(operator, A, "新街道", LIST)
    client, here = client_for(user, "ops"), f"/divisions/lists/{LIST}/"
    assert f'href="{here}"' in client.get("/divisions/").content.decode()
    page = client.get(here)
    assert (page.status_code, "sure" in page.context) == (200, False)
    answer = client.post(f"{here}preview/")
    operation = Operation.objects.get()
    assert answer["Location"] == f"/operations/{operation.uuid}/"
    assert client.get(here).context["operation"] == operation
    work(operation)

    shown = client.get(here)
    assert "撤销区划 1 个，新设 1 个" in shown.content.decode()
    given = {"preview": str(operation.uuid)}
    assert client.post(f"{here}carry-out/", given).status_code == 422
    answer = client.post(f"{here}carry-out/", given | {"sure": "on"})
    asked = Operation.objects.latest("id")
    assert answer["Location"] == f"/operations/{asked.uuid}/"
    work(asked)
    assert states() == ["CARRIED_OUT"]
    assert client.get(here).status_code == 404


def test_the_same_by_api(operator: Actor, user: User) -> None:
    client = api_client_for(user, "ops")

    def post(path: str, **body: Any) -> Any:
        return client.post(path, body, content_type="application/json")

    body = {
        "kind": "MERGE",
        "effective_on": "2024-05-01",
        "predecessors": [A],
        "successors": [{"code": B}],
        "below": [{"old": f"{A}001", "code": f"{B}010", "name": "金沙社区"}],
    }
    made = post(API, **body)
    found = made.json()
    assert (made.status_code, found["state"], found["problems"]) == (201, "PROPOSED", [])
    assert [row["code"] for row in found["plan"]["begun"]] == [f"{B}002", f"{B}010"]
    assert [county["code"] for county in found["counties"]] == [COUNTY]
    assert post(API, **body).status_code == 409
    wrong = post(API, **(body | {"predecessors": ["510402999"]}))
    assert [one["field"] for one in wrong.json()["errors"]] == ["predecessors"]

    one = f"{API}/{found['id']}"
    assert post(f"{one}/carry-out", seen="0" * 64).status_code == 412
    asked = post(f"{one}/carry-out", seen=found["plan"]["digest"])
    assert (asked.status_code, asked.json()["state"]) == (202, "WAITING")
    assert client.get(one).json()["operation"] == asked.json()["id"]
    work(Operation.objects.get())
    after = client.get(one).json()
    assert (after["state"], after["plan"], after["operation"]) == ("CARRIED_OUT", None, None)
    assert post(f"{one}/reject", reason="未获批准").status_code == 409
    assert client.get(f"{API}?state=PROPOSED").json()["count"] == 0
    assert client.get(f"{API}?state=X").status_code == 422


def test_a_newer_list_by_api(operator: Actor, user: User) -> None:
    change = rename(operator, A, "新街道", LIST)
    other = rename(operator, B, "新街道", LIST)
    client, here = api_client_for(user, "ops"), f"/api/v1/division-lists/{LIST}"
    lists = client.get("/api/v1/division-lists").json()
    assert lists["results"] == [{"list": LIST, "effective_on": "2024-05-01", "changes": 2}]
    refused = client.post(
        f"{API}/{other.uuid}/reject", {"reason": "未获批准"}, content_type="application/json"
    )
    assert (refused.status_code, refused.json()["reason"]) == (200, "未获批准")

    asked = client.post(f"{here}/preview")
    work(Operation.objects.get())
    shown = client.get(here).json()

    assert (asked.status_code, shown["preview"]["id"]) == (202, asked.json()["id"])
    assert [row["id"] for row in shown["changes"]] == [str(change.uuid)]
    body = {"preview": asked.json()["id"]}
    done = client.post(f"{here}/carry-out", body, content_type="application/json")
    assert done.status_code == 202
    work(Operation.objects.latest("id"))
    assert states() == ["CARRIED_OUT", "REJECTED"]
    assert client.get(here).status_code == 404


@pytest.mark.kill
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_leaves_the_old_state_and_is_taken_over(
    operator: Actor, tmp_path: Path
) -> None:
    make_network(OTHER)
    change = propose_change(
        actor=operator,
        kind="MERGE",
        effective_on=DAY,
        predecessors=[OTHER],
        successors=[(COUNTY, "")],
    )
    asked = order_change(actor=operator, change=change, seen=seen(change))

    point = "tenants.domain.division_change.decide"  # all is written, nothing committed
    kill_at(point, tmp_path / "there", {"do": "work", "operation": str(asked.uuid)})

    asked.refresh_from_db()
    assert (asked.state, states()) == ("RUNNING", ["PROPOSED"])
    assert not Division.objects.filter(valid_to__isnull=False).exists()
    with county_context(COUNTY):
        assert not Station.objects.filter(code__startswith=OTHER).exists()

    Operation.objects.update(claimed_until="2020-01-01T00:00Z")  # its lease is over
    done = work(asked)

    assert (done.state, done.tries, states()) == ("DONE", 2, ["CARRIED_OUT"])
    with county_context(COUNTY):
        assert Station.objects.filter(code__startswith=OTHER).count() == 3
