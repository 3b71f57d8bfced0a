"""The operators' list: states and sizes, for operators only."""

from uuid import uuid4

import pytest

from kernel.jobs.tasks import run
from kernel.operations.models import Operation
from kernel.wakeups.models import Wakeup
from kernel.workdays.clock import now
from tenants.models import County, CountyState
from tests.fixtures.clients import client_for

PAGE = "/counties/510402/"
MOVES = ("suspend", "resume", "leave", "stay")


def test_operator_sees_states_and_sizes(counties, official):
    answer = client_for(official("PLATFORM"), "ops").get("/")

    assert answer.status_code == 200
    rows = answer.context["counties"]
    assert [(row["code"], row["state"]) for row in rows] == [
        ("510402", "ACTIVE"),
        ("510421", "ACTIVE"),
    ]
    assert all(row["size"] > 0 for row in rows)


def test_province_official_is_not_let_in(counties, official):
    assert client_for(official("PROVINCE", "51"), "ops").get("/").status_code == 403


def test_queries_do_not_grow_with_counties(counties, official, django_assert_num_queries):
    client = client_for(official("PLATFORM"), "ops")
    client.get("/")

    # session, user, posts; counties, sizes, activity, hosts, failures;
    # schemas, counties among them, their histories
    with django_assert_num_queries(11):
        client.get("/")
    add_counties()
    with django_assert_num_queries(11):
        assert len(client.get("/").context["counties"]) == 4


def add_counties():
    for code, name in (("510403", "西区"), ("510411", "仁和区")):
        County.objects.create(
            code=code, name=name, schema_name=f"c{code}", prefecture_code="5104", created_at=now()
        )


def row_of(client, code="510402"):
    return next(row for row in client.get("/").context["counties"] if row["code"] == code)


def test_failed_tasks_are_counted_a_county(counties, official):
    for code, failed in (("510402", now()), ("510402", now()), ("510421", now()), ("510402", None)):
        Wakeup.objects.create(county_code=code, job_uuid=uuid4(), failed_at=failed)
    client = client_for(official("PLATFORM"), "ops")

    assert [row_of(client, code)["failed_jobs"] for code in ("510402", "510421")] == [2, 1]


@pytest.fixture
def operator(counties, official):
    return client_for(official("PLATFORM"), "ops")


def offered(answer):
    return [item["name"] for item in answer.context["acts"]]


def test_a_county_offers_what_its_state_allows(operator):
    found = {}
    for state in CountyState:
        County.objects.filter(code="510402").update(state=state)
        found[str(state)] = [name for name in offered(operator.get(PAGE)) if name in MOVES]

    assert found == {
        "PROVISIONING": [],
        "ACTIVE": ["suspend", "leave"],
        "SUSPENDED": ["resume", "leave"],
        "LEAVING": ["stay"],
        "ERASED": [],
    }


def test_suspending_and_resuming_go_their_way(operator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(f"{PAGE}suspend/", {"suspend-reason": "搬迁"}).url == PAGE
    assert row_of(operator)["state"] == "SUSPENDED"
    assert client_for(None, "510402").get("/login/").status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(f"{PAGE}resume/").url == PAGE

    assert client_for(None, "510402").get("/login/").status_code == 200
    events = operator.get(PAGE).context["events"]
    assert [(e.to_state, e.reason) for e in events][:2] == [("ACTIVE", ""), ("SUSPENDED", "搬迁")]


def test_what_was_typed_stays_beside_the_refusal(operator):
    answer = operator.post(f"{PAGE}suspend/", {"suspend-reason": " "})
    assert answer.status_code == 422
    assert "suspend-reason" in answer.content.decode()
    County.objects.filter(code="510402").update(state="ERASED")
    answer = operator.post(f"{PAGE}suspend/", {"suspend-reason": "搬迁到新址"})

    assert answer.status_code == 409
    assert "搬迁到新址" in answer.content.decode()
    assert row_of(operator)["state"] == "ERASED"


@pytest.mark.parametrize("path", ["/counties/999999/", "/counties/x/"])
def test_an_unknown_county_is_not_found(operator, path):
    assert operator.get(path).status_code == 404


def test_an_unknown_act_is_not_found(operator):
    assert operator.post(f"{PAGE}sell/").status_code == 404


def test_a_county_is_made_on_the_page(operator):
    answer = operator.post("/new/", {"code": "510411", "tags": ["SOCIAL_WORK"], "is_trial": "on"})

    assert answer.url == "/counties/510411/"
    row = row_of(operator, "510411")
    assert (row["name"], row["state"], row["is_current"]) == ("仁和区", "ACTIVE", True)


def test_a_host_in_use_is_named_and_what_was_typed_stays(operator):
    answer = operator.post("/new/", {"code": "510411", "host": "510421.localhost"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["host"]
    assert 'value="510421.localhost"' in answer.content.decode()


def test_the_host_name_is_changed(operator, django_capture_on_commit_callbacks):
    sent = {"change-host-host": "dong.localhost", "change-host-reason": "改名"}
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(f"{PAGE}change-host/", sent).url == PAGE

    assert row_of(operator)["host"] == "dong.localhost"


def test_all_counties_are_migrated_by_an_operation(operator):
    answer = operator.post("/migration/", {"canary": "510402"})

    operation = Operation.objects.get()
    assert answer.url == f"/operations/{operation.uuid}/"
    assert operation.payload == {"canary": "510402", "dry_run": False}
    run(county="", job=str(operation.uuid))
    assert "CURRENT" in operator.get(answer.url).content.decode()


def test_a_wrong_list_stays_with_its_faults(operator):
    answer = operator.post("/province/", {"text": "code\n519999\n510402"})

    assert answer.status_code == 422
    [fault] = answer.context["form"].errors["text"]
    assert (fault.partition(":")[0], fault.rpartition(" ")[2]) == ("2.code", "519999")
    page = answer.content.decode()
    assert "519999\n510402</textarea>" in page
    assert Operation.objects.count() == 0
