"""A register's pages and calls, shown on supervision sessions."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.people.models import SupervisionSession
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import add_worker, supervise, works

CODE = "510402-S001"
API = "/api/v1/supervisions"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def worker(network):
    found = add_worker("王小芳")
    works(found, network["S001"])
    works(add_worker("李外人"), network["S002"])
    return found


@pytest.fixture
def form(worker):
    return {
        "staff": str(worker.uuid),
        "kind": "EDUCATIONAL",
        "mode": "INDIVIDUAL",
        "site": "ONLINE",
        "held_on": "2026-11-02",
        "supervisor_name": "陈督导",
    }


@pytest.fixture
def call(member):
    """call("get", path, body, role=...) as a user of S001."""

    def ask(method, path, body=None, role="HEAD"):
        client = api_client_for(member(role, scope_code=CODE), COUNTY)
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        answer = getattr(client, method)(path, **sent)
        enter_county(COUNTY)
        return answer

    return ask


def url(name, *args):
    return reverse(f"people:supervisions-{name}", args=args, urlconf="config.urls_county")


def test_a_record_is_entered_read_and_withdrawn_on_pages(network, visitor, form):
    head = visitor("HEAD", CODE)

    assert head.post(url("new", CODE), form).status_code == 302
    entry = SupervisionSession.objects.get()
    assert (entry.station, entry.held_on) == (network["S001"], date(2026, 11, 2))
    page = head.get(url("one", CODE, entry.uuid)).content.decode()
    assert all(words in page for words in ("王小芳", "教育性督导", "陈督导", "作废记录"))
    assert "陈督导" in head.get(url("list", CODE)).content.decode()

    withdrawn = head.post(url("withdraw", CODE, entry.uuid), {"reason": "录错人"})
    assert withdrawn.status_code == 302
    assert "陈督导" not in head.get(url("list", CODE)).content.decode()
    page = head.get(url("one", CODE, entry.uuid)).content.decode()
    assert "录错人" in page
    assert "作废记录" not in page
    assert Entry.objects.filter(action="supervisionsession.withdraw").count() == 1


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(visitor, form):
    answer = visitor("HEAD", CODE).post(url("new", CODE), form | {"held_on": "2026-12-31"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "陈督导" in page
    assert SupervisionSession.objects.count() == 0


def test_a_form_offers_the_workers_of_the_place_only(network, visitor, form):
    page = visitor("HEAD", CODE).get(url("new", CODE)).content.decode()
    stranger = add_worker("外县人")

    assert "王小芳" in page
    assert "李外人" not in page
    sent = visitor("HEAD", CODE).post(url("new", CODE), form | {"staff": str(stranger.uuid)})
    assert sent.status_code == 422
    assert SupervisionSession.objects.count() == 0


def test_filters_narrow_the_list_and_a_wrong_one_is_refused_by_the_api(
    network, worker, visitor, call
):
    supervise(worker, network["S001"], date(2026, 10, 1), supervisor_name="甲督导")
    supervise(worker, network["S001"], date(2026, 10, 2), "SUPPORTIVE", supervisor_name="乙督导")

    page = visitor("HEAD", CODE).get(url("list", CODE) + "?kind=SUPPORTIVE").content.decode()
    assert "乙督导" in page
    assert "甲督导" not in page
    rows = call("get", f"{API}?kind=SUPPORTIVE").json()["results"]
    assert [row["supervisor_name"] for row in rows] == ["乙督导"]
    refused = call("get", f"{API}?kind=NONE")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "kind"


def test_the_api_enters_reads_and_withdraws_the_same_record(network, form, call):
    made = call("post", API, {"station": CODE, **form})

    assert made.status_code == 201
    body = made.json()
    assert body | {"id": ""} == {
        "id": "",
        "station": CODE,
        "held_on": "2026-11-02",
        "staff": "王小芳",
        "kind": "EDUCATIONAL",
        "mode": "INDIVIDUAL",
        "site": "ONLINE",
        "supervisor_name": "陈督导",
        "topics": [],
        "withdrawn_at": None,
    }
    assert made["Cache-Control"] == "no-store"
    one = f"{API}/{body['id']}"
    assert call("get", one).json() == body
    assert call("post", f"{one}/withdraw", {"reason": "重复"}).json()["withdrawn_at"]
    assert call("get", API).json()["count"] == 0
    again = call("post", f"{one}/withdraw", {"reason": "重复"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("station", None),
        ("staff", "x"),
        ("staff", "5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11"),
        ("kind", "OTHER"),
        ("kind", {"a": 1}),
        ("held_on", "2026-11-31"),
        ("held_on", "2026-12-31"),
        ("supervisor_name", ""),
        ("supervisor_name", "督" * 61),
    ],
)
def test_the_api_names_the_field_that_is_wrong(form, call, field, value):
    answer = call("post", API, {"station": CODE, **form} | {field: value})

    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {field}
    assert SupervisionSession.objects.count() == 0


def test_roles_that_do_not_write_are_refused_and_other_stations_are_not_found(form, call):
    assert call("post", API, {"station": CODE, **form}, role="WORKER").status_code == 403
    assert call("post", API, {"station": "510402-S002", **form}).status_code == 404
    assert SupervisionSession.objects.count() == 0


def queries_of(ask):
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)


def test_a_list_asks_the_same_number_of_questions_however_long(network, worker, visitor, call):
    supervise(worker, network["S001"], date(2026, 10, 1))
    head, listed = visitor("HEAD", CODE), url("list", CODE)
    head.get(listed)
    few = queries_of(lambda: head.get(listed)), queries_of(lambda: call("get", API))
    for day in (2, 3):
        supervise(worker, network["S001"], date(2026, 10, day))

    many = queries_of(lambda: head.get(listed)), queries_of(lambda: call("get", API))

    assert many == few
