"""Two people, or two phones, act on one record in the same moment: nothing is lost or doubled."""

from datetime import timedelta
from functools import partial
from threading import Event
from uuid import UUID

import pytest
from django.db import connection, transaction

from kernel.access.queries import actor_of
from kernel.audit.models import Entry
from kernel.audit.queries.entry import find_breaks
from kernel.tenancy import county_context
from kernel.workdays import clock
from stations.casework.domain import (
    close_file,
    complete_visit,
    drop_visit,
    put_visit,
    reopen_case,
    withdraw_consent,
)
from stations.casework.models import Case, Visit
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.at_once import at_once as together
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network
from tests.fixtures.records import a_case, agree, file_person, need, noon, plan_for

pytestmark = pytest.mark.django_db(transaction=True)
HELD = noon(TODAY - timedelta(1))
SENT = UUID(int=41)


@pytest.fixture
def station(counties):
    """Committed, so that other connections see it."""
    with county_context(COUNTY), clock.frozen(TODAY):
        yield make_network(COUNTY)["S001"]
    connection.close()


@pytest.fixture
def workers(station, member):
    code = {"scope_code": "510402-S001"}
    return [actor_of(member(role, **code)) for role in ("HEAD", "WORKER")]


def at_once(workers, act):
    """``act(actor)`` by each in the same moment; what came of it, sorted."""
    deeds = (partial(act, actor) for actor in workers)
    return together(COUNTY, partial(clock.frozen, TODAY), *deeds)


def phone(person, note=None):
    """A phone that sends one visit; without a note the same from both."""

    def send(actor):
        received = put_visit(
            actor=actor, uuid=SENT, beneficiary=person.uuid, held_at=HELD, place="HOME",
            result="MET", joint_with=[], note=note or actor.name, sections="",
        )  # fmt: skip
        return "new" if received.is_new else "known"

    return send


def deeds(action):
    return Entry.objects.filter(action=action).count()


def test_two_phones_with_the_same_visit_store_it_once(station, workers):
    send = phone(file_person(station), "血压正常")

    assert at_once(workers, send) == ["known", "new"]
    assert (Visit.objects.count(), deeds("visit.record")) == (1, 1)
    assert list(find_breaks()) == []


def test_two_phones_with_other_words_under_one_key_store_one_and_show_both(station, workers):
    assert at_once(workers, phone(file_person(station))) == ["Differs", "new"]
    assert (Visit.objects.count(), deeds("visit.record")) == (1, 1)


def test_two_phones_complete_a_planned_visit_once(station, workers):
    person = file_person(station)
    plan_for(person, TODAY, uuid=SENT)

    outcomes = at_once(workers, phone(person, "血压正常"))

    assert "known" in outcomes
    assert (Visit.objects.get().note, deeds("visit.complete")) == ("血压正常", 1)


def of_station(make, act):
    """An act on a record that both pages had read before."""

    def run(station, workers):
        entry = make(station)
        copies = {actor.user_uuid: type(entry).objects.get(pk=entry.pk) for actor in workers}
        return at_once(workers, lambda actor: act(actor, copies[actor.user_uuid]) and None)

    return run


@pytest.mark.parametrize(
    ("run", "action"),
    [
        (
            of_station(
                lambda s: plan_for(file_person(s), TODAY),
                lambda a, e: complete_visit(actor=a, visit=e, held_at=HELD, result="MET"),
            ),
            "visit.complete",
        ),
        (
            of_station(
                lambda s: plan_for(file_person(s), TODAY),
                lambda a, e: drop_visit(actor=a, visit=e, reason=a.name),
            ),
            "visit.withdraw",
        ),
        (
            of_station(
                lambda s: need(file_person(s), TODAY),
                lambda a, e: withdraw(actor=a, entry=e, reason=a.name),
            ),
            "need.withdraw",
        ),
        (
            of_station(
                lambda s: agree(file_person(s)),
                lambda a, e: withdraw_consent(actor=a, consent=e, on=TODAY, reason=a.name),
            ),
            "consent.withdraw",
        ),
    ],
    ids=["complete", "drop", "withdraw", "consent"],
)
def test_of_two_who_act_at_once_the_second_is_told(station, workers, run, action):
    assert run(station, workers) == ["Conflict", "done"]
    assert deeds(action) == 1


def test_no_case_is_opened_anew_under_a_file_that_is_being_closed(station, workers):
    """The file is closed but not committed when the case is to be reopened."""
    head, worker = workers
    person = file_person(station)
    day, ended = TODAY - timedelta(9), TODAY - timedelta(2)
    closed = {"closed_on": ended, "closed_received_at": noon(ended), "closure_reason": "ACHIEVED"}
    case = a_case(person, day, **closed)
    closing, answered = Event(), Event()

    def close():
        with transaction.atomic():
            close_file(actor=head, beneficiary=person, on=TODAY, reason="MOVED")
            closing.set()
            answered.wait(timeout=1)  # who waits for the file has no answer yet

    def reopen():
        closing.wait(timeout=30)
        try:
            reopen_case(actor=worker, case=Case.objects.get(pk=case.pk), reason="再次求助")
        finally:
            answered.set()

    assert together(COUNTY, partial(clock.frozen, TODAY), close, reopen) == ["Conflict", "done"]
    assert Case.objects.get().closed_on is not None
