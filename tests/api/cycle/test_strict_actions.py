"""A step of the yearly process refuses what it does not know: a slip would lose a reason."""

import pytest

from tests.fixtures.calls import Caller, faults
from tests.fixtures.cycles import Town, bring, standing_in

CALLS = [
    ("SELF_EVAL", "head", "submit", {"pledge": True}, "pledged_by"),
    ("SUBMITTED", "township", "confirm", {}, "reason"),
    ("SUBMITTED", "township", "return", {"reason": "缺合同"}, "reasons"),
    ("ASSIGNED", "r1", "recuse", {"reason": "亲属"}, "indicator"),
    ("DECIDED", "bureau", "publicise", {}, "until"),
]


@pytest.mark.parametrize(("state", "who", "act", "body", "slip"), CALLS, ids=lambda each: str(each))
def test_an_unknown_field_is_refused_and_nothing_moves(
    api: Caller, town: Town, state: str, who: str, act: str, body: dict, slip: str
) -> None:
    with standing_in(town):
        bring(town, state)
        before = town.evaluation.version

    refused = api.post(who, act, body | {slip: "x"})

    assert (refused.status_code, faults(refused)) == (422, [(slip, "unknown")])
    with standing_in(town):
        assert (town.evaluation.state, town.evaluation.version) == (state, before)


def test_a_field_below_another_is_named_by_its_place(api: Caller, town: Town) -> None:
    with standing_in(town):
        bring(town, "REVIEWING")
    decision = {"indicator": "F1", "grade": "C", "reason": "核对", "by": "x"}

    refused = api.post("bureau", "reconcile", {"decisions": [decision]})

    assert faults(refused) == [("decisions[0].by", "unknown")]


ENDLESS = "长" * 4001
TOO_LONG = [
    ("SELF_EVAL", "head", "S2", {"dispute": {"inputs": {"active": 7}, "reason": ENDLESS}}),
    ("ASSIGNED", "r1", "F1", {"grade": "B", "reason": ENDLESS}),
]


@pytest.mark.parametrize(("state", "who", "indicator", "body"), TOO_LONG, ids=("dispute", "grade"))
def test_a_reason_without_end_is_refused(
    api: Caller, town: Town, state: str, who: str, indicator: str, body: dict
) -> None:
    with standing_in(town):
        bring(town, state)

    refused = api.patch(who, indicator, body)

    assert refused.status_code == 422
    assert [field.rpartition(".")[2] for field, _code in faults(refused)] == ["reason"]


def test_no_step_takes_a_reason_without_end(api: Caller, town: Town) -> None:
    with standing_in(town):
        bring(town, "ASSIGNED")

    refused = api.post("r1", "recuse", {"reason": ENDLESS})

    assert (refused.status_code, faults(refused)) == (422, [("reason", "max_length")])
    assert api.post("r1", "recuse", {"reason": ENDLESS[1:]}).status_code == 200
