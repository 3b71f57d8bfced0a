"""Supervisors of several stations, topics of a session, and who waits for one (Z23, Z25)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import end_supervisor, engage_supervisor, record_session
from stations.people.models import SupervisionSession, Supervisor
from stations.people.queries.gap import not_supervised, working
from stations.people.queries.supervision import (
    guided_by,
    possible_supervisors,
    site_of,
    supervisors_at,
)
from stations.people.registers import SUPERVISIONS
from stations.records.domain import withdraw
from stations.records.register.query import narrow, rows_of
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, supervise, works

DAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def engage(network, actor):
    def act(role="BUREAU", station="S001", **given):
        values = {"name": "周督导", "organisation": "市社工协会", "valid_from": DAY}
        return engage_supervisor(
            actor=actor(role), station=network[station], **(values | {"is_senior": True} | given)
        )

    return act


def test_one_supervisor_for_several_stations(engage, actor, done):
    here, there = engage(), engage(station="S002")
    end_supervisor(actor=actor("HEAD"), entry=here, on=date(2026, 9, 1))

    running = Supervisor.objects.filter(name="周督导", valid_to=None)
    assert list(running) == [there]
    assert done() == ["supervisor.engage", "supervisor.engage", "supervisor.end"]


def test_what_is_refused(engage, actor, network):
    first = engage()
    with pytest.raises(Conflict):
        engage()
    for given in ({"name": " "}, {"valid_from": date(2026, 11, 21)}):
        with pytest.raises(Invalid):
            engage(**given)
    for given in ({"role": "SUPERVISOR"}, {"role": "WORKER"}, {"role": "HEAD", "station": "S002"}):
        with pytest.raises(Forbidden):
            engage(**{"name": "钱督导"} | given)
    with pytest.raises(Forbidden):
        end_supervisor(actor=actor("SUPERVISOR"), entry=first, on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervisor.objects.create(
            station=network["S001"], name="周督导", organisation="市社工协会", valid_from=DAY
        )


def test_a_session_has_topics_of_the_list(network, actor):
    staff = add_worker()
    works(staff, network["S001"])
    given = {
        "station": network["S001"],
        "staff": staff,
        "kind": "EDUCATIONAL",
        "mode": "INDIVIDUAL",
        "site": "ONLINE",
        "held_on": DAY,
        "supervisor_name": "周督导",
    }
    record_session(actor=actor("SUPERVISOR"), topics=["COPING", "METHODS"], **given)

    assert SupervisionSession.objects.get().topics == ["METHODS", "COPING"]
    with pytest.raises(Invalid) as refused:
        record_session(actor=actor("SUPERVISOR"), topics=["GOSSIP"], **given)
    assert [error.field for error in refused.value.errors] == ["topics"]
    record_session(actor=actor("HEAD"), **given)


def session_of(staff, network, **given):
    values = {
        "station": network["S001"],
        "staff": staff,
        "kind": "EDUCATIONAL",
        "mode": "GROUP",
        "site": "ON_SITE",
        "held_on": DAY,
        "supervisor_name": "周督导",
    }
    return values | given


@pytest.mark.parametrize(
    ("given", "named"),
    [({"mode": "ONLINE"}, "mode"), ({"site": ""}, "site"), ({"site": "GROUP"}, "site")],
)
def test_mode_and_site_are_told_apart(network, actor, given, named):
    staff = add_worker()
    works(staff, network["S001"])
    with pytest.raises(Invalid) as refused:
        record_session(actor=actor("HEAD"), **session_of(staff, network, **given))

    assert [error.field for error in refused.value.errors] == [named]


def test_the_site_of_an_old_entry_is_its_mode(network, actor):
    staff = add_worker()
    works(staff, network["S001"])
    old = supervise(staff, network["S001"], DAY, mode="ONLINE")
    new = record_session(actor=actor("HEAD"), **session_of(staff, network, site="ONLINE"))
    other = record_session(actor=actor("HEAD"), **session_of(staff, network))
    grouped = supervise(staff, network["S001"], DAY, mode="GROUP")

    rows = rows_of(SUPERVISIONS, actor("HEAD"), network["S001"])
    assert set(narrow(SUPERVISIONS, rows, {"site": "ONLINE"})) == {old, new}
    assert [site_of(row) for row in (old, new, other, grouped)] == [
        *("ONLINE", "ONLINE", "ON_SITE"),
        "",
    ]


def test_a_worker_of_another_station_supervises_several(engage, network, actor):
    guide = add_worker("吴督导")
    works(guide, network["S002"])
    here, there = engage(staff=guide, name=""), engage(staff=guide, name="", station="S002")
    namesake = engage(name="吴督导", station="S002", organisation="另一家")
    staff = add_worker()
    works(staff, network["S001"])
    made = record_session(
        actor=actor("HEAD"),
        **session_of(staff, network, supervisor=here, supervisor_name="另一人"),
    )

    assert (made.supervisor, made.supervisor_name) == (here, "吴督导")
    assert list(guided_by(here, actor("BUREAU", ""))) == [here, there]
    assert list(guided_by(here, actor("HEAD"))) == [here]
    assert list(guided_by(namesake, actor("BUREAU", ""))) == [namesake]
    assert list(supervisors_at(actor("HEAD"), network["S001"])) == [here]
    assert list(possible_supervisors(actor("HEAD"), network["S001"])) == [staff]
    with pytest.raises(Conflict):
        engage(staff=guide, name="")
    with pytest.raises(Forbidden):
        engage(role="HEAD", staff=guide, organisation="另一家")


def test_what_a_supervisor_may_not(engage, network, actor):
    guide = add_worker("吴督导")
    works(guide, network["S001"])
    own, elsewhere = engage(staff=guide), engage(name="周督导", station="S002")
    for supervisor in (own, elsewhere):
        with pytest.raises(Invalid) as refused:
            record_session(actor=actor("HEAD"), **session_of(guide, network, supervisor=supervisor))
        assert [error.field for error in refused.value.errors] == ["supervisor"]


def test_a_supervisor_guides_from_the_first_day_to_the_last(engage, network, actor):
    staff = add_worker()
    works(staff, network["S001"])
    guide = engage()
    end_supervisor(actor=actor("BUREAU"), entry=guide, on=date(2026, 9, 1))
    guide.refresh_from_db()
    for day, taken in ((3, False), (4, True)):
        given = session_of(staff, network, supervisor=guide) | {"held_on": date(2026, 5, day)}
        if taken:
            assert record_session(actor=actor("HEAD"), **given).supervisor == guide
            continue
        with pytest.raises(Invalid) as refused:
            record_session(actor=actor("HEAD"), **given)
        error = refused.value.errors[0]
        assert (error.field, error.allowed) == ("held_on", ">= 2026-05-04, < 2026-09-01")
    with pytest.raises(Invalid):
        record_session(actor=actor("HEAD"), **given | {"held_on": date(2026, 9, 1)})


def test_the_supervisor_s_page_lists_the_stations(engage, visitor):
    here = engage()
    engage(station="S002")
    address = reverse("people:supervisors-one", "config.urls_county", ["510402-S001", here.uuid])
    page = visitor("BUREAU", "").get(address).content.decode()

    assert "炳草岗街道社会工作服务站" in page


@pytest.mark.parametrize(
    ("last", "late"),
    [(date(2026, 10, 19), True), (date(2026, 10, 20), False), (TODAY, False), (None, True)],
)
def test_who_waits_for_longer_than_a_month(network, actor, last, late):
    staff = add_worker()
    works(staff, network["S001"])
    if last:
        supervise(staff, network["S001"], last)
        supervise(staff, network["S001"], date(2025, 1, 1))

    rows = list(waiting(actor("HEAD"), network["S001"]))
    assert [(row.pk, row.supervised_on) for row in rows] == ([(staff.pk, last)] if late else [])


def test_new_and_former_workers_do_not_wait(network, actor):
    fresh, gone = add_worker(joined_on=date(2026, 11, 1)), add_worker()
    works(fresh, network["S001"], date(2026, 11, 1))
    works(gone, network["S001"], until=TODAY)

    assert list(waiting(actor("HEAD"), network["S001"])) == []


def test_a_session_elsewhere_counts_and_a_withdrawn_one_does_not(network, actor):
    staff = add_worker()
    works(staff, network["S001"])
    session = supervise(staff, network["S002"], TODAY)

    assert not waiting(actor("HEAD"), network["S001"]).exists()
    withdraw(actor=actor("BUREAU"), entry=session, reason="录错")
    assert list(waiting(actor("HEAD"), network["S001"])) == [staff]
    assert not waiting(actor("HEAD", "510402-S002"), None).exists()


def waiting(held, station):
    return not_supervised(working(held, station, TODAY), TODAY)
