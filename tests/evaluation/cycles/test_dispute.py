"""Disputed facts: the frozen value counts unless the bureau accepts."""

from collections.abc import Iterator
from typing import Any

import pytest

from evaluation.cycles.domain import decide, review, sheet
from evaluation.cycles.guards import may
from evaluation.cycles.models import Item
from evaluation.cycles.queries.evaluation import describe, find_evaluation
from kernel.errors import Conflict, Invalid
from tests.fixtures.cycles import Town, bring, grade_all, staged


def dispute_volunteers(town: Town) -> None:
    """S2 is disputed by the station: 4 active volunteers, not 0."""
    sheet.dispute_fact(
        actor=town.actor("head"),
        evaluation=town.evaluation,
        indicator="S2",
        inputs={"active": 4},
        reason="四人未录入",
    )
    bring(town, "REVIEWING")


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    with staged(django_db_blocker, held_town, dispute_volunteers) as town:
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


def test_an_open_dispute_stops_reconciling(town: Town) -> None:
    with pytest.raises(Conflict) as refusal:
        reconcile(town)

    assert refusal.value.code == "dispute_open"
    assert faults(refusal) == [("S2", "dispute_open")]
    assert "reconcile" not in may(town.actor("bureau"), town.evaluation)


@pytest.mark.parametrize(("accept", "score", "by"), [(True, "0.8571", "HEAD"),
                                                     (False, "0.0000", "SYSTEM")])  # fmt: skip
def test_the_frozen_value_is_scored_unless_the_dispute_is_accepted(
    town: Town, accept: bool, score: str, by: str
) -> None:
    rule(town, accept)
    reconcile(town)

    row = trace(town, "S2")
    assert (row["score"], row["by"]) == (score, by)
    assert row["inputs"] == {"active": 4 if accept else 0}
    assert row["dispute"] == {
        "frozen": {"active": 0},
        "disputed": {"active": 4},
        "reason": "四人未录入",
        "accepted": accept,
        "ruling": "核对台账",
    }


@pytest.mark.parametrize(
    ("accept", "reason", "found"),
    [
        ("yes", "核对", [("ruling.accept", "invalid")]),
        (None, "核对", [("ruling.accept", "invalid")]),
        (True, "", [("ruling.reason", "required")]),
    ],
)
def test_a_ruling_is_yes_or_no_with_a_reason(
    town: Town, accept: Any, reason: str, found: list
) -> None:
    with pytest.raises(Invalid) as refusal:
        rule(town, accept, reason)

    assert faults(refusal) == found


def test_only_an_open_dispute_is_ruled(town: Town) -> None:
    with pytest.raises(Conflict) as refusal:
        rule(town, True, indicator="S3")
    assert refusal.value.code == "no_dispute"

    rule(town, True)
    with pytest.raises(Conflict) as refusal:
        rule(town, False)
    assert refusal.value.code == "no_dispute"
