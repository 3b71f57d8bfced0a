"""Home visits: a shell without persons, and the list of who is due in one's own scope."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.access.models import Membership
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.queries.due import persons_due
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import file_person, set_level, visit

CODE, OTHER, ROOM = "510402-S001", "510402-S002", "510402-R001"
VISITORS = {"HEAD": CODE, "WORKER": CODE, "ROOM_STAFF": ROOM}
DENIED = ("BUREAU", "HUB_STAFF", "TOWNSHIP", "REVIEWER", "SUPERVISOR", "AGENCY", "AUDITOR")


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(name):
    return reverse(f"casework:home-visits{name}", urlconf="config.urls_county")


def person(station, level=3, since=date(2026, 1, 5), **given):
    made = file_person(station, **given)
    set_level(made, level, since)
    return made


@pytest.fixture
def persons(network):
    """One person at the room, one at the station, a stranger at S002."""
    return {
        "room": person(network["R001"], name="李秀英"),
        "station": person(network["S001"], name="张桂兰"),
        "stranger": person(network["S002"], name="赵别处"),
    }


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("HEAD", {"李秀英", "张桂兰"}),
        ("WORKER", {"李秀英", "张桂兰"}),
        ("ROOM_STAFF", {"李秀英"}),
    ],
)
def test_one_s_own_scope_and_the_least_of_it(persons, visitor, role, names):
    found = json.loads(visitor(role, VISITORS[role]).get(url("-data")).content)

    assert {each["name"] for each in found["persons"]} == names
    assert set(found) == {"user", "csrf", "now", "persons", "plans", "templates"}
    days = {"due_on", "last_on", "missed_on"}
    assert set(found["persons"][0]) == {"uuid", "name", "village", "level"} | days


@pytest.mark.parametrize("role", DENIED)
def test_nobody_else_carries_a_list(persons, visitor, role):
    person = visitor(role)

    assert person.get(url("")).status_code == 403
    assert person.get(url("-data")).status_code == 403


def test_the_phone_is_told_who_is_shut_out_and_why(persons, visitor):
    """As JSON: a page of whatever stands between must not wipe its list."""
    for phone, code in (
        (visitor("BUREAU"), "forbidden"),
        (visitor("WORKER", CODE), "no_membership"),
    ):
        if code == "no_membership":
            Membership.objects.all().delete()
        answer = phone.client.get(url("-data"), headers={"Accept": "application/json"})
        enter_county(COUNTY)
        assert (answer.status_code, json.loads(answer.content)["code"]) == (403, code)


def test_the_shell_has_nothing_of_anybody(persons, actor, visitor):
    head = visitor("HEAD", CODE)
    page = head.get(url(""))
    text = page.content.decode()
    user = json.loads(head.get(url("-data")).content)["user"]

    assert page.status_code == 200
    assert 'data-user=""' in text
    assert "csrfmiddlewaretoken" not in text
    assert all(word not in text for word in (user, "李秀英", "张桂兰", CODE))


def test_the_worker_names_its_scope_and_its_release(persons, visitor):
    answer = visitor("HEAD", CODE).get(url("-worker"))

    assert answer["Service-Worker-Allowed"] == url("")
    assert answer["Content-Type"].startswith("text/javascript")
    assert '"cache": "home-visits-0.1.0-' in answer.content.decode()


@pytest.mark.parametrize(
    ("level", "since", "last", "due_on"),
    [
        (3, date(2026, 1, 5), None, date(2026, 12, 4)),  # 5 November to 4 December
        (3, date(2026, 1, 5), date(2026, 11, 4), date(2026, 12, 4)),  # the slot before
        (1, date(2026, 11, 16), None, date(2026, 11, 22)),
        (1, date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 29)),  # the next slot
        (1, date(2025, 3, 3), None, date(2026, 11, 25)),  # slots begin anew with the year
        (1, TODAY, None, date(2026, 11, 26)),
        (3, date(2026, 1, 5), date(2026, 11, 5), None),  # not within 14 days
        (5, date(2026, 11, 1), None, None),
    ],
)
def test_the_slot_to_be_filled_next(network, actor, level, since, last, due_on):
    made = person(network["S001"], level, since)
    if last:
        visit(made, last)
    found = persons_due(actor("HEAD"), TODAY, 14)

    assert [each.due_on for each in found] == ([due_on] if due_on else [])


def test_a_visit_with_nobody_there_fills_nothing(network, actor):
    made = person(network["S001"], 1, date(2026, 11, 16))
    visit(made, date(2026, 11, 17), "NOT_HOME")
    found = persons_due(actor("HEAD"), TODAY, 14)

    assert [(each.due_on, each.last_on) for each in found] == [(date(2026, 11, 22), None)]


def test_closed_files_and_ended_levels_are_left_out(network, actor):
    file_person(network["S001"], closed_on=TODAY)
    set_level(file_person(network["S001"]), 1, date(2026, 1, 5), TODAY)
    file_person(network["S001"])

    assert persons_due(actor("HEAD"), TODAY, 14) == []


def test_the_number_of_queries_does_not_grow(network, visitor):
    head = visitor("HEAD", CODE)
    head.get(url("-data"))  # the host's name is looked up once
    counts = []
    for _ in range(3):
        person(network["S001"])
        with CaptureQueriesContext(connection) as seen:
            head.get(url("-data"))
        counts.append(len(seen))

    assert counts[0] == counts[1] == counts[2]
