"""Volunteers leave the station, come back, or had not left: the act, its limits, its trail."""

from datetime import date
from unittest.mock import ANY

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import (
    appraise_volunteer,
    award_volunteer,
    found_team,
    issue_certificate,
    join_team,
    leave_team,
    record_departure,
    record_return,
    record_step,
    take_back_departure,
    take_back_leaving,
)
from stations.people.models import VolunteerDeparture, VolunteerTeamMember
from tests.conftest import DAY as TODAY
from tests.fixtures.records import step, volunteer

CODE = "510402-S001"
SINCE, SERVED, LEFT, BACK = (
    date(2025, 1, 6),
    date(2026, 3, 2),
    date(2026, 6, 1),
    date(2026, 9, 1),
)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    found = volunteer(network["S001"], SINCE, name="李志愿")
    step(found, "USE", SERVED)
    return found


@pytest.fixture
def place(network, actor, person):
    """The volunteer's place in a team."""
    worker = actor("WORKER")
    team = found_team(actor=worker, station=network["S001"], name="互助队", valid_from=SINCE)
    return join_team(actor=worker, entry=team, volunteer=person, valid_from=SINCE)


def leave(actor, person, on=LEFT, reason="MOVED"):
    return record_departure(actor=actor("WORKER"), entry=person, on=on, reason=reason)


def test_who_left_gets_nothing_dated_after_it(actor, person, network):
    worker = actor("WORKER")
    leave(actor, person)
    given = {"actor": worker, "entry": person}
    acts = {
        "done_on": lambda day: record_step(
            actor=worker, volunteer=person, step="TRAIN", done_on=day
        ),
        "awarded_on": lambda day: award_volunteer(
            **given, kind="STAR", title="三星", awarded_on=day
        ),
        "appraised_on": lambda day: appraise_volunteer(**given, result="GOOD", appraised_on=day),
    }
    for field, act in acts.items():
        with pytest.raises(Invalid) as refused:
            act(LEFT)
        error = refused.value.errors[0]
        assert (error.field, error.given, error.allowed) == (field, LEFT, f"< {LEFT}")
        act(date(2026, 5, 31))  # a late entry of a day before
    assert issue_certificate(**given).services == 1


def test_coming_back_opens_again(actor, done, person):
    worker = actor("WORKER")
    held = leave(actor, person)
    record_return(actor=worker, entry=person, on=BACK)
    record_step(actor=worker, volunteer=person, step="USE", done_on=BACK)
    with pytest.raises(Invalid) as refused:
        record_step(actor=worker, volunteer=person, step="USE", done_on=date(2026, 8, 31))
    assert refused.value.errors[0].allowed == f"< {LEFT}, >= {BACK}"

    held.refresh_from_db()
    assert (held.valid_from, held.valid_to, held.reason) == (LEFT, BACK, "MOVED")
    assert done() == ["volunteer.leave", "volunteer.return", "volunteer.step"]
    leave(actor, person, date(2026, 10, 5), "HEALTH")  # and leaves again


def test_leaving_ends_the_teams_and_taking_it_back_goes_on_with_them(actor, done, person, place):
    worker = actor("WORKER")
    leave(actor, person)
    place.refresh_from_db()
    assert (place.valid_to, place.left_reason) == (LEFT, "MOVED")
    with pytest.raises(Invalid):  # who has left joins no team, whatever the day
        join_team(actor=worker, entry=place.team, volunteer=person, valid_from=SERVED)

    held = take_back_departure(actor=worker, entry=person, reason="登记错了人")
    place.refresh_from_db()
    assert (place.valid_to, place.left_reason, place.left_with) == (None, "", None)
    assert (held.withdrawn_reason, held.withdrawn_at is None) == ("登记错了人", False)
    assert done()[-4:] == [
        "volunteer.leave",
        "volunteer_team.leave",
        "volunteerdeparture.withdraw",
        "volunteer_team.stay",
    ]
    kept = Entry.objects.get(action="volunteer_team.stay").after
    assert (kept["until"], kept["left_reason"]) == (str(LEFT), "MOVED")
    record_step(actor=worker, volunteer=person, step="USE", done_on=LEFT)


def test_a_place_in_a_team_is_left_and_taken_back_by_itself(actor, person, place):
    worker = actor("WORKER")
    given = {"actor": worker, "member": place}
    with pytest.raises(Conflict):
        take_back_leaving(**given, reason="没有离队")
    leave_team(**given, on=LEFT, reason="NO_TIME")
    again = join_team(actor=worker, entry=place.team, volunteer=person, valid_from=BACK)
    with pytest.raises(Conflict):  # the member has joined again
        take_back_leaving(**given, reason="没有离队")
    assert VolunteerTeamMember.objects.get(pk=again.pk).valid_to is None

    VolunteerTeamMember.objects.filter(pk=again.pk).update(withdrawn_at=clock.now())
    leave(actor, person, date(2026, 10, 5))
    with pytest.raises(Invalid):  # the volunteer has left the station meanwhile
        take_back_leaving(**given, reason="没有离队")
    take_back_departure(actor=worker, entry=person, reason="误录")
    assert take_back_leaving(**given, reason="没有离队").valid_to is None


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        (SERVED, "MOVED", "on"),  # served on that day
        (date(2026, 11, 22), "MOVED", "on"),  # the day after tomorrow
        (LEFT, "BORED", "reason"),
        (LEFT, "", "reason"),
    ],
)
def test_leavings_that_are_refused(actor, person, day, reason, field):
    with pytest.raises(Invalid) as refused:
        leave(actor, person, day, reason)
    assert refused.value.errors[0].field == field
    assert not VolunteerDeparture.objects.exists()


