"""Create, open, freeze, close: the year's frame."""

from datetime import date

import pytest

from evaluation.cycles.domain import cycle as cycles
from evaluation.cycles.models import Cycle, Item
from evaluation.cycles.queries.sheet import rubric_of
from evaluation.facts.models import FrozenFact
from evaluation.facts.registry import COMPUTED
from evaluation.rubrics.adoption.domain import adopt, change_overlay
from evaluation.rubrics.adoption.models import Adoption
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.workdays.clock import frozen
from stations.network.models import Station
from tenants.models import County
from tests.fixtures.cycles import RUBRIC, VERSION, Town, at
from tests.fixtures.network import make_station

YEAR, CUTOFF = 2022, date(2022, 12, 31)
# A Monday; the facts may be frozen from the Sunday before.
MONDAY = date(2023, 1, 9)


@pytest.fixture
def bare(town: Town) -> Town:
    """Network and people, and of 2022 neither a cycle nor an adopted rubric."""
    Cycle.objects.update(adoption=None)
    Adoption.objects.all().delete()
    return Town(town.stations, town.users)


def create(town: Town, **given: object) -> Cycle:
    usual = {"year": YEAR, "rubric_id": RUBRIC, "version": VERSION, "cutoff_on": CUTOFF}
    return cycles.create_cycle(actor=town.actor("bureau"), **(usual | given))


