"""Grades that lie apart, and the decisions they need."""

from collections.abc import Iterator
from typing import Any

import pytest

from evaluation.cycles.domain import decide, review
from evaluation.cycles.models import Decision, Item
from evaluation.cycles.queries.evaluation import describe, find_evaluation
from evaluation.cycles.queries.sheet import grades_given
from evaluation.cycles.queries.spread import spreads
from kernel.audit.models import Entry
from kernel.errors import Invalid
from tests.fixtures.cycles import Town, bring, enter_survey, grade_all, staged


def lay_apart(town: Town) -> None:
    """F1: A, B, D lie 0.7 apart; F4: B, B, C 0.2; O6: A, A, C exactly 0.4."""
    bring(town, "ASSIGNED")
    enter_survey(town)
    finish_all(
        town,
        r1={"F1": "A", "O6": "A"},
        r2={"F1": "B", "O6": "A"},
        r3={"F1": "D", "F4": "C", "O6": "C"},
    )


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    with staged(django_db_blocker, held_town, lay_apart) as town:
        yield town


def finish_all(town: Town, **letters: dict[str, str]) -> None:
    for name in ("r1", "r2", "r3"):
        grade_all(town, name, **letters.get(name, {}))
        review.finish_review(actor=town.actor(name), evaluation=town.evaluation)


def reconcile(town: Town, decisions: Any = (), by: str = "bureau") -> Any:
    return decide.reconcile(actor=town.actor(by), evaluation=town.evaluation, decisions=decisions)


def rule(town: Town, accept: Any, reason: Any = "核对台账", indicator: str = "S2") -> Item:
    return decide.rule_dispute(
        actor=town.actor("bureau"),
        evaluation=town.evaluation,
        indicator=indicator,
        accept=accept,
        reason=reason,
    )


def by(town: Town, verb: Any, name: str) -> Any:
    return verb(actor=town.actor(name), evaluation=town.evaluation)


def faults(refusal: pytest.ExceptionInfo) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in refusal.value.errors]


def trace(town: Town, indicator: str, name: str = "bureau") -> dict[str, Any]:
    actor = town.actor(name)
    rows = describe(actor, find_evaluation(actor, town.evaluation.uuid))["trace"]
    return next(row for row in rows if row["indicator"] == indicator)


def test_only_a_spread_above_the_limit_needs_a_decision(town: Town) -> None:
    found = spreads(town.evaluation, grades_given(town.evaluation))

    assert [(each.indicator, float(each.spread), each.needs_decision) for each in found] == [
        ("F1", 0.7, True),
        ("F4", 0.2, False),
        ("C12", 0.0, False),
        ("O5", 0.0, False),
        ("O6", 0.4, False),
    ]
    with pytest.raises(Invalid) as refusal:
        reconcile(town)
    assert faults(refusal) == [("F1", "decision_due")]


DUE = {"indicator": "F1", "grade": "C", "reason": "以现场为准"}


@pytest.mark.parametrize(
    ("decisions", "found"),
    [
        ([DUE, {**DUE, "indicator": "O6"}], [("decisions[1].indicator", "not_due")]),
        ([DUE, DUE], [("decisions[1].indicator", "not_due")]),
        ([{**DUE, "indicator": "Z9"}],
         [("decisions[0].indicator", "not_due"), ("F1", "decision_due")]),
        ([{**DUE, "indicator": ["F1"]}],
         [("decisions[0].indicator", "not_due"), ("F1", "decision_due")]),
        ([{**DUE, "grade": "F"}], [("decisions[0].grade", "unknown")]),
        ([{**DUE, "reason": " "}], [("decisions[0].reason", "required")]),
        ([{**DUE, "reason": "长" * 4001}], [("decisions[0].reason", "max_length")]),
        ([{"indicator": "F1", "grade": "C"}], [("decisions[0]", "invalid")]),
        (["F1"], [("decisions[0]", "invalid"), ("F1", "decision_due")]),
        ("F1", [("decisions", "invalid")]),
        (None, [("decisions", "invalid")]),
    ],
)  # fmt: skip
def test_decisions_are_given_where_they_are_due_and_nowhere_else(
    town: Town, decisions: Any, found: list
) -> None:
    with pytest.raises(Invalid) as refusal:
        reconcile(town, decisions)

    assert faults(refusal) == found
    assert Decision.objects.count() == 0


def test_a_decision_replaces_the_mean(town: Town) -> None:
    reconcile(town, [DUE])

    assert trace(town, "F1")["score"] == "0.6000"
    assert trace(town, "F1")["inputs"] == {"grade": ["C"]}
    assert trace(town, "F1")["by"] == "BUREAU"
    # 2 (1 + 1 + 0.6) / 3 points, and 15/14 of it: no case was closed, so O7 shares its point out.
    assert trace(town, "O6")["score"] == "1.8571"
    assert trace(town, "O6")["inputs"] == {"grade": ["A", "A", "C"]}
    assert trace(town, "O6")["by"] == "REVIEWER"
    told = Entry.objects.get(action="evaluation.reconcile").after
    assert told["decisions"] == {"F1": "C"}
    assert told["grades"]["F1"] == ["A", "B", "D"]
