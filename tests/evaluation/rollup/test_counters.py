"""Counters of records: asked for at each change, counted once, by year of the event."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from evaluation.rollup.counters import count_records
from evaluation.rollup.domain.follow import COUNT_RECORDS, GATHER
from evaluation.rollup.models import CountyPeriod
from kernel.hooks import records_changed
from kernel.jobs.models import Job, JobState
from kernel.jobs.tasks import run_job
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen, now
from stations.network.domain.target import set_target
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network
from tests.fixtures.records import (
    add_worker,
    certify,
    file_person,
    noon,
    org,
    step,
    supervise,
    visit,
    volunteer,
    works,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def station(county):
    return make_network()["S001"]


def run_counts() -> None:
    """Do the waiting job as a worker would, once its delay is over."""
    Job.objects.filter(kind=COUNT_RECORDS).update(available_at=now() - timedelta(minutes=1))
    for job in Job.objects.filter(kind=COUNT_RECORDS, state=JobState.WAITING):
        run_job(county=COUNTY, job=job.uuid)


def counters() -> dict[int, dict[str, int]]:
    rows = CountyPeriod.objects.filter(county_code=COUNTY).order_by("year")
    return dict(rows.values_list("year", "counters"))


def test_promised_within_a_minute():
    assert timedelta(0) < GATHER <= timedelta(seconds=30)


def test_many_changes_ask_for_one_count(county):
    for _change in range(3):
        records_changed.call()

    (job,) = Job.objects.filter(kind=COUNT_RECORDS)
    assert job.state == JobState.WAITING
    assert timedelta(0) < job.available_at - job.created_at <= GATHER


def test_what_is_undone_is_not_counted(county):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        records_changed.call()
        raise ZeroDivisionError

    assert Job.objects.filter(kind=COUNT_RECORDS).count() == 0


def add_records(station):
    """In 2024 and 2025, with what must not count beside what must."""
    worker = add_worker()
    works(worker, station)
    certify(worker, date(2025, 3, 1), by=station)
    certify(add_worker(), date(2025, 4, 1), by=station)  # no record shows the station's part
    certify(add_worker(), date(2025, 4, 1))
    certify(worker, date(2025, 9, 1), "WORKER", withdrawn_at=noon(date(2025, 10, 1)))
    supervise(worker, station, date(2024, 5, 1))
    supervise(worker, station, date(2025, 5, 1))
    person, other = file_person(station), file_person(station)
    for day in (date(2025, 1, 31), date(2025, 2, 1)):
        visit(person, day)
        visit(other, day)
    visit(person, date(2025, 3, 1), "REFUSED")
    visit(person, date(2025, 3, 2), place="PHONE")
    # One o'clock on New Year's morning in the county, still the old year in London.
    visit(person, datetime(2024, 12, 31, 17, tzinfo=UTC))
    neighbour = volunteer(station)
    step(neighbour, "TRAIN", date(2025, 4, 1))
    step(neighbour, "TRAIN", date(2025, 5, 1))
    number = {"id_number_index": "f" * 64}  # one person, registered at two places
    for place in (station, station.children.get()):
        step(volunteer(place, **number), "USE", date(2025, 5, 1))
    step(volunteer(station, date(2026, 1, 1)), "TRAIN", date(2025, 5, 1))
    step(volunteer(station), "RECRUIT", date(2025, 5, 1))
    org(station, filed=date(2024, 6, 1), activities=(date(2024, 7, 1), date(2025, 7, 1)))
    org(station)


def test_events_of_the_year_withdrawn_and_unmet_ones_left_out(station):
    add_records(station)

    assert count_records() == {
        2024: {"supervisions": 1, "organisations": 1, "activities": 1},
        2025: {
            "visits": 5,
            "calls": 1,
            "volunteers": 2,
            "certified": 1,
            "supervisions": 1,
            "activities": 1,
        },
    }


def test_the_job_counts_beside_the_targets(station, system):
    set_target(actor=system, year=2025, level="STATION", target=4)
    add_records(station)
    records_changed.call()

    with frozen(date(2026, 11, 20)):
        run_counts()

    assert counters()[2024] == {"supervisions": 1, "organisations": 1, "activities": 1}
    row = CountyPeriod.objects.get(county_code=COUNTY, year=2025)
    assert row.target_station == 4
    assert row.counters["visits"] == 5
    assert row.counted_at.date() == date(2026, 11, 20)
    assert Job.objects.get(kind=COUNT_RECORDS).state == JobState.DONE


def test_records_that_went_away_leave_an_empty_row(station, system):
    set_target(actor=system, year=2025, level="STATION", target=4)
    session = supervise(add_worker(), station, date(2025, 5, 1))
    records_changed.call()
    run_counts()
    assert counters() == {2025: {"supervisions": 1}}

    type(session).objects.filter(pk=session.pk).update(withdrawn_at=noon(date(2025, 6, 1)))
    records_changed.call()
    run_counts()

    assert counters() == {2025: {}}
    assert CountyPeriod.objects.get(year=2025).target_station == 4


def test_another_countys_records_do_not_count(station):
    make_network(OTHER)
    with county_context(OTHER):
        supervise(add_worker(), type(station).objects.get(code="510421-S001"), date(2025, 5, 1))

    assert count_records() == {}
