"""What is due at a place, shown on its service tab and above its cases (C86b, G3226, G3251)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kernel.workdays import clock
from stations.casework.domain import plan_visit
from stations.casework.models import Beneficiary, CaseFollowUp
from stations.casework.norms import norm
from stations.casework.queries.planned_visit import open_plans
from stations.casework.queries.reminder import follow_up_reminders, reminders
from tests.conftest import DAY as TODAY
from tests.fixtures.care import a_plan, bereaved, looks_after
from tests.fixtures.records import a_case, file_person, follow_up

CODE = "510402-S001"
SOON = TODAY + timedelta(days=norm("follow_up", "shown_days_before"))
LATER = SOON + timedelta(1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_what_is_due_soon_stands_in_its_order_and_nothing_else(network, actor):
    station = network["S001"]
    person = file_person(network["R001"])
    case = a_case(person)
    follow_up(case, SOON)
    follow_up(case, LATER)
    done = follow_up(case, TODAY)
    CaseFollowUp.objects.filter(pk=done.pk).update(
        done_on=TODAY, done_received_at=clock.now(), note="好"
    )
    a_plan(person, review_due_on=TODAY - timedelta(1))
    looks_after(person, TODAY - timedelta(40), next_on=TODAY - timedelta(10))
    looks_after(person, TODAY - timedelta(5), next_on=TODAY)  # the earlier check is answered
    bereaved(file_person(station), TODAY - timedelta(20))
    follow_up(a_case(file_person(network["S002"])), TODAY)

    found = reminders(actor("HEAD"), station, TODAY)

    assert [(each.kind, (each.due_on - TODAY).days, each.overdue) for each in found] == [
        ("family", -6, True),
        ("plan", -1, True),
        ("check", 0, False),
        ("case", 7, False),
    ]
    assert [each.kind for each in follow_up_reminders(actor("HEAD"), station, TODAY)] == ["case"]


def test_nothing_is_due_for_whom_the_service_has_stopped(network, actor):
    person = file_person(network["S001"])
    follow_up(a_case(person), TODAY)
    a_plan(person, review_due_on=TODAY)
    looks_after(person, TODAY - timedelta(5), next_on=TODAY)
    plan_visit(actor=actor("HEAD"), beneficiary=person, planned_on=TODAY)
    assert len(reminders(actor("HEAD"), network["S001"], TODAY)) == 3
    assert open_plans(actor("HEAD"), network["S001"]).exists()

    Beneficiary.objects.filter(pk=person.pk).update(service_stopped_on=TODAY)

    assert reminders(actor("HEAD"), network["S001"], TODAY) == []
    assert not open_plans(actor("HEAD"), network["S001"]).exists()


def test_names_are_for_the_station_and_nothing_for_the_township(network, actor):
    person = file_person(network["S001"], name="欧阳小明")
    a_plan(person, review_due_on=TODAY)

    (seen,) = reminders(actor("BUREAU"), network["S001"], TODAY)
    assert seen.who != person.name
    assert reminders(actor("HEAD"), network["S001"], TODAY)[0].who == person.name
    assert reminders(actor("TOWNSHIP"), network["S001"], TODAY) == []


def test_the_pages_show_what_is_due(network, visitor):
    person = file_person(network["S001"])
    case = a_case(person)
    follow_up(case, TODAY - timedelta(1))
    a_plan(person, review_due_on=TODAY)
    head = visitor("HEAD", CODE)
    cases = reverse("casework:cases", args=[CODE], urlconf="config.urls_county")
    tab = reverse("network:station", args=[CODE], urlconf="config.urls_county") + "?tab=services"

    listed, station = head.get(cases).content.decode(), head.get(tab).content.decode()

    assert "个案跟进" in listed
    assert "已逾期" in listed
    assert str(case.uuid) in station
    assert "检视帮扶计划" in station
