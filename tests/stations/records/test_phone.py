"""Telephone numbers: what may be entered, and what is said of anything else."""

import json
from datetime import date
from random import Random

import pytest
from django.urls import reverse

from deploy.demodata.persons import make_phone
from kernel.errors import Invalid
from kernel.phone import read_phone
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.domain import edit_file, link_carer
from stations.casework.models import Beneficiary
from stations.community.domain import register_party
from stations.people.domain import add_staff, register_volunteer
from stations.people.models import Volunteer
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import file_person

CODE, MAY = "510402-S001", date(2026, 5, 4)
WRONG = (
    "没有", "1234", "139000012345678901234", "0812-1234567/7654321", "13900001234张三", "分机8001",
    "80012转", "1390000１转转2",
)  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        (" 12345 ", "12345"),
        ("13900001234", "13900001234"),
        ("+86 (0812) 333-4444", "+86 (0812) 333-4444"),
        ("0812-3334444 转 8001", "0812-3334444 转 8001"),
        ("0812-3334444 Ext. 12", "0812-3334444 Ext. 12"),
        ("08123334444扩展12", "08123334444扩展12"),
        ("（０８１２）３３３４４４４", "(0812)3334444"),
    ],
)
def test_what_people_dial_is_taken(typed, kept):
    assert read_phone(typed) == kept


@pytest.mark.parametrize("typed", WRONG)
def test_anything_else_is_refused_with_what_is_allowed(typed):
    with pytest.raises(Invalid) as refused:
        read_phone(typed)
    (error,) = refused.value.errors
    assert (error.field, error.given, error.allowed) == ("phone", None, "5-20")
    assert all(word in error.message for word in ("5", "20", "+ - ( )", "扩展"))
    assert typed not in error.message


def test_the_numbers_of_the_demo_pass():
    random = Random(1)
    assert all(read_phone(phone) for phone in (make_phone(random) for _ in range(50)))


DEEDS = {
    "a worker": lambda head, person: add_staff(
        actor=head, station=person.station, name="方社工", joined_on=MAY, phone="没有"
    ),
    "a volunteer": lambda head, person: register_volunteer(
        actor=head, station=person.station, name="何志愿", registered_on=MAY, phone="没有"
    ),
    "a carer": lambda head, person: link_carer(
        actor=head, beneficiary=person, name="曾小山", relation="CHILD", phone="没有",
        valid_from=MAY,
    ),
    "a party": lambda head, person: register_party(
        actor=head, station=person.station, name="便民超市", kind="ENTERPRISE", phone="没有",
        since=MAY,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", DEEDS)
def test_nobody_s_number_is_any_text(network, actor, what):
    with pytest.raises(Invalid) as refused:
        DEEDS[what](actor("HEAD"), file_person(network["S001"]))
    assert [error.field for error in refused.value.errors] == ["phone"]


def test_what_stands_stays_and_another_field_may_be_corrected(network, actor):
    """Only what is entered is looked at."""
    person = file_person(network["S001"], name="曾大山", phone="找村长")
    given = {"name": "曾小山", "division_code": person.division_code}
    edit_file(actor=actor("HEAD"), beneficiary=person, **given)
    with pytest.raises(Invalid):
        edit_file(actor=actor("HEAD"), beneficiary=person, phone="找村长", **given)
    kept = Beneficiary.objects.get()
    assert (kept.name, kept.phone) == ("曾小山", "找村长")


def test_the_page_keeps_what_was_typed_and_the_call_names_the_field(network, visitor, member):
    page = reverse("people:volunteers-new", "config.urls_county", [CODE])
    form = {"name": "何志愿", "registered_on": str(MAY), "phone": "没有电话"}
    answer = visitor("HEAD", CODE).post(page, form)
    assert (answer.status_code, "没有电话" in answer.content.decode()) == (422, True)
    assert list(answer.context["form"].errors) == ["phone"]

    client = api_client_for(member("HEAD", scope_code=CODE), COUNTY)
    body = json.dumps({"station": CODE, **form})
    answer = client.post("/api/v1/volunteers", body, content_type="application/json")
    enter_county(COUNTY)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["phone"]
    assert Volunteer.objects.count() == 0
