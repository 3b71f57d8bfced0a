"""Alerts read from the records: when each kind stands, rests and returns (N02, X23)."""

from datetime import date, timedelta

import pytest
from django.test import override_settings

from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.workdays import clock
from stations.casework.desk import alert_tasks
from stations.casework.domain import (
    assess_guardianship,
    assess_risk,
    match_need,
    see_to_alert,
    tell_lead,
    verify_lead,
)
from stations.casework.models import AlertNote, Need
from stations.casework.queries.alert import alerts, find_alert
from stations.casework.queries.due import due_list
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_lead, agree, file_person, need, set_level, visit

MONTHS_AGO = date(2026, 9, 20)  # two whole months


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["R001"], name="李秀英")


@pytest.fixture
def found(actor):
    """found() -> the kinds of alerts the head of S001 has."""

    def kinds(**given):
        return [alert.kind.value for alert in alerts(actor("HEAD"), **given)]

    return kinds


@pytest.mark.parametrize(
    ("since", "visited", "stands"),
    [
        (MONTHS_AGO, None, True),
        (MONTHS_AGO + timedelta(1), None, False),
        (date(2026, 1, 1), MONTHS_AGO, True),
        (date(2026, 1, 1), date(2026, 9, 21), False),
    ],
)
def test_two_intervals_without_a_visit(person, found, since, visited, stands):
    set_level(person, 3, since)
    if visited:
        visit(person, visited)

    assert found() == (["MISSED_VISIT"] if stands else [])


def test_a_visit_that_met_nobody_is_no_visit_and_a_refusal_is(person, found):
    set_level(person, 3, date(2026, 1, 1))
    visit(person, date(2026, 11, 1), "NOT_HOME")
    assert found() == ["MISSED_VISIT"]
    visit(person, date(2026, 11, 1), "REFUSED")
    assert found() == []


def test_a_third_refusal_in_a_row_is_no_visit_as_on_the_due_list(person, actor, found):
    set_level(person, 3, date(2026, 1, 1))
    for month in (6, 7, 8, 9, 10, 11):
        visit(person, date(2026, month, 15), "REFUSED")
    [row] = due_list(actor("HEAD"), TODAY, 0)
    assert row.is_overdue
    [alert] = alerts(actor("HEAD"))
    assert (alert.kind, alert.since) == ("MISSED_VISIT", date(2026, 9, 15))

    visit(person, date(2026, 11, 16))
    assert found() == []


def test_a_refused_visit_after_a_raised_level_was_made_all_the_same(person, found):
    set_level(person, 4, date(2026, 9, 1), date(2026, 11, 10))
    set_level(person, 2, date(2026, 11, 10))
    for day in (1, 5, 11):
        visit(person, date(2026, 11, day), "REFUSED")
    assert found(kind="RISK_RISE") == []


def test_a_raised_level_until_the_next_visit(person, found):
    set_level(person, 4, date(2026, 9, 1), date(2026, 11, 10))
    set_level(person, 2, date(2026, 11, 10))
    visit(person, date(2026, 11, 9))
    assert found() == ["RISK_RISE"]
    visit(person, date(2026, 11, 10))
    assert found() == []


def test_a_lowered_level_or_one_raised_to_three_warns_of_nothing(network, person, found):
    set_level(person, 1, date(2026, 9, 1), date(2026, 11, 10))
    set_level(person, 2, date(2026, 11, 10))
    other = file_person(network["R001"])
    set_level(other, 5, date(2026, 9, 1), date(2026, 11, 10))
    set_level(other, 3, date(2026, 11, 10))
    assert found(kind="RISK_RISE") == []


@pytest.mark.parametrize(("day", "stands"), [(20, False), (19, True)])
def test_a_day_after_a_major_change(person, actor, found, day, stands):
    agree(person, kind="SENSITIVE_DATA")
    assess_risk(
        actor=actor("WORKER"),
        beneficiary=person,
        assessed_on=TODAY,
        change_on=date(2026, 11, day),
        **dict.fromkeys(("health", "mind", "living", "guard"), "NONE"),
    )
    assert found(kind="MAJOR_CHANGE") == (["MAJOR_CHANGE"] if stands else [])
    visit(person, date(2026, 11, day))
    assert found(kind="MAJOR_CHANGE") == []


