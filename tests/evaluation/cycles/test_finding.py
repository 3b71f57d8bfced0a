"""Vetoes by two persons, the survey cap, bonus; and the results they lead to."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from evaluation.cycles.domain import decide, finding
from evaluation.cycles.guards import may
from evaluation.cycles.models import Finding, Result
from evaluation.cycles.models.append import Unchangeable
from evaluation.cycles.queries.evaluation import describe, find_evaluation
from kernel.errors import Conflict, Forbidden, Invalid
from tests.fixtures.cycles import Town, bring, staged


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    with staged(django_db_blocker, held_town, lambda town: bring(town, "RECONCILED")) as town:
        yield town


def find(town: Town, code: str, by: str = "bureau", **given: Any) -> Finding:
    usual = {"evidence": "县审计报告第3页", "reply": "站点承认" if code[0] == "V" else ""}
    return finding.record_finding(
        actor=town.actor(by), evaluation=town.evaluation, code=code, **(usual | given)
    )


def confirm(town: Town, found: Finding, by: str = "second") -> Finding:
    return finding.confirm_finding(actor=town.actor(by), finding=found)


def withdraw(town: Town, found: Finding, reason: str = "证据不足") -> Finding:
    return finding.withdraw_finding(actor=town.actor("second"), finding=found, reason=reason)


def last(town: Town) -> Result:
    return Result.objects.filter(evaluation=town.evaluation).latest("seq")


def test_a_veto_counts_when_a_second_person_confirms_it(town: Town) -> None:
    found = find(town, "V1")
    assert last(town).sheet["vetoes"] == []
    with pytest.raises(Forbidden) as refusal:
        confirm(town, found, "bureau")
    assert refusal.value.code == "same_person"

    confirm(town, found)

    assert (last(town).sheet["vetoes"], last(town).grade) == (["V1"], "FAIL")
    with pytest.raises(Conflict):
        confirm(town, found)


def test_a_pending_veto_keeps_the_county_from_deciding(town: Town) -> None:
    found = find(town, "V1")
    assert may(town.actor("second"), town.evaluation) == []

    with pytest.raises(Conflict) as refusal:
        decide.decide(actor=town.actor("second"), evaluation=town.evaluation)
    assert refusal.value.code == "finding_open"

    withdraw(town, found)
    decided = decide.decide(actor=town.actor("second"), evaluation=town.evaluation)
    assert decided.state == "DECIDED"


def test_bonus_and_cap_count_at_once_and_can_be_withdrawn(town: Town) -> None:
    before = last(town)
    bonus = find(town, "B3", points="0.5")
    find(town, "G3")

    assert last(town).bonus == Fraction(1, 2)
    assert last(town).total == before.base + Fraction(1, 2)
    assert "G3" in last(town).sheet["caps"]

    withdraw(town, bonus)
    assert last(town).total == before.total
    kept = Finding.objects.get(pk=bonus.pk)
    assert (kept.withdrawn_reason, kept.points) == ("证据不足", "0.5")
    with pytest.raises(Conflict):
        withdraw(town, bonus)


@pytest.mark.parametrize(
    ("code", "given", "field"),
    [
        ("V9", {}, "code"),
        ("G1", {}, "code"),
        ("G4", {}, "code"),
        ("B1", {"points": 2}, "points"),
        ("B3", {"points": "0.7"}, "points"),
        ("B3", {"points": 0.5}, "points"),
        ("B1", {}, "points"),
        ("G3", {"points": 1}, "points"),
        ("V1", {"evidence": " "}, "evidence"),
        ("V1", {"reply": ""}, "reply"),
    ],
)
def test_a_finding_that_cannot_be_is_named(town: Town, code: str, given: dict, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        find(town, code, **given)

    assert [error.field for error in refusal.value.errors] == [field]
    assert Finding.objects.count() == 0


def test_a_finding_is_recorded_once(town: Town) -> None:
    first = find(town, "B1", points=1)
    with pytest.raises(Conflict) as refusal:
        find(town, "B1", points=1)
    assert refusal.value.code == "recorded"

    withdraw(town, first)
    assert find(town, "B1", points=1).pk != first.pk


def test_a_result_is_succeeded_never_changed(town: Town) -> None:
    first = last(town)
    before = Result.objects.filter(pk=first.pk).values().get()

    find(town, "B1", points=1)

    second = last(town)
    assert (second.seq, second.supersedes) == (2, first)
    assert Result.objects.filter(pk=first.pk).values().get() == before
    first.grade = "EXCELLENT"
    for change in (
        first.save,
        first.delete,
        Result.objects.all().delete,
        lambda: Result.objects.filter(pk=first.pk).update(grade="FAIL"),
        lambda: Result.objects.bulk_update([first], ["grade"]),
    ):
        with pytest.raises(Unchangeable):
            change()
    assert Result.objects.filter(pk=first.pk).values().get() == before


def test_a_result_is_exact_beside_what_is_shown(town: Town) -> None:
    """F1, F4, C12, O5, O6 graded B: no plan was closed, and no case drawn for O5 or closed for O7,
    whose point the other 14 of operation share; T3 75.5% -> 1.5 (75.5 - 60) / 30 = 0.775."""
    found = last(town)

    scores = {row["indicator"]: row["score"] for row in found.sheet["trace"]}
    assert (scores["F1"], scores["F4"], scores["O5"], scores["O6"]) == (
        *("0.8000", "1.4400", "0.8571", "1.7143"),
    )
    assert (scores["T1"], scores["T3"]) == ("7.2000", "0.7750")
    assert found.base == Fraction(int(found.base_num), int(found.base_den))
    assert found.base_den > 1
    assert str(found.total_shown) == f"{round(float(found.total), 2):.2f}"
    assert found.sheet["rubric"]["digest"] == town.cycle.rubric_digest


def test_findings_are_the_bureaus_until_the_decision(town: Town) -> None:
    find(town, "B1", points=1)

    def bonus_seen(name: str) -> tuple[Any, Any]:
        actor = town.actor(name)
        shown = describe(actor, find_evaluation(actor, town.evaluation.uuid))
        return shown["bonus"], shown["total"]

    assert bonus_seen("head") == ("0.0000", None)
    assert bonus_seen("r1") == ("0.0000", None)
    assert bonus_seen("bureau")[0] == "1.0000"
    decide.decide(actor=town.actor("second"), evaluation=town.evaluation)
    assert bonus_seen("head") == bonus_seen("bureau")
