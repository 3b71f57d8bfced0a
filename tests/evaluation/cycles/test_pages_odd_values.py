"""What a browser never offers and yet is sent: a page refuses it beside its field, as a call is
refused, and never takes it for something else that was meant."""

from typing import Any

import pytest

from evaluation.cycles.domain.sheet import declare_inputs
from evaluation.cycles.models import Assignment, Item, ReviewGrade
from kernel.tenancy import county_context
from tests.evaluation.cycles.pages import address, log_in, reread, send
from tests.fixtures.cycles import Town, bring, standing_in

ENDLESS = "9" * 5000  # more digits than Python reads as a number


def errors(answer: Any, form: str) -> list[str]:
    assert answer.status_code == 422
    return list(answer.context[form].errors)


def inputs(town: Town, indicator: str) -> dict[str, Any]:
    with county_context(town.county):
        return Item.objects.get(evaluation=reread(town), indicator=indicator).inputs


def manage(town: Town, act: str, **data: Any) -> Any:
    return log_in(town, "bureau").post(address(reread(town), "manage/"), {"act": act, **data})


def test_a_count_without_end_is_refused(town: Town) -> None:
    answer = send(town, "head", address(town.evaluation, "self/C01/"), joint=ENDLESS)
    assert errors(answer, "form") == ["joint"]


@pytest.mark.parametrize("sent", ["MOON", "tr\0ue"])
def test_no_answer_does_not_take_back_the_one_that_stands(town: Town, sent: str) -> None:
    with standing_in(town):
        declare_inputs(
            actor=town.actor("head"),
            evaluation=town.evaluation,
            indicator="F8",
            inputs={"board": True},
        )
    answer = send(town, "head", address(town.evaluation, "self/F8/"), act="declare", board=sent)
    assert errors(answer, "form") == ["board"]
    assert inputs(town, "F8")["board"] is True


@pytest.mark.parametrize("version", [ENDLESS, "9" * 30])
def test_a_version_that_never_was_is_a_stale_one(town: Town, version: str) -> None:
    path = address(town.evaluation, "self/C05/")
    assert send(town, "head", path, act="confirm", version=version).status_code == 412


def test_a_finding_that_never_was_is_not_found(town: Town) -> None:
    bring(town, "ASSIGNED")
    for number in (ENDLESS, "9" * 30):
        assert manage(town, "confirm-finding", finding=number).status_code == 404


def test_a_grade_is_not_given_without_the_reason_that_was_sent(town: Town) -> None:
    bring(town, "ASSIGNED")
    send(town, "r1", address(reread(town), "review/"), act="declare")
    answer = send(town, "r1", address(reread(town), "review/F1/"), grade="B", reason="看\0过")
    assert "reason" in errors(answer, "form")
    with county_context(town.county):
        assert not ReviewGrade.objects.exists()


def test_somebody_who_may_not_review_is_named_where_the_team_is_whole(town: Town) -> None:
    bring(town, "ASSIGNED")
    chosen = [str(town.uuid("r4")), str(town.uuid("head"))]
    assert errors(manage(town, "assign", reviewers=chosen), "assign_form") == ["reviewers"]
    with county_context(town.county):
        assert Assignment.objects.count() == 3


def test_a_reason_without_end_is_refused_beside_its_field(town: Town) -> None:
    bring(town, "SUBMITTED")
    path = address(reread(town), "township/")
    answer = send(town, "township", path, act="return", reason="长" * 4001)
    assert "reason" in errors(answer, "form")
    assert answer.context["form"]["reason"].value() == "长" * 4001
    assert send(town, "township", path, act="return", reason="长" * 4000).status_code == 302


def test_an_act_that_no_button_has_is_not_another_one(town: Town) -> None:
    path = address(town.evaluation, "self/F8/")
    send(town, "head", path, act="declare", board="true")
    assert send(town, "head", path, act="moon").status_code == 422
    assert inputs(town, "F8")["board"] is True
    with standing_in(town):
        bring(town, "SUBMITTED")
    for act in ("moon", ""):
        refused = send(town, "township", address(reread(town), "township/"), act=act)
        assert (refused.status_code, reread(town).state) == (422, "SUBMITTED")
    with standing_in(town):
        bring(town, "ASSIGNED")
    assert send(town, "r1", address(reread(town), "review/"), act="moon").status_code == 422
    with county_context(town.county):
        assert not Assignment.objects.filter(no_conflict_at__isnull=False).exists()
