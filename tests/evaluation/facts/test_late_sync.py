"""What a phone sends after the cut-off counts by its day, if it came in time (decision 11)."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from evaluation.facts import c11
from kernel.access.queries import actor_of
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.domain import put_visit
from stations.casework.models import Visit
from stations.network.queries.figures import figures
from tests.fixtures.records import file_person, set_level

IN_TIME = datetime(2024, 1, 7, 23, 59, tzinfo=ZONE)
TOO_LATE = datetime(2024, 1, 8, 0, 0, tzinfo=ZONE)
HELD = datetime(2023, 12, 31, 23, 30, tzinfo=ZONE)


@pytest.fixture
def person(network):
    made = file_person(network["S001"])
    set_level(made, 3, date(2021, 6, 1))
    return made


@pytest.fixture
def send(member, person):
    """send(moment of arrival) -> the visit, as a phone sends it."""
    worker = actor_of(member("WORKER", scope_code="510402-S001"))

    def at(moment, held_at=HELD, uuid=None):
        with clock.frozen(moment):
            return put_visit(
                actor=worker, uuid=uuid or uuid4(), beneficiary=person.uuid, held_at=held_at,
                place="HOME", result="MET", joint_with=[], note="血压正常", sections="",
            ).visit  # fmt: skip

    return at


def done(ask, **given):
    """Visits of the level that was due each month."""
    return ask(c11, **given)["S001"]["done"]["3"]


@pytest.mark.parametrize(
    ("arrives", "held_at", "counts"),
    [
        (HELD + timedelta(minutes=5), HELD, 1),
        (IN_TIME, HELD, 1),
        (TOO_LATE, HELD, 0),
        # Of the new year, however early it came: the old one is over.
        (IN_TIME, HELD + timedelta(hours=1), 0),
    ],
    ids=["at once", "on the last late-sync day", "too late", "of the new year"],
)
def test_a_visit_counts_by_its_day_when_it_came_in_time(ask, send, arrives, held_at, counts):
    visit = send(arrives, held_at)

    assert visit.received_at == arrives
    assert done(ask) == counts


def test_a_visit_too_late_for_the_fact_is_kept_with_both_moments(network, ask, send):
    visit = Visit.objects.get(pk=send(TOO_LATE).pk)

    assert (visit.held_at, visit.received_at) == (HELD, TOO_LATE)
    year = {each.key: each.value for each in figures(network["S001"], 2023)}
    assert (year["visits"], done(ask)) == (1, 0)


def test_what_came_in_time_still_counts_when_it_is_sent_again_too_late(ask, send):
    """The answer was lost, and the phone had no link for weeks."""
    uuid = uuid4()
    send(IN_TIME, uuid=uuid)
    send(TOO_LATE + timedelta(days=30), uuid=uuid)

    assert Visit.objects.get().received_at == IN_TIME
    assert done(ask) == 1


def test_visits_count_by_their_day_in_whatever_order_they_come(ask, send):
    days = [datetime(2023, month, 15, 9, tzinfo=ZONE) for month in (1, 2, 3, 4)]
    for number, held_at in enumerate([days[3], days[1], days[0], days[2]]):
        send(IN_TIME - timedelta(minutes=9 - number), held_at)

    assert (sorted(Visit.objects.values_list("held_at", flat=True)), done(ask)) == (days, 4)
