"""Every act in every state: allowed as api.md's table says, or 409 wrong_state."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from evaluation.cycles.domain import decide, finding, review, sheet, township
from evaluation.cycles.models import Assignment, Evaluation
from evaluation.cycles.states import STARTS_FROM, Act, State
from kernel.errors import Conflict, Invalid
from tests.fixtures.cycles import Town

# Written out from api.md, not read from the code under test.
ALLOWED = {
    "submit": {"SELF_EVAL", "RETURNED"},
    "return": {"SUBMITTED"},
    "confirm": {"SUBMITTED"},
    "assign": {"TOWNSHIP_CHECKED", "ASSIGNED", "REVIEWING"},
    "recuse": {"ASSIGNED", "REVIEWING"},
    "finish-review": {"ASSIGNED", "REVIEWING"},
    "reconcile": {"REVIEWING"},
    "decide": {"RECONCILED"},
    "publicise": {"DECIDED"},
    "finalise": {"PUBLICISED"},
    "declare": {"SELF_EVAL", "RETURNED"},
    "grade": {"ASSIGNED", "REVIEWING"},
    "rule": {"SUBMITTED", "TOWNSHIP_CHECKED", "ASSIGNED", "REVIEWING"},
    "survey": {"SELF_EVAL", "SUBMITTED", "RETURNED", "TOWNSHIP_CHECKED", "ASSIGNED", "REVIEWING"},
    "find": {
        *("SELF_EVAL", "SUBMITTED", "RETURNED", "TOWNSHIP_CHECKED", "ASSIGNED", "REVIEWING"),
        "RECONCILED",
    },
}
BY = {
    **dict.fromkeys(("submit", "declare"), "head"),
    **dict.fromkeys(("return", "confirm"), "township"),
    **dict.fromkeys(("recuse", "finish-review", "grade"), "r1"),
    **dict.fromkeys(("assign", "reconcile", "publicise", "finalise"), "bureau"),
    **dict.fromkeys(("decide", "rule", "survey", "find"), "bureau"),
}
CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "submit": (sheet.submit, {"pledge": True}),
    "return": (township.return_sheet, {"reason": "缺佐证"}),
    "confirm": (township.confirm_sheet, {}),
    "assign": (review.assign_reviewers, {"reviewers": []}),
    "recuse": (review.recuse, {"reason": "亲属"}),
    "finish-review": (review.finish_review, {}),
    "reconcile": (decide.reconcile, {}),
    "decide": (decide.decide, {}),
    "publicise": (decide.publicise, {}),
    "finalise": (decide.finalise, {}),
    "declare": (sheet.confirm_fact, {"indicator": "S1"}),
    "grade": (review.give_grade, {"indicator": "F1", "grade": "B"}),
    "rule": (decide.rule_dispute, {"indicator": "S1", "accept": True, "reason": "属实"}),
    "survey": (sheet.declare_inputs, {"indicator": "T1", "inputs": {"mean_percent": 80}}),
    "find": (finding.record_finding, {"code": "B1", "points": 1, "evidence": "批复文件"}),
}


def attempt(town: Town, act: str) -> str:
    """The code of the refusal, or "done"; nothing of it stays."""
    call, given = CALLS[act]
    try:
        with transaction.atomic():
            call(actor=town.actor(BY[act]), evaluation=town.evaluation, **given)
            transaction.set_rollback(True)
    except (Conflict, Invalid) as refusal:
        return refusal.code
    return "done"


@pytest.mark.parametrize("act", list(ALLOWED))
def test_an_act_starts_only_from_its_states(town: Town, act: str) -> None:
    evaluation = town.evaluation
    for name in ("r1", "r2", "r3"):
        Assignment.objects.create(
            evaluation=evaluation,
            reviewer=town.uuid(name),
            reviewer_name=name,
            assigned_at=evaluation.cycle.frozen_at,
        )

    refused = set()
    for state in State.values:
        Evaluation.objects.filter(pk=evaluation.pk).update(state=state)
        if attempt(town, act) == "wrong_state":
            refused.add(state)

    assert set(State.values) - refused == ALLOWED[act]


def test_the_table_names_every_act_and_every_state() -> None:
    assert set(ALLOWED) == set(Act.values) == {str(act) for act in STARTS_FROM}
    assert {str(act): set(map(str, states)) for act, states in STARTS_FROM.items()} == ALLOWED
    assert State.values == [
        *("SELF_EVAL", "SUBMITTED", "RETURNED", "TOWNSHIP_CHECKED", "ASSIGNED", "REVIEWING"),
        *("ON_SITE", "RECONCILED", "PRELIM", "DECIDED", "PUBLICISED", "APPEALED", "RECHECKED"),
        *("FINAL", "WITHDRAWN"),
    ]
