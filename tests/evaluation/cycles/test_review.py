"""Reviewers at work: blind grades, finishing, stepping back, being replaced."""

from collections.abc import Iterator
from typing import Any

import pytest

from evaluation.cycles.domain import review, sheet
from evaluation.cycles.guards import may, visible_version
from evaluation.cycles.models import Assignment, Evaluation, Item, ReviewGrade, Step
from evaluation.cycles.queries.sheet import grades_seen
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from tests.fixtures.cycles import Town, bring, enter_survey, grade_all, staged


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    with staged(django_db_blocker, held_town, lambda town: bring(town, "ASSIGNED")) as town:
        yield town


def assign(town: Town, *reviewers: Any) -> Evaluation:
    return review.assign_reviewers(
        actor=town.actor("bureau"), evaluation=town.evaluation, reviewers=list(reviewers)
    )


def grade(town: Town, by: str, indicator: str = "F1", letter: str = "B", **given: Any) -> Any:
    return review.give_grade(
        actor=town.actor(by),
        evaluation=town.evaluation,
        indicator=indicator,
        grade=letter,
        **given,
    )


def finish(town: Town, by: str) -> Evaluation:
    return review.finish_review(actor=town.actor(by), evaluation=town.evaluation)


def recuse(town: Town, by: str, reason: str = "与站长系亲属") -> Evaluation:
    return review.recuse(actor=town.actor(by), evaluation=town.evaluation, reason=reason)


def codes(refusal: pytest.ExceptionInfo) -> list[str]:
    return [error.code for error in refusal.value.errors]


def test_the_first_grade_makes_reviewing(town: Town) -> None:
    grade(town, "r1")

    assert (town.evaluation.state, town.evaluation.next_actor) == ("REVIEWING", "REVIEWER")


def test_a_grade_may_be_changed_until_one_has_finished(town: Town) -> None:
    grade(town, "r1", letter="C")
    grade(town, "r1", letter="A", reason="证照齐全")
    given = ReviewGrade.objects.get()
    assert (given.grade, given.reason) == ("A", "证照齐全")

    grade_all(town, "r1")
    finish(town, "r1")

    for act in (lambda: grade(town, "r1"), lambda: finish(town, "r1"),
                lambda: recuse(town, "r1")):  # fmt: skip
        with pytest.raises(Conflict) as refusal:
            act()
        assert refusal.value.code == "review_finished"


@pytest.mark.parametrize(
    ("indicator", "letter", "reason", "found"),
    [
        ("F1", "A", "", [("reason", "required")]),
        ("F1", "E", "  ", [("reason", "required")]),
        ("F1", "E", None, [("reason", "required")]),
        ("F1", "F", "", [("grade", "unknown")]),
        ("F1", "a", "好", [("grade", "unknown")]),
        ("F1", None, "", [("grade", "unknown")]),
        ("F1", ["A"], "", [("grade", "unknown")]),
        ("F1", "B", 5, [("reason", "invalid")]),
        ("F2", "B", "", [("grade", "not_graded")]),
        ("S1", "B", "", [("grade", "not_graded")]),
        ("T1", "B", "", [("grade", "not_graded")]),
    ],
)
def test_a_grade_that_cannot_be_is_named(
    town: Town, indicator: str, letter: Any, reason: Any, found: list
) -> None:
    with pytest.raises(Invalid) as refusal:
        grade(town, "r1", indicator, letter, reason=reason)

    assert [(error.field, error.code) for error in refusal.value.errors] == found
    assert ReviewGrade.objects.count() == 0
    assert town.evaluation.state == "ASSIGNED"


def test_finishing_needs_every_grade_that_counts(town: Town) -> None:
    grade(town, "r1", "F4")

    with pytest.raises(Invalid) as refusal:
        finish(town, "r1")

    assert refusal.value.code == "incomplete"
    assert [error.field for error in refusal.value.errors] == [
        *("F1.grade", "C12.grade", "O5.grade", "O6.grade")
    ]


@pytest.mark.parametrize(("plans", "due"), [(2, True), (3, False)])
def test_goals_are_graded_when_plans_are_few(town: Town, plans: int, due: bool) -> None:
    Item.objects.filter(indicator="C12").update(inputs={"plans": plans})

    with pytest.raises(Invalid) as refusal:
        finish(town, "r1")

    assert [error.field for error in refusal.value.errors] == [
        *("F1.grade", "F4.grade", *["C12.grade"] * due, "O5.grade", "O6.grade")
    ]


def test_what_does_not_apply_is_not_graded(town: Town) -> None:
    Evaluation.objects.update(track="BASIC")
    Item.objects.filter(indicator="F4").update(inputs={"na": True})

    with pytest.raises(Invalid) as refusal:
        finish(town, "r1")
    assert [error.field for error in refusal.value.errors] == [
        *("F1.grade", "C12.grade", "O5.grade", "O6.grade")
    ]

    with pytest.raises(Invalid) as refusal:
        grade(town, "r1", "F4")
    assert codes(refusal) == ["not_graded"]


