"""C19 by hand: four kinds, each from its own table, each at the edges of the year."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from evaluation.facts import c19
from kernel.workdays.clock import ZONE
from stations.people.models import TrainingHeadcount
from tests.fixtures.records import add_worker, noon, train
from tests.fixtures.staffing import spread, studies

DAY, END = date(2023, 5, 4), date(2023, 12, 31)
LAST_YEAR, NEXT_YEAR = date(2022, 12, 31), date(2024, 1, 1)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def kinds(number):
    return {"S001": {"kinds": number}}


def test_all_four_at_the_station_and_its_room(network, ask, behind):
    worker = add_worker()
    trained = [
        train(network["S001"], date(2023, 1, 1), worker, topic="KNOWLEDGE"),
        train(network["R001"], END, worker, topic="EXAM"),
    ]
    intern = studies(network["R001"], worker, END)
    told = spread(network["S001"], worker, DAY)
    train(network["S001"], DAY, worker, topic="PRACTICE")  # of none of the four kinds
    train(network["S002"], DAY, worker, topic="KNOWLEDGE")

    assert ask(c19, "S001", "S002", "S003") == {
        "S001": {"kinds": 4},
        "S002": {"kinds": 1},
        "S003": {"kinds": 0},
    }
    assert behind(c19) == {("training", row.uuid) for row in trained} | {
        ("internship", intern.uuid),
        ("publicity", told.uuid),
    }


def test_interns_and_workers_for_the_elderly_are_one_kind(network, ask, behind):
    worker = add_worker()
    care = train(network["S001"], DAY, worker, topic="ELDERLY")
    assert ask(c19) == kinds(1)

    intern = studies(network["S001"], worker, DAY)

    assert ask(c19) == kinds(1)
    assert behind(c19) == {("training", care.uuid), ("internship", intern.uuid)}


def test_a_training_counts_when_somebody_attended(network, ask):
    empty = train(network["S001"], DAY, topic="KNOWLEDGE")
    assert ask(c19) == kinds(0)

    others = TrainingHeadcount.objects.create(
        training=empty, audience="COMMUNITY_WORKER", persons=24, received_at=TOO_LATE
    )
    assert ask(c19) == kinds(0)
    TrainingHeadcount.objects.filter(pk=others.pk).update(received_at=noon(DAY))
    assert ask(c19) == kinds(1)
    TrainingHeadcount.objects.filter(pk=others.pk).update(withdrawn_at=noon(DAY))
    assert ask(c19) == kinds(0)


@pytest.mark.parametrize("day", [LAST_YEAR, NEXT_YEAR])
def test_another_years_work_does_not_count(network, ask, day):
    worker, came = add_worker(), {"received_at": noon(END)}
    train(network["S001"], day, worker, topic="KNOWLEDGE", **came)
    spread(network["S001"], worker, day, **came)
    until = {"valid_to": date(2023, 1, 1), "ended_received_at": noon(DAY)}
    studies(network["S001"], worker, day, **(until if day == LAST_YEAR else {}))

    assert ask(c19) == kinds(0)


def test_an_internship_counts_in_each_year_it_reaches_into(network, ask):
    until = {"valid_to": date(2023, 1, 2), "ended_received_at": noon(DAY)}
    studies(network["S001"], add_worker(), LAST_YEAR, **until)

    assert ask(c19) == kinds(1)


def test_what_was_received_too_late_or_withdrawn_does_not_count(network, ask):
    worker = add_worker()
    for wrong in ({"received_at": TOO_LATE}, {"withdrawn_at": noon(DAY)}):
        train(network["S001"], DAY, worker, topic="EXAM", **wrong)
        studies(network["S001"], worker, DAY, **wrong)
        spread(network["S001"], worker, DAY, **wrong)

    assert ask(c19) == kinds(0)


@pytest.mark.parametrize(
    ("topic", "counted"),
    [("VALUES", 1), ("KNOWLEDGE", 1), ("METHODS", 1), ("POLICY", 0), ("SERVICES", 0)],
)
def test_publicity_spreads_ideas_knowledge_and_methods(network, ask, topic, counted):
    spread(network["S001"], add_worker(), DAY, topic=topic)

    assert ask(c19) == kinds(counted)


def test_which_topics_count_is_data(network, scope):
    spread(network["S001"], add_worker(), DAY, topic="POLICY")
    asked = scope("S001")
    changed = replace(asked, definitions=replace(asked.definitions, publicity_topics=["POLICY"]))

    assert c19.compute(changed)[asked.stations[0].id].inputs == {"kinds": 1}
