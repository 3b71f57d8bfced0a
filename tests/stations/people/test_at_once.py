"""Two people act on one worker or volunteer in the same moment."""

from datetime import date
from functools import partial

import pytest
from django.db import connection

from kernel.access.queries import actor_of
from kernel.audit.models import Entry
from kernel.tenancy import county_context
from kernel.workdays import clock
from stations.people.domain import appoint_head, record_departure, record_leaving
from stations.people.models import HeadAppointment
from tests.conftest import DAY as TODAY
from tests.fixtures.at_once import at_once
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network
from tests.fixtures.records import add_worker, volunteer, works

pytestmark = pytest.mark.django_db(transaction=True)
LEFT = date(2026, 6, 1)


@pytest.fixture
def station(counties):
    """Committed, so that other connections see it."""
    with county_context(COUNTY), clock.frozen(TODAY):
        yield make_network(COUNTY)["S001"]
    connection.close()


def worker_of(station):
    worker = add_worker()
    works(worker, station, until=LEFT)
    return worker


@pytest.mark.parametrize(
    ("make", "leave", "action"),
    [
        (worker_of, lambda a, e: record_leaving(actor=a, staff=e, on=LEFT), "staff.leave"),
        (
            lambda station: volunteer(station, date(2025, 1, 6)),
            lambda a, e: record_departure(actor=a, entry=e, on=LEFT, reason="MOVED"),
            "volunteer.leave",
        ),
    ],
    ids=["worker", "volunteer"],
)
def test_of_two_who_enter_a_leaving_the_second_is_told(station, member, make, leave, action):
    entry = make(station)
    actors = [actor_of(member("BUREAU")), actor_of(member("HEAD", scope_code=station.code))]
    deeds = [partial(leave, actor, type(entry).objects.get(pk=entry.pk)) for actor in actors]
    deeds = [lambda deed=deed: deed() and None for deed in deeds]
    assert at_once(COUNTY, partial(clock.frozen, TODAY), *deeds) == ["Conflict", "done"]
    assert Entry.objects.filter(action=action).count() == 1


def test_of_two_who_name_a_head_the_second_is_told(station, member):
    workers = [add_worker(), add_worker()]
    deeds = [
        partial(
            appoint_head,
            actor=actor_of(member("BUREAU")),
            station=station,
            staff=worker,
            appointed_by="BUREAU",
            valid_from=LEFT,
        )
        for worker in workers
    ]
    deeds = [lambda deed=deed: deed() and None for deed in deeds]
    assert at_once(COUNTY, partial(clock.frozen, TODAY), *deeds) == ["Conflict", "done"]
    assert HeadAppointment.objects.count() == 1
