"""A county adopts a version, changes what is not from the guideline, and freezes it."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluation.rubrics.adoption.domain import (
    adopt,
    change_overlay,
    discard_adoption,
    freeze_adoption,
)
from evaluation.rubrics.adoption.models import Adoption
from evaluation.rubrics.adoption.queries import (
    current_adoption,
    effective_rubric,
    published_rubric,
)
from evaluation.rubrics.models import RubricVersion
from evaluation.scoring import SheetInput, score
from kernel.access.actor import Actor
from kernel.access.restrict import UnmappedAction
from kernel.audit.models import Entry
from kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from kernel.tenancy import county_context
from tests.evaluation.rubrics.adoption.conftest import RUBRIC

VOLUNTEERS = "S2.active.full"  # 5, may be 3 to 10
CERTIFIED = "S1.certified.full"  # 2, from clause 2.1
OTHERS = ["HEAD", "WORKER", "TOWNSHIP", "REVIEWER", "HUB_STAFF", "AUDITOR"]


def refuse(actor: Actor, adoption: Adoption, changes: dict[str, Any]) -> list[FieldError]:
    """The faults that the changes are refused with; nothing of them may be kept."""
    before = Adoption.objects.get(pk=adoption.pk).overlay
    with pytest.raises(Invalid) as refused:
        change_overlay(actor=actor, adoption=adoption, changes=changes)
    assert Adoption.objects.get(pk=adoption.pk).overlay == before
    return list(refused.value.errors)


def last_entry() -> Entry:
    return Entry.objects.order_by("seq").last()


# Adopting


def test_an_adoption_is_a_copy_of_the_published_version(
    published: RubricVersion, adoption: Adoption, bureau: Actor
) -> None:
    stored = Adoption.objects.get()

    assert (stored.rubric_id, stored.version) == (RUBRIC, published.version)
    assert stored.digest == published.digest
    assert effective_rubric(stored) == published.rubric
    assert (stored.adopted_by_uuid, stored.adopted_name) == (bureau.user_uuid, bureau.name)
    assert not stored.is_frozen
    entry = last_entry()
    assert (entry.action, entry.object_uuid) == ("rubric.adopt", stored.uuid)
    assert entry.after == {"digest": published.digest}


@pytest.mark.parametrize("role", OTHERS)
def test_only_the_bureau_adopts(
    published: RubricVersion, act_as: Callable[[str], Actor], role: str
) -> None:
    with pytest.raises(Forbidden):
        adopt(actor=act_as(role), rubric_id=RUBRIC, version=published.version)

    assert Adoption.objects.count() == 0


def test_a_version_that_is_not_published_is_not_adopted(bureau: Actor) -> None:
    with pytest.raises(NotFound):
        adopt(actor=bureau, rubric_id=RUBRIC, version="0.0.1")


def test_a_second_open_adoption_is_refused(adoption: Adoption, bureau: Actor) -> None:
    with pytest.raises(Conflict) as refused:
        adopt(actor=bureau, rubric_id=RUBRIC, version=adoption.version)

    assert refused.value.code == "adoption_open"
    assert Adoption.objects.count() == 1


def test_a_frozen_adoption_leaves_room_for_the_next(adoption: Adoption, bureau: Actor) -> None:
    freeze_adoption(actor=bureau, adoption=adoption)

    following = adopt(actor=bureau, rubric_id=RUBRIC, version=adoption.version)

    assert current_adoption(RUBRIC) == following
    assert Adoption.objects.count() == 2


def test_one_county_adopts_for_itself_only(adoption: Adoption) -> None:
    with county_context("510421"):
        assert Adoption.objects.count() == 0
        assert current_adoption(RUBRIC) is None


# Changing numbers


def test_a_recommended_number_moves_within_its_bounds(adoption: Adoption, bureau: Actor) -> None:
    changed = change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: 8})

    number = effective_rubric(changed).numbers()[VOLUNTEERS]
    assert (number.value, number.origin) == (8, "COUNTY")
    assert published_rubric(changed).numbers()[VOLUNTEERS].value == 5
    assert Adoption.objects.get().overlay == {VOLUNTEERS: "8"}
    entry = last_entry()
    assert entry.action == "rubric.change"
    assert (entry.before, entry.after) == ({VOLUNTEERS: None}, {VOLUNTEERS: "8"})


def test_stations_are_scored_by_the_countys_number(adoption: Adoption, bureau: Actor) -> None:
    sheet = SheetInput(2023, "GUIDELINE", "2021-06-01", {"S2": {"active": 4}})
    changed = change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: 8})

    scores = [
        score(rubric, sheet).scores["S2"].score
        for rubric in (published_rubric(changed), effective_rubric(changed))
    ]

    assert scores == [Fraction(4, 5), Fraction(1, 2)]


@pytest.mark.parametrize("value", [3, 10, "3", "10.0", Decimal("7")])
def test_both_bounds_belong_to_what_is_allowed(
    adoption: Adoption, bureau: Actor, value: Any
) -> None:
    changed = change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: value})

    assert changed.overlay == {VOLUNTEERS: str(int(Decimal(value)))}


@pytest.mark.parametrize("value", [2, 11, "2.99", Decimal("10.01"), -5])
def test_a_number_outside_its_bounds_is_refused(
    adoption: Adoption, bureau: Actor, value: Any
) -> None:
    (error,) = refuse(bureau, adoption, {VOLUNTEERS: value})

    assert (error.field, error.code) == (VOLUNTEERS, "bounds")
    assert (error.given, error.allowed) == (str(value), "3 - 10")


def test_a_threshold_of_a_year_stays_a_whole_number(adoption: Adoption, bureau: Actor) -> None:
    (error,) = refuse(bureau, adoption, {VOLUNTEERS: "4.5"})

    assert (error.field, error.code) == (VOLUNTEERS, "whole")


def test_a_number_of_the_guideline_is_never_changed(adoption: Adoption, bureau: Actor) -> None:
    (error,) = refuse(bureau, adoption, {CERTIFIED: 1})

    assert (error.field, error.code) == (CERTIFIED, "seed")
    assert "2.1" in error.message
    assert (error.given, error.allowed) == ("1", "2")


def test_repeating_a_number_of_the_guideline_is_no_change(
    adoption: Adoption, bureau: Actor
) -> None:
    entries = Entry.objects.count()

    changed = change_overlay(actor=bureau, adoption=adoption, changes={CERTIFIED: 2})

    assert changed.overlay == {}
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("value", ["many", "", "1/2", 0.5, True, [5], "1e1", " 5"])
def test_what_is_no_number_is_refused(adoption: Adoption, bureau: Actor, value: Any) -> None:
    (error,) = refuse(bureau, adoption, {VOLUNTEERS: value})

    assert (error.field, error.code) == (VOLUNTEERS, "not_a_number")


@pytest.mark.parametrize("path", ["S2.active", "S2.active.most", "X1.points", "S2", ""])
def test_an_unknown_number_is_refused(adoption: Adoption, bureau: Actor, path: str) -> None:
    (error,) = refuse(bureau, adoption, {path: 5})

    assert (error.field, error.code) == (path, "unknown")


def test_every_fault_is_named_and_nothing_is_kept(adoption: Adoption, bureau: Actor) -> None:
    errors = refuse(bureau, adoption, {VOLUNTEERS: 11, "S7.supervised.low": "0.4", CERTIFIED: 3})

    assert [(each.field, each.code) for each in errors] == [
        (VOLUNTEERS, "bounds"),
        (CERTIFIED, "seed"),
    ]


def test_points_move_inside_an_area(adoption: Adoption, bureau: Actor) -> None:
    changes = {"S2.points": "0.5", "S4.points": "1.5"}

    changed = change_overlay(actor=bureau, adoption=adoption, changes=changes)

    rubric = effective_rubric(changed)
    points = [rubric.indicator(id).points for id in ("S2", "S4")]
    assert points == [Fraction(1, 2), Fraction(3, 2)]
    assert sum(each.points for each in rubric.of_area("S")) == 15


def test_points_that_break_the_sum_of_their_area_are_refused(
    adoption: Adoption, bureau: Actor
) -> None:
    (error,) = refuse(bureau, adoption, {"S2.points": "1.5"})

    assert (error.field, error.code) == ("areas.S", "area_sum")
    assert (error.given, error.allowed) == ("15.5", "15")


def test_points_do_not_move_between_areas(adoption: Adoption, bureau: Actor) -> None:
    errors = refuse(bureau, adoption, {"S2.points": "0.5", "F1.points": "1.5"})

    assert [(each.field, each.code) for each in errors] == [
        ("areas.F", "area_sum"),
        ("areas.S", "area_sum"),
    ]


def test_the_sum_is_asked_of_all_changes_together(adoption: Adoption, bureau: Actor) -> None:
    change_overlay(
        actor=bureau, adoption=adoption, changes={"S2.points": "0.5", "S4.points": "1.5"}
    )

    (error,) = refuse(bureau, adoption, {"S4.points": None})

    assert (error.field, error.given) == ("areas.S", "14.5")


def test_none_takes_a_number_back(adoption: Adoption, bureau: Actor) -> None:
    change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: 8})

    changed = change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: None})

    assert changed.overlay == {}
    entry = last_entry()
    assert (entry.before, entry.after) == ({VOLUNTEERS: "8"}, {VOLUNTEERS: None})


def test_the_published_number_itself_is_not_kept_as_the_countys(
    adoption: Adoption, bureau: Actor
) -> None:
    changed = change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: "5.0"})

    assert changed.overlay == {}


@pytest.mark.parametrize("role", OTHERS)
def test_only_the_bureau_changes_numbers(
    adoption: Adoption, act_as: Callable[[str], Actor], role: str
) -> None:
    with pytest.raises(Forbidden):
        change_overlay(actor=act_as(role), adoption=adoption, changes={VOLUNTEERS: 8})

    assert Adoption.objects.get().overlay == {}


# Freezing and discarding


def test_a_frozen_adoption_keeps_its_numbers(adoption: Adoption, bureau: Actor) -> None:
    change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: 8})
    frozen = freeze_adoption(actor=bureau, adoption=adoption)

    with pytest.raises(Conflict) as refused:
        change_overlay(actor=bureau, adoption=frozen, changes={VOLUNTEERS: 9})

    assert refused.value.code == "frozen"
    assert effective_rubric(Adoption.objects.get()).numbers()[VOLUNTEERS].value == 8


def test_an_adoption_frozen_meanwhile_is_not_changed_through_an_old_copy(
    adoption: Adoption, bureau: Actor
) -> None:
    old_copy = Adoption.objects.get()
    freeze_adoption(actor=bureau, adoption=adoption)

    with pytest.raises(Conflict):
        change_overlay(actor=bureau, adoption=old_copy, changes={VOLUNTEERS: 9})


def test_freezing_is_recorded_once(adoption: Adoption, bureau: Actor) -> None:
    first = freeze_adoption(actor=bureau, adoption=adoption)
    again = freeze_adoption(actor=bureau, adoption=adoption)

    assert again.frozen_at == first.frozen_at
    assert Entry.objects.filter(action="rubric.freeze").count() == 1


def test_only_the_bureau_freezes(adoption: Adoption, act_as: Callable[[str], Actor]) -> None:
    with pytest.raises(Forbidden):
        freeze_adoption(actor=act_as("HEAD"), adoption=adoption)

    assert not Adoption.objects.get().is_frozen


def test_an_open_adoption_is_discarded_with_an_audit_entry(
    adoption: Adoption, bureau: Actor
) -> None:
    change_overlay(actor=bureau, adoption=adoption, changes={VOLUNTEERS: 8})

    discard_adoption(actor=bureau, adoption=adoption)

    assert Adoption.objects.count() == 0
    entry = last_entry()
    assert (entry.action, entry.object_uuid) == ("rubric.discard", adoption.uuid)
    assert entry.before["overlay"] == {VOLUNTEERS: "8"}


def test_a_frozen_adoption_is_not_discarded(adoption: Adoption, bureau: Actor) -> None:
    freeze_adoption(actor=bureau, adoption=adoption)

    with pytest.raises(Conflict):
        discard_adoption(actor=bureau, adoption=adoption)

    assert Adoption.objects.count() == 1


def test_only_the_bureau_discards(adoption: Adoption, act_as: Callable[[str], Actor]) -> None:
    with pytest.raises(Forbidden):
        discard_adoption(actor=act_as("TOWNSHIP"), adoption=adoption)

    assert Adoption.objects.count() == 1


# Reading


def test_the_open_adoption_comes_before_the_frozen_ones(adoption: Adoption, bureau: Actor) -> None:
    freeze_adoption(actor=bureau, adoption=adoption)
    assert current_adoption(RUBRIC) == adoption
    assert current_adoption(RUBRIC, adoption.version) == adoption

    following = adopt(actor=bureau, rubric_id=RUBRIC, version=adoption.version)

    assert current_adoption(RUBRIC) == following
    assert current_adoption(RUBRIC, "0.0.1") is None
    assert current_adoption("another-rubric") is None


@pytest.mark.parametrize(
    ("role", "action", "seen"),
    [
        ("BUREAU", "view", 1),
        ("BUREAU", "change", 1),
        ("HEAD", "view", 1),
        ("HEAD", "change", 0),
        ("REVIEWER", "view", 1),
        ("REVIEWER", "change", 0),
        ("AUDITOR", "view", 1),
        ("AUDITOR", "change", 0),
        ("PURCHASER", "view", 0),
        ("ROOM_STAFF", "view", 0),
    ],
)
def test_who_reads_and_who_changes(
    adoption: Adoption, act_as: Callable[[str], Actor], role: str, action: str, seen: int
) -> None:
    assert Adoption.objects.restrict(act_as(role), action).count() == seen


def test_an_action_without_a_rule_is_refused(adoption: Adoption, bureau: Actor) -> None:
    with pytest.raises(UnmappedAction):
        Adoption.objects.restrict(bureau, "delete")
