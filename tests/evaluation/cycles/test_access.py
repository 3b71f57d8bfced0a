"""Who sees which sheet, and who may do what: with others' sheets beside them."""

from collections.abc import Iterator
from typing import Any

import pytest

from evaluation.cycles.guards import permit
from evaluation.cycles.models import (
    Decision,
    Evaluation,
    Evidence,
    Finding,
    Item,
    Result,
    ReviewGrade,
    Step,
    Submission,
)  # fmt: skip
from evaluation.cycles.states import Act
from kernel.access.actor import Actor
from kernel.access.restrict import UnmappedAction
from kernel.errors import Forbidden
from kernel.tenancy import county_context
from tests.fixtures.cycles import Town, bring, staged
from tests.fixtures.people import make_member

BOTH = {"510402-S001", "510402-S002"}
OWN = {"510402-S001"}
OTHERS = {"510402-S002"}
BUREAUS = {
    *("assign", "rule", "survey", "find"),
    *("reconcile", "decide", "publicise", "finalise"),
}
REVIEWERS = {"grade", "recuse", "finish-review"}
SEEN = {
    **dict.fromkeys(("bureau", "second", "hub", "auditor"), BOTH),
    **dict.fromkeys(("head", "worker", "township", "r1", "r2", "r3"), OWN),
    **dict.fromkeys(("head2", "township2", "r4"), OTHERS),
    **dict.fromkeys(("room", "supervisor", "purchaser", "agency", "r5", "r6"), frozenset()),
}
MAY = {
    "head": {"declare", "submit"},
    "township": {"confirm", "return"},
    **dict.fromkeys(("bureau", "second"), BUREAUS),
    **dict.fromkeys(("r1", "r2", "r3"), REVIEWERS),
}


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    """S001 is reviewed by r1, r2, r3 and stands RECONCILED; S002 by r4, r5, r6, ASSIGNED."""

    def build(town: Town) -> None:
        bring(town, "RECONCILED", "S001")
        bring(town, "TOWNSHIP_CHECKED", "S002")
        town.read("S002").assignments.create(
            reviewer=town.uuid("r4"), reviewer_name="r4", assigned_at=town.cycle.frozen_at
        )
        Evaluation.objects.filter(pk=town.read("S002").pk).update(state="ASSIGNED")

    with staged(django_db_blocker, held_town, build) as town:
        yield town


def stations(actor: Actor, action: str = "view") -> set[str]:
    rows = Evaluation.objects.restrict(actor, action)
    return set(rows.values_list("station__code", flat=True))


def test_everybody_sees_their_own_sheets_only(town: Town, other_county: Town) -> None:
    assert {name: stations(town.actor(name)) for name in town.users} == SEEN


def test_a_county_sees_nothing_of_another(town: Town, other_county: Town) -> None:
    with county_context(other_county.county):
        assert stations(other_county.actor("bureau")) == {"510421-S001"}
        assert stations(town.actor("bureau")) == set()


def test_everybody_may_do_what_their_role_says_and_nothing_else(town: Town) -> None:
    allowed = {}
    for name in town.users:
        acts = set()
        for act in Act:
            try:
                permit(act, actor=town.actor(name), evaluation=town.evaluation)
                acts.add(str(act))
            except Forbidden:
                continue
        allowed[name] = acts

    assert allowed == {name: MAY.get(name, set()) for name in town.users}


def test_an_unmapped_action_is_refused(town: Town) -> None:
    with pytest.raises(UnmappedAction):
        Evaluation.objects.restrict(town.actor("bureau"), "delete")


def test_what_hangs_on_a_sheet_is_seen_as_the_sheet_is(town: Town) -> None:
    def count(name: str) -> dict[str, int]:
        actor = town.actor(name)
        return {
            model.__name__: model.objects.restrict(actor, "view").count()
            for model in (Item, Evidence, Submission)
        }

    own, both = (
        {"Item": 50, "Evidence": 6, "Submission": 1},
        {"Item": 100, "Evidence": 12, "Submission": 2},
    )
    assert count("bureau") == count("auditor") == both
    assert count("head") == count("r1") == count("head2") == count("r4") == own
    assert count("room") == count("supervisor") == count("r5") == dict.fromkeys(own, 0)


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        ("RECONCILED", {"bureau", "second"}),
        (
            "DECIDED",
            {
                *("bureau", "second", "hub", "auditor", "head", "worker", "agency", "township"),
                *("r1", "r2", "r3"),
            },
        ),
    ],
)
def test_results_are_the_bureaus_until_decided(town: Town, state: str, seen: set[str]) -> None:
    bring(town, state)

    names = {name for name in town.users
             if Result.objects.restrict(town.actor(name), "view").exists()}  # fmt: skip

    assert names == seen


def test_an_agency_sees_decided_results_only(town: Town) -> None:
    assert stations(town.actor("agency")) == set()
    bring(town, "DECIDED")
    assert stations(town.actor("agency")) == OWN


def test_grades_of_a_decided_sheet_are_open_to_its_station(town: Town) -> None:
    def seen(name: str) -> int:
        return ReviewGrade.objects.restrict(town.actor(name), "view").count()

    assert {name: seen(name) for name in ("head", "r1", "r4", "bureau", "auditor", "head2")} == {
        "head": 0, "r1": 15, "r4": 0, "bureau": 15, "auditor": 0, "head2": 0,
    }  # fmt: skip
    bring(town, "DECIDED")
    assert (seen("head"), seen("auditor"), seen("head2"), seen("r4")) == (15, 15, 0, 0)


def test_a_worker_of_both_counties_keeps_them_apart(town: Town, other_county: Town) -> None:
    user = town.users["worker"]
    make_member("BUREAU", county=other_county.county, user=user)

    assert stations(town.actor("worker")) == OWN


def test_the_system_reaches_everything(town: Town, system: Actor) -> None:
    assert stations(system) == BOTH
    for model in (Decision, Finding, Step):
        assert model.objects.restrict(system, "view").count() == model.objects.count()