def walk(town: Town, *steps: str) -> Cycle:
    cycle = create(town)
    for step in steps:
        cycle = getattr(cycles, f"{step}_cycle")(actor=town.actor("bureau"), cycle=cycle)
    return cycle


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"year": 1999}, "year"),
        ({"year": True}, "year"),
        ({"cutoff_on": date(2023, 1, 1)}, "cutoff_on"),
        ({"version": "9.9.9"}, "rubric"),
        ({"rubric_id": "unknown"}, "rubric"),
    ],
)
def test_what_cannot_be_created_is_named(bare: Town, given: dict, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        create(bare, **given)

    assert [error.field for error in refusal.value.errors] == [field]
    assert Cycle.objects.filter(year=YEAR).count() == 0


def test_a_year_has_one_cycle_with_a_rubric(bare: Town) -> None:
    create(bare)

    with pytest.raises(Conflict) as refusal:
        create(bare)

    assert refusal.value.code == "exists"


def test_opening_copies_and_freezes_the_countys_rubric(bare: Town) -> None:
    adoption = adopt(actor=bare.actor("bureau"), rubric_id=RUBRIC, version=VERSION)
    change_overlay(actor=bare.actor("bureau"), adoption=adoption, changes={"C03.spaces.full": 2})

    cycle = walk(bare, "open")

    adoption.refresh_from_db()
    assert cycle.state == "OPENED"
    assert cycle.adoption == adoption
    assert adoption.is_frozen
    assert rubric_of(cycle).numbers()["C03.spaces.full"].value == 2
    assert rubric_of(cycle).digest == cycle.rubric_digest != adoption.digest
    assert cycle.reviewers == 3
    assert cycle.clocks["SELF_EVAL"] == {"days": 10, "working": True}
    assert cycle.clocks["PUBLICITY"] == {"days": 7, "working": False}
    assert cycle.clocks["LATE_SYNC"] == {"days": 7, "working": False}


def test_a_version_never_adopted_is_adopted_as_published(bare: Town) -> None:
    cycle = walk(bare, "open")

    assert Adoption.objects.get().digest == cycle.rubric_digest


@pytest.mark.parametrize(("hour", "day"), [(23, date(2023, 1, 7)), (0, date(2023, 1, 1))])
def test_facts_are_not_frozen_while_records_may_arrive(bare: Town, hour: int, day: date) -> None:
    with frozen(at(day, hour)), pytest.raises(Conflict) as refusal:
        walk(bare, "open", "freeze")

    assert refusal.value.code == "too_early"
    assert FrozenFact.objects.filter(year=YEAR).count() == 0


def test_freezing_makes_a_sheet_for_every_station_of_the_year(bare: Town) -> None:
    make_station(name="银江镇社会工作服务站", division_code="510402200", opened_on=date(2023, 1, 2))

    with frozen(at(MONDAY, hour=0)):
        cycle = walk(bare, "open", "freeze")

    sheets = cycle.evaluations.order_by("station__code")
    assert [
        (each.station.code, each.state, each.track, each.opened_on, each.next_actor, each.due_on)
        for each in sheets
    ] == [
        ("510402-S001", "SELF_EVAL", "GUIDELINE", date(2021, 6, 1), "HEAD", date(2023, 1, 23)),
        ("510402-S002", "SELF_EVAL", "GUIDELINE", date(2021, 6, 1), "HEAD", date(2023, 1, 23)),
    ]
    assert cycle.state == "FROZEN"
    order = [each.id for each in rubric_of(cycle).indicators]
    assert list(sheets[0].items.values_list("indicator", flat=True)) == order
    assert Item.objects.filter(evaluation__cycle=cycle).count() == 100
    # No project of theirs ended in the year: C15 is theirs to declare.
    facts = FrozenFact.objects.filter(cycle_uuid=cycle.uuid)
    assert facts.count() == 2 * (len(COMPUTED) - 1)


def test_a_trial_countys_periods_have_no_length(county: County, bare: Town) -> None:
    county.is_trial = True

    with frozen(at(date(2023, 1, 1))):
        cycle = walk(bare, "open", "freeze")

    assert {each["days"] for each in cycle.clocks.values()} == {0}
    assert set(cycle.evaluations.values_list("due_on", flat=True)) == {date(2023, 1, 1)}


def test_a_station_without_a_track_stops_the_freeze(bare: Town) -> None:
    Station.objects.filter(code="510402-S002").update(track="")

    with frozen(at(MONDAY)), pytest.raises(Conflict) as refusal:
        walk(bare, "open", "freeze")

    assert refusal.value.code == "no_track"
    assert refusal.value.errors[0].given == ["510402-S002"]


STEPS = {"open": "DRAFT", "freeze": "OPENED", "close": "FROZEN"}


@pytest.mark.parametrize("state", ["DRAFT", "OPENED", "FROZEN", "CLOSED"])
@pytest.mark.parametrize("step", list(STEPS))
def test_a_step_in_the_wrong_order_is_refused(bare: Town, step: str, state: str) -> None:
    cycle = create(bare)
    with frozen(at(MONDAY)):
        if state != "DRAFT":
            cycle = cycles.open_cycle(actor=bare.actor("bureau"), cycle=cycle)
        Cycle.objects.filter(pk=cycle.pk).update(state=state)

        code = ""
        try:
            getattr(cycles, f"{step}_cycle")(actor=bare.actor("bureau"), cycle=cycle)
        except Conflict as refusal:
            code = refusal.code

    assert code == ("" if STEPS[step] == state else "wrong_state")


def test_only_the_bureau_runs_cycles(bare: Town) -> None:
    cycle = create(bare)
    answers = {}
    for name in bare.users.keys() - {"bureau", "second"}:
        try:
            cycles.open_cycle(actor=bare.actor(name), cycle=cycle)
        except (Forbidden, NotFound) as refusal:
            answers[name] = refusal.code
    seen = {"hub", "auditor", "head", "worker", "agency", "township", "head2", "township2"}
    reviewers = {"r1", "r2", "r3", "r4", "r5", "r6"}

    assert {name for name, code in answers.items() if code == "forbidden"} == seen | reviewers
    assert {name for name, code in answers.items() if code == "not_found"} == {
        *("room", "supervisor", "purchaser")
    }
    with pytest.raises(Forbidden):
        cycles.create_cycle(
            actor=bare.actor("head"), year=2022, rubric_id=RUBRIC, version=VERSION,
            cutoff_on=date(2022, 12, 31),
        )  # fmt: skip


def test_every_step_leaves_an_audit_entry(bare: Town) -> None:
    with frozen(at(MONDAY)):
        cycle = walk(bare, "open", "freeze")

    entries = Entry.objects.filter(object_uuid=cycle.uuid).order_by("seq")

    assert [(each.action, each.before, each.after.get("state")) for each in entries] == [
        ("cycle.create", {}, None),
        ("cycle.open", {"state": "DRAFT"}, "OPENED"),
        ("cycle.freeze", {"state": "OPENED"}, "FROZEN"),
    ]
    assert {each.actor_uuid for each in entries} == {bare.uuid("bureau")}


def test_a_year_without_stations_has_no_sheets(bare: Town) -> None:
    cycle = create(bare, year=2020, cutoff_on=date(2020, 12, 31))

    with frozen(at(MONDAY)):
        for step in (cycles.open_cycle, cycles.freeze_cycle):
            cycle = step(actor=bare.actor("bureau"), cycle=cycle)

    assert (cycle.state, cycle.evaluations.count()) == ("FROZEN", 0)
