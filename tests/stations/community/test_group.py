"""Groups and networks of support: who belongs, what is counted, who sees names."""

from datetime import date

import pytest
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.community.domain import (
    begin_group,
    drop_meeting,
    end_group,
    hold_meeting,
    join_group,
    leave_group,
)
from stations.community.models import GroupMember
from stations.network.queries.figures import figures
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.community import MAY, a_group, a_meeting, a_member
from tests.fixtures.custody import file_child
from tests.fixtures.records import file_person, volunteer

CODE = "510402-S001"
BEFORE, LATER, TOMORROW = date(2026, 5, 3), date(2026, 6, 4), date(2026, 11, 21)
GROUP = {"kind": "WORK", "title": "防跌倒小组", "purpose": "担心跌倒", "valid_from": MAY}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def wrong_fields(do, **values):
    with pytest.raises(Invalid) as refused:
        do(**values)
    return [error.field for error in refused.value.errors]


def test_a_group_runs_from_its_first_session_to_its_end(network, actor, done):
    worker, person = actor("WORKER"), file_person(network["R001"])
    group = begin_group(actor=worker, station=network["S001"], **GROUP)
    own = join_group(actor=worker, entry=group, valid_from=MAY, beneficiary=person)
    join_group(actor=worker, entry=group, valid_from=MAY, volunteer=volunteer(network["S001"]))
    carer = join_group(actor=worker, entry=group, valid_from=LATER, name="孙照料")
    with pytest.raises(Conflict):
        join_group(actor=worker, entry=group, valid_from=LATER, beneficiary=person)
    meeting = hold_meeting(actor=worker, entry=group, held_on=LATER, topic="相互认识", attendance=7)
    leave_group(actor=worker, member=own, on=LATER)
    with pytest.raises(Conflict):
        leave_group(actor=worker, member=own, on=TODAY)
    assert wrong_fields(end_group, actor=worker, entry=group, on=LATER) == ["on"]
    drop_meeting(actor=worker, meeting=meeting, reason="录错")
    end_group(actor=worker, entry=group, on=TODAY)

    carer.refresh_from_db()
    assert (group.valid_to, carer.valid_to) == (TODAY, TODAY)
    assert done() == [
        "group.begin",
        *["group.join"] * 3,
        "group.meet",
        "group.leave",
        "groupmeeting.withdraw",
        "group.end",
        *["group.leave"] * 2,
    ]
    with pytest.raises(Conflict):
        join_group(actor=worker, entry=group, valid_from=TODAY, name="钱邻居")
    with pytest.raises(Conflict):
        end_group(actor=worker, entry=group, on=TODAY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "CLUB"}, "kind"),
        ({"title": " "}, "title"),
        ({"purpose": ""}, "purpose"),
        ({"audience": "ALL"}, "audience"),
        ({"valid_from": TOMORROW}, "valid_from"),
    ],
)
def test_a_wrong_group_is_refused_by_its_field(network, actor, change, field):
    given = {"actor": actor("HEAD"), "station": network["S001"], **GROUP}
    assert wrong_fields(begin_group, **(given | change)) == [field]


def test_a_wrong_member_or_session_is_refused_by_its_field(network, actor):
    head, group = actor("HEAD"), a_group(network["S001"])
    person = file_person(network["S001"])
    for values, field in (
        ({"valid_from": MAY}, "name"),
        ({"valid_from": MAY, "name": "甲", "beneficiary": person}, "name"),
        ({"valid_from": BEFORE, "name": "甲"}, "valid_from"),
        ({"valid_from": TOMORROW, "name": "甲"}, "valid_from"),
    ):
        assert wrong_fields(join_group, actor=head, entry=group, **values) == [field]
    session = {"held_on": MAY, "topic": "相互认识", "attendance": 5}
    for change, field in (
        ({"held_on": BEFORE}, "held_on"),
        ({"held_on": TOMORROW}, "held_on"),
        ({"attendance": 0}, "attendance"),
        ({"topic": " "}, "topic"),
    ):
        given = session | change
        assert wrong_fields(hold_meeting, actor=head, entry=group, **given) == [field]
    with pytest.raises(Forbidden):
        join_group(
            actor=head, entry=group, valid_from=MAY, beneficiary=file_person(network["S002"])
        )
    for role in ("BUREAU", "TOWNSHIP", "SUPERVISOR"):
        with pytest.raises(Forbidden):
            begin_group(actor=actor(role), station=network["S001"], **GROUP)


def test_members_are_known_to_those_who_serve_them(network, actor, visitor):
    group = a_group(network["S001"])
    a_member(group, file_person(network["S001"], name="曾大山"))
    a_member(group, file_child(network["S001"], name="吴小雨"))
    a_member(group)
    page = reverse("community:groups-one", args=[CODE, group.uuid], urlconf="config.urls_county")
    seen = {
        role: visitor(role, code).get(page).content.decode()
        for role, code in (
            ("HEAD", CODE),
            ("WORKER", CODE),
            ("BUREAU", ""),
            ("TOWNSHIP", "510402001"),
        )
    }

    assert all(name in seen["HEAD"] for name in ("曾大山", "吴小雨", "孙照料"))
    assert ("曾大山" in seen["WORKER"], "吴小雨" in seen["WORKER"]) == (True, False)
    assert ("曾大山" in seen["BUREAU"], "曾**" in seen["BUREAU"]) == (False, True)
    assert "曾" not in seen["TOWNSHIP"]
    assert "防跌倒小组" in seen["TOWNSHIP"]
    assert not GroupMember.objects.restrict(actor("SUPERVISOR"), "view").exists()


def test_groups_sessions_and_person_times_are_counted_apart(network, actor):
    place = network["S001"]
    group = a_group(place)
    a_meeting(group, attendance=6)
    a_meeting(group, LATER, attendance=8)
    a_meeting(group, TODAY, withdrawn_at=clock.now())
    network_of = a_group(network["R001"], date(2025, 3, 1), kind="INFORMAL", is_new=False)
    a_meeting(network_of, LATER, attendance=5)
    a_group(place, date(2025, 3, 1), valid_to=date(2025, 5, 1), ended_received_at=clock.now())
    wrong = a_group(place)
    a_meeting(wrong)
    withdraw(actor=actor("HEAD"), entry=wrong, reason="重复")
    found = {figure.key: (figure.value, figure.unit) for figure in figures(place, 2026)}

    assert found["groups"] == (1, "PIECE")
    assert found["group_sessions"] == (2, "SESSION")
    assert found["group_visits"] == (14, "PERSON_TIME")
    assert (found["networks"], found["network_meetings"]) == ((1, "PIECE"), (1, "EVENT"))


def test_a_page_offers_this_groups_members_and_sessions_only(network, visitor):
    head, group = visitor("HEAD", CODE), a_group(network["S001"])
    own, other = a_member(group), a_member(a_group(network["S001"]))
    address = f"/community/{CODE}/groups/{group.uuid}"
    page = head.get(f"{address}/leave/").content.decode()
    assert (str(own.uuid) in page, str(other.uuid) in page) == (True, False)
    sent = {"member": str(other.uuid), "on": "2026-06-04"}
    assert head.post(f"{address}/leave/", sent).status_code == 422

    strange = a_meeting(other.group)
    sent = {"meeting": str(strange.uuid), "reason": "录错"}
    assert head.post(f"{address}/drop-session/", sent).status_code == 422
    sent = {"meeting": str(a_meeting(group).uuid), "reason": "录错"}
    assert head.post(f"{address}/drop-session/", sent).status_code == 302
    assert not group.meetings.filter(withdrawn_at=None).exists()
