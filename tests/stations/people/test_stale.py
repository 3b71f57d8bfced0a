"""Who acts on a worker, volunteer or training decides by what another just did, not by what the
page had read."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import gettext as _

from kernel.errors import Conflict
from kernel.workdays import clock
from stations.people.domain import (
    appraise_volunteer,
    assign_staff,
    award_volunteer,
    disband_team,
    divide_tasks,
    end_assignment,
    found_team,
    issue_certificate,
    join_team,
    leave_team,
    name_account,
    record_attendances,
    record_departure,
    record_headcount,
    record_leaving,
    record_return,
    record_step,
    take_back_departure,
    take_back_leaving,
)
from stations.people.models import Assignment, Training, VolunteerTeam
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, step, train, volunteer, works

SINCE, LEFT = date(2025, 1, 6), date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def read_before(entry):
    """The record as a page had read it before somebody else acted."""
    return type(entry).objects.get(pk=entry.pk)


@pytest.fixture
def person(network):
    found = volunteer(network["S001"], SINCE, name="李志愿")
    step(found, "USE", date(2026, 3, 2))
    return found


OF_WITHDRAWN = {
    "leave": lambda a, v: record_departure(actor=a, entry=v, on=LEFT, reason="MOVED"),
    "return": lambda a, v: record_return(actor=a, entry=v, on=TODAY),
    "stay": lambda a, v: take_back_departure(actor=a, entry=v, reason="误录"),
    "step": lambda a, v: record_step(actor=a, volunteer=v, step="TRAIN", done_on=LEFT),
    "award": lambda a, v: award_volunteer(
        actor=a, entry=v, kind="STAR", title="三星", awarded_on=LEFT
    ),
    "appraise": lambda a, v: appraise_volunteer(actor=a, entry=v, result="GOOD", appraised_on=LEFT),
    "certificate": lambda a, v: issue_certificate(actor=a, entry=v),
}


@pytest.mark.parametrize("act", OF_WITHDRAWN.values(), ids=OF_WITHDRAWN)
def test_nothing_is_written_of_a_volunteer_just_withdrawn(actor, done, person, act):
    stale, worker = read_before(person), actor("WORKER")
    withdraw(actor=worker, entry=person, reason="重复登记")
    with pytest.raises(Conflict, match=_("This record has been withdrawn.")):
        act(worker, stale)
    assert done() == ["volunteer.withdraw"]


def test_nobody_joins_a_team_just_ended(actor, network, person):
    worker = actor("WORKER")
    team = found_team(actor=worker, station=network["S001"], name="互助队", valid_from=SINCE)
    stale = read_before(team)
    disband_team(actor=worker, entry=team, on=LEFT)
    with pytest.raises(Conflict):
        join_team(actor=worker, entry=stale, volunteer=person, valid_from=SINCE)
    assert not VolunteerTeam.objects.get().members.exists()


def test_a_place_goes_on_once(actor, done, network, person):
    worker = actor("WORKER")
    team = found_team(actor=worker, station=network["S001"], name="互助队", valid_from=SINCE)
    place = join_team(actor=worker, entry=team, volunteer=person, valid_from=SINCE)
    leave_team(actor=worker, member=place, on=LEFT, reason="NO_TIME")
    stale = read_before(place)
    take_back_leaving(actor=worker, member=place, reason="没有离队")
    with pytest.raises(Conflict):
        take_back_leaving(actor=worker, member=stale, reason="没有离队")
    assert done().count("volunteer_team.stay") == 1


OF_TRAINING = {
    "attend": lambda a, t, s: record_attendances(actor=a, entry=t, staff=[s]),
    "count": lambda a, t, s: record_headcount(actor=a, entry=t, audience="OTHER", persons=4),
}


@pytest.mark.parametrize("act", OF_TRAINING.values(), ids=OF_TRAINING)
def test_nobody_is_put_down_for_a_training_just_withdrawn(network, actor, done, act):
    worker = add_worker()
    works(worker, network["S001"])
    training = train(network["S001"], LEFT)
    stale = Training.objects.get()
    withdraw(actor=actor("HEAD"), entry=training, reason="误录")
    with pytest.raises(Conflict):
        act(actor("HEAD"), stale, worker)
    assert done() == ["training.withdraw"]


def test_who_just_left_gets_no_further_place(network, actor):
    worker = add_worker()
    works(worker, network["S001"])
    stale = read_before(worker)
    record_leaving(actor=actor("BUREAU"), staff=worker, on=LEFT)
    with pytest.raises(Conflict) as refused:
        assign_staff(
            actor=actor("BUREAU"),
            staff=stale,
            station=network["S002"],
            valid_from=SINCE,
            full_time=False,
            share=Decimal("0.5"),
        )
    assert refused.value.code == "left"
    assert not Assignment.objects.filter(valid_to=None).exists()


def test_who_just_left_gets_no_account(network, actor, done):
    worker = add_worker()
    works(worker, network["S001"])
    stale = read_before(worker)
    record_leaving(actor=actor("BUREAU"), staff=worker, on=LEFT)
    with pytest.raises(Conflict) as refused:
        name_account(actor=actor("BUREAU"), staff=stale, account=None)
    assert (refused.value.code, done()[-1]) == ("left", "staff.leave")


def test_tasks_of_a_place_just_ended_are_not_divided(network, actor, done):
    place = works(add_worker(), network["S001"])
    stale = read_before(place)
    end_assignment(actor=actor("HEAD"), assignment=place, on=LEFT)
    with pytest.raises(Conflict):
        divide_tasks(actor=actor("HEAD"), assignment=stale, tasks=["FILES"])
    assert done() == ["assignment.end"]