def test_one_leaving_at_a_time(actor, person):
    worker = actor("WORKER")
    for act in (
        lambda: record_return(actor=worker, entry=person, on=BACK),
        lambda: take_back_departure(actor=worker, entry=person, reason="误录"),
    ):
        with pytest.raises(Conflict):
            act()
    leave(actor, person)
    with pytest.raises(Conflict):
        leave(actor, person, BACK)
    for day in (LEFT, date(2026, 11, 21)):
        with pytest.raises(Invalid):
            record_return(actor=worker, entry=person, on=day)
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerDeparture.objects.create(volunteer=person, valid_from=BACK, reason="MOVED")
    for reason in (" ", "因13800000000"):
        with pytest.raises(Invalid):
            take_back_departure(actor=worker, entry=person, reason=reason)
    assert VolunteerDeparture.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    ("role", "scope"), [("TOWNSHIP", None), ("AGENCY", None), ("HEAD", "510402-S002")]
)
def test_who_may_not(actor, person, role, scope):
    given = {"actor": actor(role, scope), "entry": person}
    for act in (
        lambda: record_departure(**given, on=LEFT, reason="MOVED"),
        lambda: record_return(**given, on=BACK),
        lambda: take_back_departure(**given, reason="误录"),
    ):
        with pytest.raises(Forbidden):
            act()


def url(name, *args):
    return reverse(f"people:{name}", args=args, urlconf="config.urls_county")


def test_lists_show_who_is_here_unless_asked(network, actor, visitor, call, person):
    volunteer(network["S001"], SINCE, name="周在队")
    friend = visitor("WORKER", CODE)
    one = url("volunteers-one", CODE, person.uuid)
    assert url("volunteers-leave", CODE, person.uuid) in friend.get(one).content.decode()
    sent = friend.post(url("volunteers-leave", CODE, person.uuid), {"on": LEFT, "reason": "MOVED"})
    assert sent.status_code == 302

    def shown(query=""):
        page = friend.get(url("volunteers-list", CODE) + query).content.decode()
        return [name for name in ("李志愿", "周在队") if name in page]

    assert shown() == shown("?presence=HERE") == shown("?presence=NOWHERE") == ["周在队"]
    assert shown("?presence=AWAY") == ["李志愿"]
    assert shown("?presence=ALL") == ["李志愿", "周在队"]
    rows = call("get", "volunteers").json()["results"]
    assert [row["name"] for row in rows] == ["周在队"]
    gone = call("get", "volunteers?presence=AWAY").json()["results"]
    assert [(row["left_on"], row["left_reason"]) for row in gone] == [(str(LEFT), "MOVED")]
    page = friend.get(one).content.decode()
    assert url("volunteers-return", CODE, person.uuid) in page
    assert url("volunteers-leave", CODE, person.uuid) not in page
    team = found_team(
        actor=actor("WORKER"), station=network["S001"], name="互助队", valid_from=SINCE
    )
    choices = friend.get(url("volunteer-teams-join", CODE, team.uuid)).content.decode()
    assert ("周在队" in choices, "李志愿" in choices) == (True, False)


def test_the_whole_way_over_the_api(network, call, person, place):
    top = f"volunteers/{person.uuid}"
    left = call("post", f"{top}/leave", {"on": str(LEFT), "reason": "NO_TIME"}, "WORKER")
    assert left.json()["departures"] == [
        {"id": ANY, "valid_from": str(LEFT), "reason": "NO_TIME", "valid_to": None}
    ]
    late = call("post", f"{top}/step", {"step": "USE", "done_on": str(BACK)}, "WORKER")
    assert (late.status_code, late.json()["errors"][0]["field"]) == (422, "done_on")
    assert call("post", f"{top}/leave", {"on": str(BACK), "reason": "MOVED"}).status_code == 409
    team = call("get", f"volunteer-teams/{place.team.uuid}").json()
    assert (team["members"], team["former_members"][0]["left_reason"]) == ([], "NO_TIME")
    assert call("post", f"{top}/return", {"on": str(BACK)}).status_code == 200
    assert call("post", f"{top}/step", {"step": "USE", "done_on": str(BACK)}).status_code == 200
    assert call("post", f"{top}/stay", {"reason": "误录"}).json()["departures"] == []
    team = call("get", f"volunteer-teams/{place.team.uuid}").json()
    assert (len(team["members"]), team["former_members"]) == (1, [])
    gone = {"member": str(place.uuid), "on": str(BACK), "reason": "HEALTH"}
    team = call("post", f"volunteer-teams/{place.team.uuid}/leave", gone).json()
    assert [row["left_reason"] for row in team["former_members"]] == ["HEALTH"]
    back = {"member": str(place.uuid), "reason": "没有离队"}
    team = call("post", f"volunteer-teams/{place.team.uuid}/stay", back).json()
    assert team["former_members"] == []