@pytest.mark.parametrize(
    ("urgency", "told", "stands"),
    [
        ("URGENT", 19, True),
        ("URGENT", 20, False),
        ("SOON", 17, True),
        ("SOON", 18, False),
        ("ORDINARY", 13, True),
        ("ORDINARY", 14, False),
    ],
)
def test_a_lead_waits_as_long_as_its_urgency(network, actor, found, urgency, told, stands):
    lead = tell_lead(
        actor=actor("ROOM_STAFF"),
        station=network["R001"],
        division_code="510402001001",
        told_on=date(2026, 11, told),
        source="NEIGHBOUR",
        urgency=urgency,
        situation="独居老人",
    )
    assert found() == (["LEAD_WAITING"] if stands else [])
    verify_lead(actor=actor("WORKER"), lead=lead, on=TODAY, findings="属实")
    assert found() == []


def test_a_withdrawn_consent_until_a_new_one_stands(person, found):
    agree(person, ended_on=date(2026, 11, 1), ended_reason="不愿意")
    agree(person, kind="IMAGE", ended_on=date(2026, 11, 1))
    assert found() == ["CONSENT_GONE"]
    agree(person, date(2026, 11, 5))
    assert found() == []


def test_a_need_open_for_long_and_longer_once_handed_over(person, actor, found):
    need(person, date(2026, 10, 21))
    need(person, date(2026, 10, 22))
    need(person, date(2026, 1, 1), date(2026, 1, 9))
    assert found() == ["NEED_OPEN"]
    waiting = Need.objects.get(raised_on=date(2026, 10, 21))
    match_need(actor=actor("WORKER"), need=waiting, on=date(2026, 10, 25), helper="区残联")
    assert found() == []
    with clock.frozen(date(2026, 12, 24)):
        assert found().count("NEED_OPEN") == 2


def test_a_childs_care_to_be_assessed_again(person, actor, found):
    answers = {
        "guardian_kind": "NOBODY",
        "ability": "UNABLE",
        "parents_away": "BOTH",
        "contact": "NEVER",
        "schooling": "AT_SCHOOL",
    }
    agree(person, kind="SENSITIVE_DATA")
    given = {"actor": actor("WORKER"), "beneficiary": person, **answers}
    assess_guardianship(assessed_on=date(2026, 10, 20), **given)
    assert found() == ["GUARD_DUE"]  # to be assessed again by 19 November
    assess_guardianship(assessed_on=TODAY, **given)
    assert found() == []


def test_closed_files_and_withdrawn_records_warn_of_nothing(network, actor, found):
    gone = file_person(network["S001"], closed_on=date(2026, 11, 1))
    need(gone, date(2026, 1, 1))
    agree(gone, ended_on=date(2026, 11, 1))
    wrong = need(file_person(network["S001"]), date(2026, 1, 1))
    withdraw(actor=actor("HEAD"), entry=wrong, reason="写错")
    assert found() == []


def test_each_sees_the_alerts_of_their_reach(network, person, actor):
    need(person, date(2026, 1, 1))
    need(file_person(network["S002"]), date(2026, 2, 1))
    counts = {
        role: len(alerts(actor(role)))
        for role in ("BUREAU", "HEAD", "WORKER", "ROOM_STAFF", "TOWNSHIP", "SUPERVISOR", "AGENCY")
    }
    assert counts == {
        "BUREAU": 2,
        "HEAD": 1,
        "WORKER": 1,
        "ROOM_STAFF": 1,
        "TOWNSHIP": 0,
        "SUPERVISOR": 0,
        "AGENCY": 0,
    }
    assert len(alerts(actor("BUREAU"), station=network["S002"])) == 1


def test_all_kinds_in_one_statement(network, person, actor, django_assert_num_queries):
    head = actor("HEAD")
    need(person, date(2026, 1, 1))
    set_level(person, 1, date(2026, 1, 1))
    with django_assert_num_queries(1):
        assert len(alerts(head)) == 2
    with django_assert_num_queries(1):
        assert len(alerts(head)[:]) == 2


def test_a_page_reads_its_rows_alone_the_oldest_first(network, actor, django_assert_num_queries):
    """In order of day, then name, whatever the kind; a page costs the same at any length."""
    for number, day in enumerate((5, 3, 9, 1, 7)):
        need(file_person(network["R001"], name=f"居民{number}"), date(2026, 9, day))
    add_lead(network["S001"], date(2026, 9, 22), name="周桂花")  # since 29 September
    found = alerts(actor("HEAD"), station=network["S001"])
    with django_assert_num_queries(2):
        assert (len(found), [alert.name for alert in found[1:4]]) == (
            6,
            ["居民3", "居民1", "居民0"],
        )
    assert [alert.name for alert in found] == ["周桂花", *(f"居民{n}" for n in (3, 1, 0, 4, 2))]
    assert (found[0].name, found[4:9], found[6:]) == ("周桂花", found[4:], [])


