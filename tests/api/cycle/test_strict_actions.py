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
