"""Freezing: once, by the county, after the late-sync period; later changes show, nothing moves."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from evaluation.facts.canonical import digest_of
from evaluation.facts.domain import freeze_facts
from evaluation.facts.models import FrozenFact
from evaluation.facts.queries import (
    compute_facts,
    frozen,
    frozen_of_cycle,
    records_behind,
    recount,
)
from evaluation.facts.registry import COMPUTED
from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.errors import Conflict, Forbidden
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.models import Visit
from stations.records.domain import withdraw
from tests.fixtures.records import file_person, set_level, step, visit, volunteer

CYCLE = uuid4()
FREEZING = datetime(2024, 1, 8, 9, 0, tzinfo=ZONE)
AFTER = FREEZING + timedelta(days=30)
# Of C15 a station has a fact only when a project of its ended in the year.
EVERYWHERE = [key for key in COMPUTED if key != "C15"]


@pytest.fixture
def actor(county, member):
    def make(role, code=""):
        return actor_of(member(role, scope_code=code))

    return make


@pytest.fixture
def visits(network):
    """Three visits at S001 and one at S002, all of 2023."""
    with clock.frozen(FREEZING - timedelta(days=1)):
        person = file_person(network["S001"], name="李秀英")
        set_level(person, 3, date(2021, 6, 1))
        other = file_person(network["S002"], name="王建国")
        set_level(other, 3, date(2021, 6, 1))
        visit(other, date(2023, 5, 1))
        return [visit(person, date(2023, month, 9)) for month in (3, 1, 2)]


def freeze(scope, system):
    with clock.frozen(FREEZING):
        return freeze_facts(cycle_uuid=CYCLE, scope=scope("S001", "S002"), actor=system)


def test_every_indicator_of_every_station_in_one_query_each(
    network, scope, django_assert_num_queries
):
    compute_facts(scope("S001"), ["S2"])  # the connection stands in the county
    for codes in (("S001",), ("S001", "S002", "S003")):
        with django_assert_num_queries(len(COMPUTED)):
            facts = compute_facts(scope(*codes))
        assert {station: list(found) for station, found in facts.items()} == {
            network[code].pk: EVERYWHERE for code in codes
        }


def test_the_computed_indicators_are_those_of_the_release():
    assert list(COMPUTED) == [
        *("S1", "S2", "S3", "S5", "S7", "S8"),
        *("C02", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "C11", "C12", "C13", "C14"),
        *("C15", "C16", "C18", "C19", "O5", "O7"),
    ]


def test_frozen_facts_keep_inputs_records_and_digest(network, scope, system, visits):
    assert freeze(scope, system) == 2 * len(EVERYWHERE)
    facts = frozen(CYCLE, network["S001"].pk)
    fact = facts["C11"]

    assert list(facts) == sorted(EVERYWHERE)
    assert fact.inputs["done"] == {"1": 0, "2": 0, "3": 3, "4": 0, "5": 0}
    assert {uuid for kind, uuid in fact.records if kind == "visit"} == {
        str(row.uuid) for row in visits
    }
    assert fact.digest == digest_of(fact.inputs, fact.records)
    assert fact.digest != digest_of({**fact.inputs, "due": {}}, fact.records)
    assert fact.digest != digest_of(fact.inputs, fact.records[:-1])
    assert (fact.year, fact.cutoff_on, fact.frozen_at) == (2023, date(2023, 12, 31), FREEZING)
    assert fact.frozen_by_name == "system"
    assert set(frozen_of_cycle(CYCLE)) == {network["S001"].pk, network["S002"].pk}


def test_reading_a_cycles_facts_takes_one_query(
    network, scope, system, visits, django_assert_num_queries
):
    freeze(scope, system)
    with django_assert_num_queries(1):
        facts = frozen_of_cycle(CYCLE)
        done = {station: found["C11"].inputs["done"]["3"] for station, found in facts.items()}
    assert done == {network["S001"].pk: 3, network["S002"].pk: 1}
    with django_assert_num_queries(1):
        assert len(frozen(CYCLE, network["S001"].pk)) == len(EVERYWHERE)


def test_too_early_twice_or_by_another_role_is_refused(network, scope, system, actor):
    asked = scope("S001")
    with clock.frozen(asked.received_by - timedelta(seconds=1)), pytest.raises(Conflict):
        freeze_facts(cycle_uuid=CYCLE, scope=asked, actor=system)
    with clock.frozen(FREEZING), pytest.raises(Forbidden):
        freeze_facts(cycle_uuid=CYCLE, scope=asked, actor=actor("HEAD", "510402-S001"))
    assert FrozenFact.objects.count() == 0

    with clock.frozen(FREEZING):
        freeze_facts(cycle_uuid=CYCLE, scope=asked, actor=actor("BUREAU"))
        with pytest.raises(Conflict):
            freeze_facts(cycle_uuid=CYCLE, scope=asked, actor=system)
    assert FrozenFact.objects.count() == len(EVERYWHERE)


def test_a_frozen_fact_is_never_changed(network, scope, system):
    freeze(scope, system)
    fact = FrozenFact.objects.first()
    with pytest.raises(TypeError):
        fact.save()
    with pytest.raises(TypeError):
        fact.delete()


def test_the_records_are_listed_by_day_with_names_as_access_allows(
    network, scope, system, visits, actor
):
    freeze(scope, system)
    fact = frozen(CYCLE, network["S001"].pk)["C11"]

    def labels(role, code=""):
        rows = records_behind(fact, actor=actor(role, code)).rows
        return [(row.kind, row.on, row.label, row.changed) for row in rows if row.kind == "visit"]

    seen = [
        ("visit", date(2023, month, 9), "李秀英 · 见到或接通本人", False) for month in (1, 2, 3)
    ]
    masked = [(kind, on, "李** · 见到或接通本人", changed) for kind, on, _, changed in seen]
    assert labels("HEAD", "510402-S001") == seen
    assert labels("BUREAU") == masked
    assert labels("REVIEWER") == masked
    assert labels("HEAD", "510402-S002") == masked


def test_changed_withdrawn_and_vanished_records_are_marked(network, scope, system, visits):
    freeze(scope, system)
    march, january, february = visits
    with clock.frozen(AFTER):
        march.note = "补记"
        march.save()
        withdraw(actor=system, entry=january, reason="记错了人")
        Visit.objects.filter(pk=february.pk).delete()
    fact = frozen(CYCLE, network["S001"].pk)["C11"]
    rows = [row for row in records_behind(fact, actor=system).rows if row.kind == "visit"]

    assert [(row.uuid, row.on, row.changed, row.note) for row in rows] == [
        (january.uuid, date(2023, 1, 9), True, "此后已撤回"),
        (march.uuid, date(2023, 3, 9), True, "此后有改动"),
        (february.uuid, None, True, "已不存在"),
    ]
    assert fact.inputs["done"]["3"] == 3
    now = recount(fact, station=scope("S001").stations[0])
    assert now.inputs["done"]["3"] == 1


def test_pages_of_records_with_constant_queries(network, scope, system, django_assert_num_queries):
    for number in range(1, 8):
        person = volunteer(network["S001"])
        step(person, "USE", date(2023, number, 1))
    freeze(scope, system)
    fact = frozen(CYCLE, network["S001"].pk)["C05"]

    def page(number, size):
        return records_behind(fact, actor=system, page=number, page_size=size)

    for size in (1, 3):
        with django_assert_num_queries(4):
            assert len(page(1, size).rows) == size
    assert [(row.kind, row.on) for row in page(3, 5).rows] == [
        ("volunteer_step", date(2023, month, 1)) for month in (4, 5, 6, 7)
    ]
    assert (page(1, 5).total, page(99, 5).number, page(99, 5).pages, page(0, 5).number) == (
        *(14, 3, 3, 1),
    )


def test_facts_of_other_stations_stay_unseen(network, scope, system, visits, actor):
    freeze(scope, system)

    def seen(role, code=""):
        rows = FrozenFact.objects.restrict(actor(role, code), "view")
        return set(rows.values_list("station__code", flat=True))

    both = {"510402-S001", "510402-S002"}
    own = {"510402-S001"}
    assert {
        role: seen(role, code)
        for role, code in (
            ("BUREAU", ""),
            ("HUB_STAFF", ""),
            ("AUDITOR", ""),
            ("HEAD", "510402-S001"),
            ("WORKER", "510402-S001"),
            ("TOWNSHIP", "510402001"),
            ("REVIEWER", ""),
            ("ROOM_STAFF", "510402-R001"),
            ("PURCHASER", ""),
        )
    } == {
        "BUREAU": both,
        "HUB_STAFF": both,
        "AUDITOR": both,
        "HEAD": own,
        "WORKER": own,
        "TOWNSHIP": own,
        "REVIEWER": set(),
        "ROOM_STAFF": set(),
        "PURCHASER": set(),
    }


def test_other_definitions_have_another_digest(network, scope, system):
    asked = scope("S001")
    changed = replace(asked, definitions=replace(asked.definitions, head_gap_days=31))
    with clock.frozen(FREEZING):
        freeze_facts(cycle_uuid=CYCLE, scope=asked, actor=system)
        freeze_facts(cycle_uuid=uuid4(), scope=changed, actor=Actor.system("510402"))

    assert FrozenFact.objects.values("definitions").distinct().count() == 2
