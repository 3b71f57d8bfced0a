"""The township confirms, or returns once with a reason that stays."""

from datetime import date

import pytest

from evaluation.cycles.domain import sheet, township
from evaluation.cycles.guards import may
from evaluation.cycles.models import Step
from kernel.errors import Conflict, Invalid
from tests.fixtures.cycles import Town, bring


@pytest.fixture
def submitted(town: Town) -> Town:
    bring(town, "SUBMITTED")
    return town


def send_back(town: Town, reason: str = "缺少聘用合同") -> None:
    township.return_sheet(actor=town.actor("township"), evaluation=town.evaluation, reason=reason)


def test_a_return_hands_the_sheet_back_with_its_reason(submitted: Town) -> None:
    send_back(submitted)

    returned = submitted.evaluation
    assert (returned.state, returned.next_actor, returned.due_on) == (
        "RETURNED",
        "HEAD",
        date(2024, 1, 15),
    )
    assert returned.returned_reason == "缺少聘用合同"


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_a_return_needs_a_reason(submitted: Town, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        send_back(submitted, reason)

    assert [(error.field, error.code) for error in refusal.value.errors] == [("reason", "required")]
    assert submitted.evaluation.state == "SUBMITTED"


def test_a_sheet_is_returned_once(submitted: Town) -> None:
    send_back(submitted)
    sheet.submit(actor=submitted.actor("head"), evaluation=submitted.evaluation, pledge=True)
    assert may(submitted.actor("township"), submitted.evaluation) == ["confirm"]

    with pytest.raises(Conflict) as refusal:
        send_back(submitted)

    assert refusal.value.code == "returned_before"
    assert submitted.evaluation.returned_reason == "缺少聘用合同"


def test_the_history_keeps_every_step(submitted: Town) -> None:
    send_back(submitted)
    sheet.submit(actor=submitted.actor("head"), evaluation=submitted.evaluation, pledge=True)
    township.confirm_sheet(actor=submitted.actor("township"), evaluation=submitted.evaluation)

    steps = Step.objects.filter(evaluation=submitted.evaluation)

    assert [(each.act, each.state_before, each.state, each.by, each.reason) for each in steps] == [
        ("submit", "SELF_EVAL", "SUBMITTED", submitted.uuid("head"), ""),
        ("return", "SUBMITTED", "RETURNED", submitted.uuid("township"), "缺少聘用合同"),
        ("submit", "RETURNED", "SUBMITTED", submitted.uuid("head"), ""),
        ("confirm", "SUBMITTED", "TOWNSHIP_CHECKED", submitted.uuid("township"), ""),
    ]
