"""Teams of volunteers and their members (C716)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import disband_team, found_team, join_team, leave_team
from stations.people.models import VolunteerTeam, VolunteerTeamMember
from tests.conftest import DAY as TODAY
from tests.fixtures.records import volunteer

FOUNDED, DAY, END = date(2025, 1, 1), date(2026, 5, 4), date(2026, 9, 1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def team(network, actor):
    return found_team(
        actor=actor("WORKER"), station=network["S001"], name=" 银发互助队 ", valid_from=FOUNDED
    )


def join(actor, team, person, day=DAY, **given):
    return join_team(actor=actor, entry=team, volunteer=person, valid_from=day, **given)


def test_members_come_and_go(network, actor, done, team):
    worker = actor("WORKER")
    member = join(worker, team, volunteer(network["S001"]), leads=True)
    leave_team(actor=worker, member=member, on=END, reason="MOVED")
    again = join(worker, team, member.volunteer, END)

    assert (team.name, member.leads, again.valid_to) == ("银发互助队", True, None)
    assert member.left_reason == "MOVED"
    assert done() == [
        "volunteer_team.found",
        *("volunteer_team.join", "volunteer_team.leave", "volunteer_team.join"),
    ]


def test_the_end_of_a_team_ends_its_memberships(network, actor, team):
    member = join(actor("HEAD"), team, volunteer(network["S001"]))
    disband_team(actor=actor("HEAD"), entry=team, on=END)

    member.refresh_from_db()
    assert (member.valid_to, member.left_reason) == (END, "TEAM_ENDED")
    for act in (
        lambda: disband_team(actor=actor("HEAD"), entry=team, on=TODAY),
        lambda: join(actor("HEAD"), team, volunteer(network["S001"]), END),
        lambda: leave_team(actor=actor("HEAD"), member=member, on=TODAY, reason="OTHER"),
    ):
        with pytest.raises(Conflict):
            act()


def test_an_end_before_a_member_came_ends_nothing(network, actor, team):
    join(actor("HEAD"), team, volunteer(network["S001"]))
    with pytest.raises(Invalid):
        disband_team(actor=actor("HEAD"), entry=team, on=date(2026, 5, 1))

    assert VolunteerTeam.objects.get().valid_to is None


def test_one_running_team_of_a_name(network, actor, team):
    given = {"actor": actor("HEAD"), "name": "银发互助队", "valid_from": DAY}
    with pytest.raises(Conflict):
        found_team(station=network["S001"], **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerTeam.objects.create(station=network["S001"], name=team.name, valid_from=DAY)
    disband_team(actor=actor("HEAD"), entry=team, on=END)
    found_team(station=network["S001"], **given)


@pytest.mark.parametrize(
    "given", [{"name": " "}, {"valid_from": date(2026, 11, 21)}, {"name": "队" * 121}]
)
def test_teams_that_are_refused(network, actor, given):
    with pytest.raises(Invalid):
        found_team(
            actor=actor("HEAD"),
            station=network["S001"],
            **({"name": "银发互助队", "valid_from": DAY} | given),
        )


def test_memberships_that_are_refused(network, actor, team):
    person, head = volunteer(network["S001"], date(2025, 6, 1)), actor("HEAD")
    for day in (date(2024, 12, 31), date(2025, 5, 31), date(2026, 11, 21)):
        with pytest.raises(Invalid):
            join(head, team, person, day)
    join(head, team, person)
    with pytest.raises(Conflict):
        join(head, team, person)
    with pytest.raises(Forbidden):
        join(head, team, volunteer(network["S002"]))
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerTeamMember.objects.create(team=team, volunteer=person, valid_from=DAY)


@pytest.mark.parametrize(
    ("role", "scope"), [("TOWNSHIP", None), ("AGENCY", None), ("HEAD", "510402-S002")]
)
def test_who_may_not(network, actor, team, role, scope):
    held = actor(role, scope)
    member = join(actor("HEAD"), team, volunteer(network["S001"]))
    for act in (
        lambda: found_team(actor=held, station=network["S001"], name="队", valid_from=DAY),
        lambda: disband_team(actor=held, entry=team, on=TODAY),
        lambda: join(held, team, volunteer(network["S001"])),
        lambda: leave_team(actor=held, member=member, on=TODAY, reason="OTHER"),
    ):
        with pytest.raises(Forbidden):
            act()
