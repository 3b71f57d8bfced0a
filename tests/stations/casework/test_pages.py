"""The pages about persons served: counts for many, names for the station alone."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.models import Household, Need, Visit
from stations.network.queries.figures import figures
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, file_person, need, set_level, visit, works

CODE, OTHER, ROOM = "510402-S001", "510402-S002", "510402-R001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def tab(code=CODE):
    return reverse("network:station", args=[code], urlconf="config.urls_county") + "?tab=services"


def url(name, *args):
    return reverse(f"casework:{name}", args=args, urlconf="config.urls_county")


@pytest.fixture
def work(network):
    """A person at the room with a visit and a need, and a stranger with the same at S002."""
    for place, name in (("R001", "李秀英"), ("S002", "赵别处")):
        person = file_person(network[place], name=name)
        set_level(person, 3, date(2021, 6, 1))
        visit(person, date(2026, 5, 4))
        need(person, date(2026, 5, 4), summary="需要轮椅")


@pytest.mark.parametrize(
    ("role", "code", "links"),
    [
        ("HEAD", CODE, 2),
        ("WORKER", CODE, 2),
        ("BUREAU", "", 2),
        ("TOWNSHIP", "510402001", 0),
        ("AGENCY", CODE, 0),
        ("SUPERVISOR", CODE, 0),
        ("HUB_STAFF", "", 0),
    ],
)
def test_the_service_tab_counts_for_all_and_links_for_some(work, visitor, role, code, links):
    page = visitor(role, code).get(tab()).content.decode()

    assert "应探访次数" in page
    # Ten whole months up to 20 November, one of them with a visit.
    assert '<th scope="row">三级探访</th><td class="num">10</td><td class="num">1</td>' in page
    assert sum(url(name, CODE) in page for name in ("visits", "needs-list")) == links
    assert ("李秀英" in page, "赵别处" in page) == (False, False)


def test_the_auditor_sees_no_services(work, visitor):
    page = visitor("AUDITOR").get(tab()).content.decode()

    assert "应探访次数" not in page


def test_figures_keep_their_units_apart(network):
    home = Household.objects.create(
        station=network["S001"], division_code="510402001001", name="张家", filed_on=TODAY
    )
    couple = [file_person(network["S001"], household=home) for _ in range(2)]
    alone = file_person(network["R001"])
    for person in couple:
        visit(person, date(2026, 1, 1))
        visit(person, date(2025, 12, 31))
    visit(couple[0], datetime(2026, 1, 2, 0, 10, tzinfo=ZONE))  # another day in Shanghai
    visit(alone, date(2026, 12, 31))
    visit(alone, date(2026, 3, 1), "NOT_HOME")
    visit(alone, date(2026, 3, 2), place="PHONE")
    visit(alone, date(2026, 3, 3), "NOT_HOME", place="PHONE")
    visit(file_person(network["S002"]), date(2026, 3, 1))
    need(alone, date(2026, 1, 1), date(2026, 12, 31))
    need(alone, date(2026, 2, 1), date(2026, 2, 2), confirmed_by_person=False)
    need(alone, date(2025, 12, 31), date(2026, 1, 1))
    found = {figure.key: (figure.value, figure.unit) for figure in figures(network["S001"], 2026)}
    keys = (
        "filed",
        "households",
        "visits",
        "household_visits",
        "calls",
        "needs_raised",
        "needs_closed",
        "cases",
    )

    assert {key: found[key] for key in keys} == {
        "filed": (3, "PERSON"),
        "households": (1, "HOUSEHOLD"),
        "visits": (4, "PERSON_TIME"),
        "household_visits": (2, "HOUSEHOLD_TIME"),
        "calls": (1, "CALL"),
        "needs_raised": (2, "PIECE"),
        "needs_closed": (2, "PIECE"),
        "cases": (0, "PIECE"),
    }


@pytest.mark.parametrize(
    ("role", "code", "status", "shown"),
    [
        ("HEAD", CODE, 200, "李秀英"),
        ("WORKER", CODE, 200, "李秀英"),
        ("BUREAU", "", 200, "李**"),
        ("HUB_STAFF", "", 403, ""),
        ("TOWNSHIP", "510402001", 403, ""),
        ("SUPERVISOR", CODE, 403, ""),
        ("AGENCY", CODE, 403, ""),
        ("AUDITOR", "", 403, ""),
        ("HEAD", OTHER, 404, ""),
        ("REVIEWER", "", 404, ""),
    ],
)
def test_who_reads_the_lists(work, visitor, role, code, status, shown):
    kind = {"scope_kind": "ASSIGNMENT"} if role == "REVIEWER" else {}
    person = visitor(role, code, **kind)
    for name in ("visits", "needs-list"):
        answer = person.get(url(name, CODE))
        page = answer.content.decode()
        assert answer.status_code == status
        assert [text for text in ("李秀英", "李**", "赵") if text in page] == [
            *filter(None, [shown])
        ]
    assert ("需要轮椅" in page) == (shown == "李秀英")


def test_the_room_reads_its_own(work, visitor):
    room = visitor("ROOM_STAFF", ROOM)

    assert "李秀英" in room.get(url("visits", ROOM)).content.decode()
    assert room.get(url("visits", CODE)).status_code == 404


@pytest.mark.parametrize(("name", "queries"), [("visits", 9), ("needs-list", 9)])
def test_the_lists_in_constant_queries(network, visitor, django_assert_num_queries, name, queries):
    head = visitor("HEAD", CODE)
    staff = add_worker()
    works(staff, network["S001"])
    head.get(url(name, CODE))
    for count in (1, 3):
        while Visit.objects.count() < count:
            person = file_person(network["S001"], name="李秀英")
            visit(person, date(2026, 5, 4), staff=staff)
            need(person, date(2026, 5, 4))
        with django_assert_num_queries(queries):
            page = head.client.get(url(name, CODE))
        enter_county("510402")
        assert page.content.decode().count("李秀英</td>") == count


def test_a_visit_by_form(network, visitor):
    person = file_person(network["R001"], name="李秀英")
    stranger = file_person(network["S002"], name="赵别处")
    staff = add_worker("王小芳")
    works(staff, network["S001"])
    form = {
        "person": person.uuid,
        "held_at": "2026-11-19T09:30",
        "place": "HOME",
        "result": "MET",
        "staff": staff.uuid,
        "note": "一切安好",
    }
    head = visitor("HEAD", CODE)
    page = head.get(url("visit-new", CODE)).content.decode()
    assert ("李秀英" in page, "赵别处" in page) == (True, False)

    assert head.post(url("visit-new", CODE), form).status_code == 302
    made = Visit.objects.get()
    assert (made.beneficiary, made.staff, made.note) == (person, staff, "一切安好")
    assert made.held_at == datetime(2026, 11, 19, 9, 30, tzinfo=ZONE)
    for change in ({"person": stranger.uuid}, {"held_at": "2026-11-21T09:30"}, {"result": ""}):
        answer = head.post(url("visit-new", CODE), form | change)
        assert (answer.status_code, "一切安好" in answer.content.decode()) == (422, True)
    assert Visit.objects.count() == 1


def test_a_need_by_form_and_its_end(network, visitor):
    person = file_person(network["R001"])
    room = visitor("ROOM_STAFF", ROOM)
    form = {
        "person": person.uuid,
        "kind": "REHABILITATION",
        "summary": "需要轮椅",
        "raised_on": "2026-11-02",
    }
    bare = room.post(url("needs-new", ROOM), form | {"kind": ""})
    room.post(url("needs-new", ROOM), form)
    made = Need.objects.get()
    early = room.post(url("needs-meet", ROOM, made.uuid), {"on": "2026-11-01"})
    handed = {"helper": "区残联", "on": "2026-11-05"}
    room.post(url("needs-match", ROOM, made.uuid), handed)
    room.post(url("needs-meet", ROOM, made.uuid), {"on": "2026-11-09"})
    again = room.post(url("needs-meet", ROOM, made.uuid), {"on": "2026-11-10"})

    made.refresh_from_db()
    assert [answer.status_code for answer in (bare, early, again)] == [422, 422, 422]
    assert (made.matched_to, made.closed_on, made.confirmed_by_person) == (
        "区残联",
        date(2026, 11, 9),
        True,
    )


def test_needs_by_their_state(network, visitor):
    head = visitor("HEAD", CODE)
    person = file_person(network["S001"], name="李秀英")
    need(person, date(2026, 5, 4), summary="需要轮椅")
    need(person, date(2026, 5, 4), date(2026, 5, 9), summary="需要米面")

    for state, words in (("RAISED", "需要轮椅"), ("MET", "需要米面")):
        page = head.get(f"{url('needs-list', CODE)}?state={state}").content.decode()
        assert [each for each in ("需要轮椅", "需要米面") if each in page] == [words]


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "TOWNSHIP", "AGENCY", "AUDITOR"])
def test_other_roles_enter_nothing(network, visitor, role):
    file_person(network["S001"])
    codes = {"TOWNSHIP": "510402001", "AGENCY": CODE}
    person = visitor(role, codes.get(role, ""))

    for name in ("visit-new", "needs-new"):
        assert person.get(url(name, CODE)).status_code == 403
        assert person.post(url(name, CODE), {}).status_code == 403


def test_another_stations_need_is_not_found(network, visitor):
    stranger = need(file_person(network["S002"]), date(2026, 5, 4))

    answer = visitor("HEAD", CODE).post(
        url("needs-meet", CODE, stranger.uuid), {"on": "2026-11-09"}
    )
    assert answer.status_code == 404