def test_counts_by_kind_and_place_leave_out_what_rests(network, person, actor, found):
    head = actor("HEAD")
    raised = [need(person, date(2026, 10, day)) for day in (1, 5)]
    need(file_person(network["S001"]), date(2026, 10, 3))
    add_lead(network["S001"], date(2026, 9, 22))
    see(head, raised[0])

    assert alerts(head).by_kind() == [("LEAD_WAITING", 1), ("NEED_OPEN", 2)]
    assert alerts(head, with_seen=True).by_kind() == [("LEAD_WAITING", 1), ("NEED_OPEN", 3)]
    places = [(each.code, each.count, each.since) for each in alerts(head).by_place()]
    assert places == [
        ("510402-R001", 1, date(2026, 11, 4)),
        ("510402-S001", 2, date(2026, 9, 29)),
    ]
    nobody = alerts(actor("TOWNSHIP"))
    assert (len(nobody), nobody[:5], nobody.by_kind(), nobody.by_place()) == (0, [], [], [])


def test_one_alert_is_found_without_the_others(network, person, actor, django_assert_num_queries):
    head, asked = actor("HEAD"), need(person, date(2026, 10, 1))
    need(person, date(2026, 10, 1))
    with django_assert_num_queries(2):  # the alert, and its station
        assert find_alert(head, "NEED_OPEN", asked.uuid).station == network["R001"]
    for kind, subject in (("LEAD_WAITING", asked.uuid), ("FIRE", asked.uuid)):
        with pytest.raises(NotFound):
            find_alert(head, kind, subject)


def test_an_alert_seen_to_rests_and_comes_back(person, actor, done, found):
    raised = need(person, date(2026, 10, 1))
    see(actor("HEAD"), raised, measure="已联系民政办")

    assert found() == []
    assert (AlertNote.objects.get().station, done()) == (person.station, ["alert.see"])
    with pytest.raises(Conflict):
        see(actor("HEAD"), raised)
    with clock.frozen(TODAY + timedelta(30)):
        assert found() == ["NEED_OPEN"]


def test_a_new_cause_breaks_the_rest(person, actor, found):
    level = set_level(person, 3, date(2026, 9, 1))
    see_to_alert(
        actor=actor("HEAD"), kind="MISSED_VISIT", subject=level.uuid, on=TODAY, measure="外出务工"
    )
    assert found() == []
    visit(person, MONTHS_AGO)
    assert found() == ["MISSED_VISIT"]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("measure", {"measure": " "}),
        ("on", {"on": date(2026, 11, 21)}),
        ("on", {"on": date(2026, 10, 30)}),
    ],
)
def test_a_wrong_note_is_named(person, actor, field, given):
    raised = need(person, date(2026, 10, 1))  # stands since 31 October
    with pytest.raises(Invalid) as refused:
        see(actor("HEAD"), raised, **given)
    assert refused.value.errors[0].field == field


def test_who_sees_to_alerts(person, actor):
    raised = need(person, date(2026, 10, 1))
    for role in ("ROOM_STAFF", "BUREAU"):
        with pytest.raises(Forbidden):
            see(actor(role), raised)
    with pytest.raises(NotFound):
        see(actor("HEAD", "510402-S002"), raised)
    for kind in ("MISSED_VISIT", "NONSENSE"):
        with pytest.raises(NotFound):
            find_alert(actor("HEAD"), kind, raised.uuid)


@override_settings(ROOT_URLCONF="config.urls_county")
def test_the_heads_desk_names_places_and_no_person(network, person, actor):
    need(person, date(2026, 10, 1))
    need(person, date(2026, 10, 5))
    tasks = alert_tasks(actor("HEAD"), TODAY)

    assert [(task.object_text, task.due_on) for task in tasks] == [
        (network["R001"].name, date(2026, 10, 31))
    ]
    assert (tasks[0].url, "李" in tasks[0].title) == ("/casework/510402-R001/alerts/", False)
    for role in ("WORKER", "BUREAU", "ROOM_STAFF"):
        assert alert_tasks(actor(role), TODAY) == []


def see(actor, raised, **given):
    values = {"kind": "NEED_OPEN", "subject": raised.uuid, "on": TODAY, "measure": "已跟进"}
    return see_to_alert(actor=actor, **values | given)
