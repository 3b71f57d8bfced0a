"""What keeps the bureau from reconciling."""

from collections.abc import Iterator
from typing import Any

import pytest

from evaluation.cycles.domain import decide, review
from evaluation.cycles.models import Item, Result
from evaluation.cycles.queries.evaluation import describe, find_evaluation
from kernel.errors import Conflict, Invalid
from tests.fixtures.cycles import Town, bring, grade_all, staged


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    with staged(django_db_blocker, held_town, lambda town: bring(town, "ASSIGNED")) as town:
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


def test_an_unfinished_review_is_not_reconciled(town: Town) -> None:
    grade_all(town, "r1")
    review.finish_review(actor=town.actor("r1"), evaluation=town.evaluation)

    with pytest.raises(Conflict) as refusal:
        reconcile(town)

    assert refusal.value.code == "review_unfinished"


def test_a_recused_reviewer_must_be_replaced_first(town: Town) -> None:
    for name in ("r1", "r2"):
        grade_all(town, name)
        review.finish_review(actor=town.actor(name), evaluation=town.evaluation)
    review.recuse(actor=town.actor("r3"), evaluation=town.evaluation, reason="亲属")

    with pytest.raises(Conflict) as refusal:
        reconcile(town)

    assert refusal.value.code == "review_unfinished"


def test_satisfaction_lacking_there_is_no_total(town: Town) -> None:
    finish_all(town)

    with pytest.raises(Invalid) as refusal:
        reconcile(town)

    assert faults(refusal) == [
        (f"{id}.mean_percent", "required") for id in ("T1", "T2", "T3", "T4")
    ]
    assert town.evaluation.state == "REVIEWING"
    assert Result.objects.count() == 0
