"""The page of one visit: what was noted, the late mark, the withdrawal of a wrong one."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.models import Visit
from stations.network.queries.figures import figures
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import file_child
from tests.fixtures.records import add_worker, file_person, visit

CODE, ROOM = "510402-S001", "510402-R001"
HELD = date(2026, 5, 4)
SECTIONS = '{"potential": "会吹笛子"}'


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def seen(network):
    """A visit at the room, with all that it may say."""
    person = file_person(network["R001"], name="李秀英")
    said = {"note": "药够半月", "sections": SECTIONS, "joint_with": ["VOLUNTEER"]}
    return visit(person, HELD, staff=add_worker("王小芳"), **said)


def url(name, *args):
    return reverse(f"casework:{name}", args=args, urlconf="config.urls_county")


def text(who, name, *args):
    answer = who.get(url(name, *args))
    assert answer.status_code == 200
    return answer.content.decode()


def received(visit, days, at=time(0, 5)):
    """The visit came in so many days after its day, at a time of the county's clock."""
    day = visit.held_at.astimezone(ZONE).date() + timedelta(days=days)
    Visit.objects.filter(pk=visit.pk).update(received_at=datetime.combine(day, at, ZONE))


def test_the_station_reads_all_of_a_visit(seen, visitor):
    for role in ("HEAD", "WORKER"):
        page = text(visitor(role, CODE), "visit", CODE, seen.uuid)
        for words in (
            "李秀英", "2026-05-04 12:00", "入户", "双工联动", "王小芳", "药够半月", "会吹笛子",
            url("person", ROOM, seen.beneficiary.uuid), url("visit-withdraw", CODE, seen.uuid),
        ):  # fmt: skip
            assert words in page, words


def test_the_room_reads_its_visit_and_no_file(seen, visitor):
    page = text(visitor("ROOM_STAFF", ROOM), "visit", ROOM, seen.uuid)

    assert "药够半月" in page
    assert url("person", ROOM, seen.beneficiary.uuid) not in page


def test_the_bureau_reads_it_masked_and_without_what_was_noted(seen, visitor):
    bureau = visitor("BUREAU")
    page = text(bureau, "visit", CODE, seen.uuid)

    assert "李**" in page
    for words in ("李秀英", "药够半月", "会吹笛子", "作废记录"):
        assert words not in page, words
    assert url("person", ROOM, seen.beneficiary.uuid) in page
    refused = bureau.post(url("visit-withdraw", CODE, seen.uuid), {"reason": "登错人"})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("HUB_STAFF", "", 403),
        ("TOWNSHIP", "510402001", 403),
        ("SUPERVISOR", CODE, 403),
        ("AGENCY", CODE, 403),
        ("AUDITOR", "", 403),
        ("HEAD", "510402-S002", 404),
    ],
)
def test_others_neither_read_nor_withdraw(seen, visitor, role, code, status):
    who = visitor(role, code)

    assert who.get(url("visit", CODE, seen.uuid)).status_code == status
    sent = who.post(url("visit-withdraw", CODE, seen.uuid), {"reason": "登错人"})
    assert sent.status_code == status
    seen.refresh_from_db()
    assert seen.withdrawn_at is None


def test_a_minor_s_visit_is_there_for_who_may_read_the_file(network, visitor):
    child = file_child(network["S001"])
    made = visit(child, HELD, note="在校情况良好")

    assert "在校情况良好" in text(visitor("HEAD", CODE), "visit", CODE, made.uuid)
    for role, code in (("WORKER", CODE), ("BUREAU", "")):
        for name in ("visit", "visit-withdraw"):
            assert visitor(role, code).get(url(name, CODE, made.uuid)).status_code == 404


def test_a_visit_is_found_at_its_own_place_only(network, visitor):
    made = visit(file_person(network["S001"]), HELD)

    assert visitor("BUREAU").get(url("visit", "510402-S002", made.uuid)).status_code == 404


@pytest.mark.parametrize(("days", "late"), [(0, False), (30, False), (31, True)])
def test_what_comes_in_after_thirty_days_is_marked_on_its_page_list_and_file(
    seen, visitor, days, late
):
    """C912b: marked, never refused; the days are the county's, whatever the hour."""
    received(seen, days, time(23, 55) if days == 30 else time(0, 5))
    head = visitor("HEAD", CODE)
    places = (
        ("visit", CODE, seen.uuid),
        ("visits", CODE),
        ("person", CODE, seen.beneficiary.uuid),
    )

    for place in places:
        assert ("补录" in text(head, *place)) == late, place
    counted = {each.key: each.quantity.value for each in figures(seen.station, HELD.year)}
    assert counted["visits"] == 1


def test_list_and_file_lead_to_the_visit(seen, visitor):
    head = visitor("HEAD", CODE)

    assert url("visit", CODE, seen.uuid) in text(head, "visits", CODE)
    assert url("visit", ROOM, seen.uuid) in text(head, "person", CODE, seen.beneficiary.uuid)


def test_a_wrong_visit_leaves_lists_and_counts_and_says_why(seen, visitor):
    worker = visitor("WORKER", CODE)
    form = url("visit-withdraw", CODE, seen.uuid)
    assert "作废原因" in worker.get(form).content.decode()
    sent = worker.post(form, {"reason": "登错了人"})

    assert (sent.status_code, sent.url) == (302, url("visit", CODE, seen.uuid))
    seen.refresh_from_db()
    page = text(worker, "visit", CODE, seen.uuid)
    assert all(words in page for words in ("登错了人", seen.withdrawn_by_name, "药够半月"))
    assert "作废记录" not in page
    assert str(seen.uuid) not in text(worker, "visits", CODE)
    assert str(seen.uuid) not in text(worker, "person", CODE, seen.beneficiary.uuid)
    counted = {each.key: each.quantity.value for each in figures(seen.station, HELD.year)}
    assert counted["visits"] == 0
    assert Entry.objects.filter(action="visit.withdraw", object_uuid=seen.uuid).count() == 1


def test_a_withdrawal_says_why_and_happens_once(seen, visitor):
    room, form = visitor("ROOM_STAFF", ROOM), url("visit-withdraw", ROOM, seen.uuid)

    for reason in ("", "  ", "长" * 201):
        assert room.post(form, {"reason": reason}).status_code == 422
    assert room.post(form, {"reason": "重复登记"}).status_code == 302
    again = room.post(form, {"reason": "又一次"})
    assert again.status_code == 422
    assert "又一次" in again.content.decode()
    assert Visit.objects.get().withdrawn_reason == "重复登记"
