"""Pages of due visits, alerts, rosters and households, and the search across the county."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from xlsxwriter import Workbook

from kernel.audit.models import Entry
from kernel.workdays import clock
from stations.casework.models import AlertNote, Beneficiary, RosterEntry
from stations.casework.queries.due import due_list
from stations.records.identity import index_id_number
from tests.conftest import DAY as TODAY
from tests.fixtures.records import (
    add_worker,
    agree,
    enlist,
    file_person,
    live_together,
    need,
    rate,
    set_level,
    visit,
    works,
)

CODE, ROOM = "510402-S001", "510402-R001"
NUMBER = "510402195003020013"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(name, *args):
    return reverse(f"casework:{name}", args=args, urlconf="config.urls_county")


def text(answer):
    return answer.content.decode()


@pytest.fixture
def due(network):
    """One missed, one in time, one visited already, one of another station."""
    for name, place, level, visited in (
        ("甲迟", "R001", 3, date(2026, 8, 20)),
        ("乙准", "S001", 3, date(2026, 10, 20)),
        ("丙已", "S001", 3, date(2026, 11, 10)),
        ("丁外", "S002", 3, None),
    ):
        person = file_person(network[place], name=name)
        set_level(person, level, date(2026, 1, 1))
        if visited:
            visit(person, visited, place="PHONE")


def test_who_was_missed_stands_first(network, due, actor, django_assert_num_queries):
    head = actor("HEAD")
    with django_assert_num_queries(4):
        rows = due_list(head, TODAY, 14, network["S001"])[:]

    assert [(row.name, row.missed_on, row.due_on) for row in rows] == [
        ("甲迟", date(2026, 9, 30), date(2026, 11, 30)),
        ("乙准", None, date(2026, 11, 30)),
    ]
    assert rows[0].since == date(2026, 1, 1)


def test_the_due_list_and_the_form_it_leads_to(network, due, visitor):
    head = visitor("HEAD", CODE)
    page = text(head.get(url("due", CODE)))

    assert [name for name in ("甲迟", "乙准", "丙已", "丁外") if name in page] == ["甲迟", "乙准"]
    assert page.count("起逾期") == 1
    person = Beneficiary.objects.get(name="甲迟")
    form = text(head.get(f"{url('visit-new', ROOM)}?person={person.uuid}"))
    assert f'<option value="{person.uuid}" selected' in form
    assert '<option value="PHONE" selected' in form  # as the last visit
    asked = text(head.get(f"{url('visit-new', ROOM)}?person={person.uuid}&place=HOME"))
    assert '<option value="HOME" selected' in asked
    assert head.get(f"{url('visit-new', ROOM)}?person=x").status_code == 200


def test_the_last_visitor_is_offered(network, visitor):
    worker = add_worker()
    works(worker, network["S001"])
    person = file_person(network["S001"])
    visit(person, date(2026, 11, 1), staff=worker)

    form = text(visitor("HEAD", CODE).get(f"{url('visit-new', CODE)}?person={person.uuid}"))
    assert f'<option value="{worker.uuid}" selected' in form


def test_the_due_list_marks_who_is_served_by_duty_alone(network, due, visitor):
    person = file_person(network["S001"], name="己义务")
    set_level(person, 2, date(2026, 1, 5))
    agree(person, given_by="DUTY", duty="特困人员供养")
    mark, page = "依法定职责服务，同意已撤回", url("due", CODE)
    assert mark not in text(visitor("WORKER", CODE).get(page))
    agree(person, ended_on=date(2026, 5, 4), ended_received_at=clock.now())
    assert text(visitor("WORKER", CODE).get(page)).count(mark) == 1


def test_a_room_sees_its_due_list_without_files(network, due, visitor):
    page = text(visitor("ROOM_STAFF", ROOM).get(url("due", ROOM)))

    assert ("甲迟" in page, f"/casework/{ROOM}/persons/" in page) == (True, False)


def test_alerts_lead_to_what_they_are_about_and_rest_when_seen_to(network, visitor):
    raised = need(file_person(network["R001"], name="李秀英"), date(2026, 10, 1))
    head = visitor("HEAD", CODE)
    page = text(head.get(url("alerts", CODE)))
    assert ("李秀英" in page, url("needs-one", ROOM, raised.uuid) in page) == (True, True)
    assert "李秀英" not in text(head.get(url("alerts", CODE) + "?kind=LEAD_WAITING"))
    assert "需求长期未办结 1" in text(
        head.get(
            reverse("network:station", args=[CODE], urlconf="config.urls_county") + "?tab=services"
        )
    )

    see = url("alert-see", CODE, "NEED_OPEN", raised.uuid)
    assert head.post(see, {"measure": "", "on": "2026-11-20"}).status_code == 422
    assert head.post(see, {"measure": "已联系残联", "on": "2026-11-20"}).status_code == 302
    assert (AlertNote.objects.count(), head.get(see).status_code) == (1, 404)
    assert "李秀英" not in text(head.get(url("alerts", CODE)))


def test_the_bureau_reads_alerts_masked_and_sees_to_none(network, visitor):
    raised = need(file_person(network["R001"], name="李秀英"), date(2026, 10, 1))
    bureau = visitor("BUREAU")
    page = text(bureau.get(url("alerts", CODE)))

    assert ("李**" in page, "李秀英" in page) == (True, False)
    see = url("alert-see", CODE, "NEED_OPEN", raised.uuid)
    assert (see in page, bureau.get(see).status_code) == (False, 403)


def test_an_alert_is_seen_to_below_its_own_station(network, visitor):
    raised = need(file_person(network["S002"]), date(2026, 10, 1))
    both = visitor("HEAD", CODE)
    assert both.get(url("alert-see", CODE, "NEED_OPEN", raised.uuid)).status_code == 404


def test_the_desk_tells_the_head(network, visitor):
    need(file_person(network["R001"]), date(2026, 10, 1))

    page = text(visitor("HEAD", CODE).get("/"))
    assert ("1条预警待处置" in page, url("alerts", ROOM) in page) == (True, True)
    assert "预警待处置" not in text(visitor("BUREAU").get("/"))


def sheet(*rows):
    buffer = BytesIO()
    with Workbook(buffer) as book:
        page = book.add_worksheet()
        for number, cells in enumerate([["姓名", "身份证号", "村（社区）"], *rows]):
            page.write_row(number, 0, cells)
    return SimpleUploadedFile("名单.xlsx", buffer.getvalue())


def given(*rows):
    return {"category": "assistance.DIBAO", "listed_on": "2026-11-20", "sheet": sheet(*rows)}


def test_a_list_is_tried_then_confirmed(network, visitor):
    enlist(network["S001"], date(2026, 1, 1), name="张离开")
    head = visitor("HEAD", CODE)
    tried = head.post(url("roster-new", CODE), given(["曾晓兰", NUMBER, "510402001001"]))
    page = text(tried)

    assert (tried.status_code, "曾晓兰" in page, "张离开" in page) == (200, True, True)
    assert RosterEntry.objects.count() == 1
    assert (NUMBER in page, tried.headers["Cache-Control"]) == (False, "no-store")
    sealed = page.split('name="list" value="')[1].split('"')[0]
    assert head.post(url("roster-confirm", CODE), {"list": sealed}).status_code == 302
    assert RosterEntry.objects.filter(valid_to=None).get().name == "曾晓兰"
    assert RosterEntry.objects.get(name="张离开").valid_to == TODAY


def test_wrong_rows_are_shown_and_cannot_be_confirmed(network, visitor):
    head = visitor("HEAD", CODE)
    tried = head.post(url("roster-new", CODE), given(["曾晓兰", "123", "天宫村"]))
    page = text(tried)

    assert (tried.status_code, 'name="list"' in page) == (422, False)
    assert "身份证号" in page
    assert "允许的内容" in page
    assert head.post(url("roster-confirm", CODE), {"list": "a1:AAAA"}).status_code == 302
    assert RosterEntry.objects.count() == 0


def test_no_sheet_no_list(network, visitor):
    head = visitor("HEAD", CODE)
    wrong = given() | {"sheet": SimpleUploadedFile("x.xlsx", b"no sheet")}
    assert head.post(url("roster-new", CODE), wrong).status_code == 422
    assert head.post(url("roster-new", CODE), given() | {"listed_on": ""}).status_code == 422


def test_the_roster_beside_the_files_and_a_file_opened_from_it(network, visitor):
    entry = enlist(
        network["S001"],
        date(2026, 1, 1),
        name="曾晓兰",
        id_number=NUMBER,
        id_number_index=index_id_number(NUMBER),
    )
    head = visitor("HEAD", CODE)
    assert "曾晓兰" in text(head.get(url("roster", CODE)))
    assert "曾**" in text(visitor("BUREAU").get(url("roster", CODE)))
    head.post(url("roster-file", CODE, entry.uuid), {})

    assert Beneficiary.objects.get().id_number == NUMBER
    assert "曾晓兰" not in text(head.get(url("roster", CODE)))
    assert "曾晓兰" in text(head.get(url("roster", CODE) + "?part=filed"))
    again = head.post(url("roster-file", CODE, entry.uuid), {})
    assert (again.status_code, Beneficiary.objects.count()) == (302, 1)


def test_a_household_shows_its_members_and_hides_its_address(network, visitor):
    person = file_person(network["R001"], name="曾晓兰")
    home = live_together(network["S001"], person, note="家中有犬")
    head = visitor("HEAD", CODE)
    page = text(head.get(url("households-one", CODE, home.uuid)))
    assert [words for words in ("曾晓兰", "大桥头三号", "家中有犬") if words in page] == ["曾晓兰"]

    reveal = url("households-reveal", CODE, home.uuid)
    assert reveal in page
    assert head.post(reveal, {"reason": ""}).status_code == 422
    shown = head.post(reveal, {"reason": "上门探访"})
    assert ("大桥头三号" in text(shown), "家中有犬" in text(shown)) == (True, True)
    assert shown.headers["Cache-Control"] == "no-store"
    entry = Entry.objects.get(action="household.reveal")
    assert (entry.after["reason"], "大桥头" in str(entry.after)) == ("上门探访", False)


def test_a_person_moves_and_a_correction_keeps_what_it_does_not_show(network, visitor):
    person = file_person(network["R001"], name="曾晓兰")
    home = live_together(network["S001"])
    head = visitor("HEAD", CODE)
    move = {"person": person.uuid}
    assert head.post(url("households-move-in", CODE, home.uuid), move).status_code == 302
    assert head.post(url("households-move-in", CODE, home.uuid), move).status_code == 422
    correction = {"name": "曾家新", "division_code": "510402001001"}
    head.post(url("households-edit", CODE, home.uuid), correction)

    person.refresh_from_db()
    home.refresh_from_db()
    assert (person.household, home.name, home.address) == (home, "曾家新", "大桥头三号")


def test_a_new_household_by_form(network, visitor):
    form = {"name": "曾家", "division_code": "510402001001", "filed_on": "2026-11-20"}
    head = visitor("HEAD", CODE)
    assert head.post(url("households-new", CODE), form | {"division_code": "1"}).status_code == 422
    assert head.post(url("households-new", CODE), form).status_code == 302
    assert "曾家" in text(head.get(url("households-list", CODE)))


def test_a_strangers_household_takes_nobody(network, visitor):
    person = file_person(network["S002"])
    home = live_together(network["S001"])
    move = {"person": person.uuid}
    head = visitor("HEAD", CODE)
    assert head.post(url("households-move-in", CODE, home.uuid), move).status_code == 422


@pytest.mark.parametrize(
    ("role", "code", "shown"),
    [
        ("BUREAU", "", ["曾**", "510402-S002"]),
        ("HEAD", CODE, []),
        ("HEAD", "510402-S002", ["曾晓兰", "510402-S002"]),
    ],
)
def test_a_person_is_found_within_ones_reach(network, visitor, role, code, shown):
    file_person(network["S002"], name="曾晓兰", name_initials="zxl")
    for asked in ("zxl", "晓兰"):
        answer = visitor(role, code).post(url("person-search"), {"search": asked})
        page = text(answer).split("<form", 1)[1]
        found = [words for words in ("曾晓兰", "曾**", "510402-S002") if words in page]
        assert found == shown
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_address_is_not_searched(network, visitor):
    file_person(network["S001"], name="曾晓兰")
    assert "曾晓兰" not in text(visitor("HEAD", CODE).get(url("person-search") + "?search=晓兰"))


def test_a_persons_page_leads_on_with_the_person_chosen(network, visitor):
    person = file_person(network["S001"], name="曾晓兰")
    rate(person, date(2026, 5, 4))
    head = visitor("HEAD", CODE)
    page = text(head.get(url("person", CODE, person.uuid)))

    way = f"{url('risk-assessments-new', CODE)}?person={person.uuid}"
    assert way in page
    assert f'<option value="{person.uuid}" selected' in text(head.get(way))


def test_a_missed_slot_stays_however_far_the_next_one_ends(network, actor):
    """Missed the half-year to June; the running one ends after the coming days."""
    person = file_person(network["S001"])
    set_level(person, 5, date(2026, 1, 1))
    with clock.frozen(date(2026, 8, 3)):
        rows = due_list(actor("HEAD"), date(2026, 8, 3), 14)[:]

    assert [(row.missed_on, row.due_on) for row in rows] == [
        (date(2026, 6, 30), date(2026, 12, 31))
    ]


def test_a_slice_of_the_due_list_reads_its_rows_only(network, actor):
    for number in range(3):
        set_level(file_person(network["S001"], name=f"人{number}"), 1, date(2026, 1, 1))
    due = due_list(actor("HEAD"), TODAY, 14)

    assert (len(due), due.overdue) == (3, 3)
    assert [row.name for row in due[1:3]] == ["人1", "人2"]
    assert due[0].name == "人0"
