"""The decision by a second person, publicity, the end."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from evaluation.cycles.domain import decide, review
from evaluation.cycles.guards import may
from evaluation.cycles.models import Item
from evaluation.cycles.queries.evaluation import describe, find_evaluation
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden
from kernel.workdays.clock import frozen
from tests.fixtures.cycles import Town, at, bring, grade_all, staged


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    with staged(django_db_blocker, held_town, lambda town: bring(town, "RECONCILED")) as town:
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


def test_another_person_decides(town: Town) -> None:
    bring(town, "RECONCILED")
    assert may(town.actor("bureau"), town.evaluation) == []
    assert may(town.actor("second"), town.evaluation) == ["decide"]

    with pytest.raises(Forbidden) as refusal:
        by(town, decide.decide, "bureau")
    assert refusal.value.code == "same_person"

    decided = by(town, decide.decide, "second")
    assert (decided.state, decided.decided_by) == ("DECIDED", town.uuid("second"))


def test_a_result_is_final_when_the_publicity_has_ended(town: Town) -> None:
    bring(town, "PUBLICISED")
    assert town.evaluation.publicised_on == date(2024, 1, 8)

    with frozen(at(date(2024, 1, 14), hour=23)):
        assert may(town.actor("bureau"), town.evaluation) == []
        with pytest.raises(Conflict) as refusal:
            by(town, decide.finalise, "bureau")
        assert refusal.value.code == "publicity_running"

    with frozen(at(date(2024, 1, 15), hour=0)):
        assert may(town.actor("bureau"), town.evaluation) == ["finalise"]
        assert by(town, decide.finalise, "bureau").state == "FINAL"


def test_every_step_is_told_to_the_audit_trail(town: Town) -> None:
    bring(town, "FINAL")

    steps = Entry.objects.filter(object_uuid=town.evaluation.uuid).exclude(
        action__in=["evaluation.grade", "evaluation.survey", "evaluation.finish-review"]
    )

    assert list(steps.order_by("seq").values_list("action", flat=True)) == [
        *("evaluation.submit", "evaluation.confirm", "evaluation.assign", "evaluation.reconcile"),
        *("evaluation.decide", "evaluation.publicise", "evaluation.finalise"),
    ]
    assert not Entry.objects.filter(action="evaluation.grade", after__has_key="grade").exists()