def test_the_last_to_finish_hands_on_to_the_bureau(town: Town) -> None:
    turns = []
    for name in ("r1", "r2", "r3"):
        grade_all(town, name)
        finish(town, name)
        turns.append((town.evaluation.next_actor, town.evaluation.awaits))

    assert turns == [
        ("REVIEWER", "finish-review"),
        ("REVIEWER", "finish-review"),
        ("BUREAU", "reconcile"),
    ]


def test_a_recused_reviewer_sees_the_sheet_no_more_and_is_replaced(town: Town) -> None:
    grade(town, "r1", letter="E", reason="不符")
    recuse(town, "r1")

    seen = Evaluation.objects.restrict(town.actor("r1"), "view")
    assert not seen.exists()
    assert (town.evaluation.next_actor, town.evaluation.awaits) == ("BUREAU", "assign")
    assert may(town.actor("bureau"), town.evaluation) == ["assign"]
    with pytest.raises(NotFound):
        grade(town, "r1")
    with pytest.raises(Invalid) as refusal:
        assign(town, town.uuid("r1"))
    assert codes(refusal) == ["recused"]

    replaced = assign(town, town.uuid("r2"), town.uuid("r3"), town.uuid("r4"))

    assert (replaced.state, replaced.next_actor) == ("REVIEWING", "REVIEWER")
    active = Assignment.objects.active().values_list("reviewer", flat=True)
    assert set(active) == {town.uuid(name) for name in ("r2", "r3", "r4")}
    assert grades_seen(town.actor("bureau"), town.evaluation) == {}
    assert ReviewGrade.objects.get().grade == "E"


def test_the_replacement_alone_may_be_named(town: Town) -> None:
    recuse(town, "r1")

    assert assign(town, town.uuid("r4")).next_actor == "REVIEWER"


def test_recusal_needs_a_reason(town: Town) -> None:
    with pytest.raises(Invalid) as refusal:
        recuse(town, "r1", " ")

    assert codes(refusal) == ["required"]


def test_a_full_finished_team_is_not_changed(town: Town) -> None:
    bring(town, "REVIEWING")

    with pytest.raises(Conflict) as refusal:
        assign(town, town.uuid("r4"))

    assert refusal.value.code == "review_finished"


def test_reviewers_are_blind_until_all_have_finished(town: Town) -> None:
    letters = {"r1": "B", "r2": "C", "r3": "D"}
    for name, letter in letters.items():
        grade_all(town, name, letter)
    finish(town, "r1")
    finish(town, "r2")

    for name, letter in letters.items():
        own = {id: [letter] for id in ("F1", "F4", "C12", "O5", "O6")}
        assert grades_seen(town.actor(name), town.evaluation) == own
    for name in ("head", "township", "hub", "auditor", "worker"):
        assert grades_seen(town.actor(name), town.evaluation) == {}
    assert grades_seen(town.actor("bureau"), town.evaluation)["F1"] == ["B", "C", "D"]

    finish(town, "r3")
    assert grades_seen(town.actor("r1"), town.evaluation)["F1"] == ["B", "C", "D"]
    assert grades_seen(town.actor("head"), town.evaluation) == {}


def test_a_sheet_of_another_team_is_not_seen(town: Town) -> None:
    for name in ("r4", "r5"):
        with pytest.raises(NotFound):
            grade(town, name)
    with pytest.raises(Forbidden):
        grade(town, "bureau")


def test_reviewers_do_not_disturb_each_other(town: Town) -> None:
    seen = {name: visible_version(town.actor(name), town.evaluation)
            for name in ("r1", "r2")}  # fmt: skip
    grade(town, "r1", "F1", seen=seen["r1"])
    between = visible_version(town.actor("r2"), town.evaluation)
    grade(town, "r1", "F4", seen=town.evaluation.version)

    assert visible_version(town.actor("r2"), town.evaluation) == between
    grade(town, "r2", "F1", seen=seen["r2"])
    with pytest.raises(Stale):
        grade(town, "r2", "F1", letter="C", seen=seen["r2"])


def test_the_team_is_named_to_the_bureau_only(town: Town) -> None:
    recuse(town, "r1")

    def seen(name: str) -> tuple[int, list[str]]:
        actor = town.actor(name)
        steps = Step.objects.restrict(actor, "view").filter(evaluation=town.evaluation)
        return (
            Assignment.objects.restrict(actor, "view").count(),
            list(steps.values_list("act", flat=True)),
        )

    public = ["submit", "confirm", "assign"]
    assert seen("bureau") == (3, [*public, "recuse"])
    assert seen("auditor") == (3, [*public, "recuse"])
    assert seen("head") == (0, public)
    assert seen("r2") == (1, public)
    assert seen("head2") == (0, [])


def test_satisfaction_may_be_entered_during_the_review(town: Town) -> None:
    grade(town, "r1")

    enter_survey(town)

    assert Item.objects.get(evaluation=town.evaluation, indicator="T2").inputs == {
        "mean_percent": "90"
    }
    with pytest.raises(Conflict):
        sheet.declare_inputs(
            actor=town.actor("head"), evaluation=town.evaluation, indicator="C17",
            inputs={"kinds": 1},
        )  # fmt: skip
