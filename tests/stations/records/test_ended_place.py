"""A place that was merged or closed does and begins nothing from that day on; what it did before
may still be entered, and who was served there is not left alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.models import Visit
from stations.network.domain.station import change_state
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, file_person, noon, works

CODE = "510402-S001"
ENDED = date(2026, 11, 1)
BEFORE = ENDED - timedelta(days=1)
VILLAGE = {"division_code": "510402001001"}
WORK = {"post": "SERVICE", "full_time": True, "share": "1"}
ROWS = [{"name": "李秀英", "village": "东华村"}]
ENTERED = {
    "beneficiaries": ("filed_on", {"name": "李秀英", **VILLAGE}),
    "households": ("filed_on", {"name": "李家", **VILLAGE}),
    "staff": ("joined_on", {"name": "王小芳", "channel": "RECRUITED", **WORK}),
    "volunteers": ("registered_on", {"name": "赵立"}),
    "patrols": ("patrolled_on", {"route": "河边", "patrollers": 2, "met": 0, "helped": 0}),
    "rosters": ("listed_on", {"category": "assistance.DIBAO", "rows": ROWS}),
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture(params=["MERGED", "CLOSED"])
def ended(network, actor, request):
    place = network["S001"]
    change_state(
        actor=actor("BUREAU"), station=place, state=request.param, on=ENDED, reason="并入二站"
    )
    return place


@pytest.fixture
def post(member, api_client):
    def send(noun, body, method="post"):
        client = api_client(member("HEAD", scope_code=CODE))
        return getattr(client, method)(f"/api/v1/{noun}", body, "application/json")

    return send


@pytest.mark.parametrize("noun", ENTERED)
@pytest.mark.parametrize("day", [ENDED, TODAY])
def test_nothing_is_entered_at_a_place_from_the_day_it_ended(ended, post, noun, day):
    field, body = ENTERED[noun]
    answer = post(noun, {"station": CODE, **body, field: str(day)})

    assert answer.status_code == 422, answer.content
    wrong = answer.json()["errors"]
    assert [(each["field"], each["allowed"]) for each in wrong] == [(field, f"< {ENDED}")]
    assert "2026年11月1日" in wrong[0]["message"]


@pytest.mark.parametrize("noun", [noun for noun in ENTERED if noun != "rosters"])
def test_what_was_done_before_may_still_be_entered(ended, post, noun):
    field, body = ENTERED[noun]
    answer = post(noun, {"station": CODE, **body, field: str(BEFORE)})

    assert answer.status_code in (200, 201), answer.content


def test_nobody_is_assigned_to_a_place_that_has_ended(network, ended, member, api_client):
    worker = add_worker()
    works(worker, network["S002"], share=Decimal("0.5"))
    client = api_client(member("BUREAU"))
    body = {"station": CODE, "valid_from": str(TODAY), **WORK, "full_time": False, "share": "0.2"}
    answer = client.post(f"/api/v1/staff/{worker.uuid}/assign", body, "application/json")

    assert [each["field"] for each in answer.json()["errors"]] == ["valid_from"]


def test_a_page_says_why(ended, visitor):
    page = f"/casework/{CODE}/households/new/"
    answer = visitor("HEAD", CODE).post(page, {"name": "李家", **VILLAGE, "filed_on": str(TODAY)})

    assert answer.status_code == 422
    assert "filed_on" in answer.context["form"].errors or answer.context["form"].non_field_errors()


def test_a_visit_that_a_phone_made_before_the_end_arrives(network, actor, post):
    person = file_person(network["S001"])
    change_state(
        actor=actor("BUREAU"), station=network["S001"], state="MERGED", on=ENDED, reason="并入"
    )
    body = {
        "beneficiary": str(person.uuid),
        "held_at": noon(BEFORE).isoformat(),
        "place": "HOME",
        "result": "MET",
    }
    answer = post("visits/5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11", body, "put")

    assert answer.status_code == 201
    enter_county("510402")
    assert Visit.objects.get().station == network["S001"]
