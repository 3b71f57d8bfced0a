"""Days at the ends of the calendar are refused by their field, never a fault of ours."""

import pytest

from kernel.workdays import clock
from stations.casework.models import Beneficiary
from stations.records.forms import MomentField
from tests.conftest import DAY as TODAY
from tests.fixtures.records import file_person

CODE = "510402-S001"
SENT = "5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11"
# Without an offset, and with one that leads out of the calendar.
BEYOND = [
    "0001-01-01",
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59-12:00",
]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def fields(answer):
    assert answer.status_code == 422, answer.content
    return [wrong["field"] for wrong in answer.json()["errors"]]


@pytest.mark.parametrize("moment", BEYOND)
def test_a_visit_at_no_moment_is_refused(call, network, moment):
    person = file_person(network["S001"])
    visit = {"beneficiary": str(person.uuid), "place": "HOME", "result": "MET", "held_at": moment}

    assert fields(call("HEAD", "put", f"visits/{SENT}", visit)) == ["held_at"]
    sent = call("HEAD", "post", "visit-batches", {"visits": [{"id": SENT, **visit}]}).json()
    assert [each["field"] for each in sent["results"][0]["answer"]["errors"]] == ["held_at"]


@pytest.mark.parametrize("moment", BEYOND[2:])
def test_a_page_refuses_it_too(moment):
    with pytest.raises(Exception, match="日期"):
        MomentField(label="").clean(moment)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_membership_has_days_of_this_time(call, day):
    person = {"username": "li.si", "display_name": "李四", "role": "HEAD", "place": CODE}

    assert fields(call("BUREAU", "post", "members", person | {"valid_from": day})) == ["valid_from"]
    made = call("BUREAU", "post", "members", person).json()
    assert fields(call("BUREAU", "post", f"members/{made['id']}/end", {"on": day})) == ["on"]


def test_the_day_of_a_notice_is_named_as_it_was_sent(call):
    body = {"station": CODE, "name": "李秀英", "division_code": "510402001001"}
    answer = call("HEAD", "post", "beneficiaries", body | {"notice_given_on": "0001-01-01"})

    assert fields(answer) == ["notice_given_on"]
    assert not Beneficiary.objects.exists()
