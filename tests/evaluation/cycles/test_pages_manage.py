"""The bureau's page of one evaluation: each act once, each refusal in words."""

from typing import Any

from evaluation.cycles.domain.review import finish_review, recuse
from evaluation.cycles.domain.sheet import dispute_fact
from evaluation.cycles.models import Decision, Finding, Item
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from tests.evaluation.cycles.pages import address, log_in, reread, send, visit
from tests.fixtures.cycles import Town, at, bring, enter_survey, grade_all, standing_in


def manage(town: Town, act: str, name: str = "bureau", **data: Any) -> Any:
    return log_in(town, name).post(address(reread(town), "manage/"), {"act": act, **data})


def page(town: Town, name: str = "bureau") -> Any:
    return visit(town, name, address(reread(town), "manage/")).context


def stages(town: Town, name: str = "bureau") -> dict[str, str]:
    return {str(each["label"]): str(each["text"]) for each in page(town, name)["stages"]}


def dispute(town: Town) -> None:
    dispute_fact(
        actor=town.actor("head"),
        evaluation=town.evaluation,
        indicator="S2",
        inputs={"active": 7},
        reason="名册漏登",
    )


def finish(town: Town, **others: str) -> None:
    for name in ("r1", "r2", "r3"):
        grade_all(town, name, **(others if name == "r3" else {}))
        finish_review(actor=town.actor(name), evaluation=town.evaluation)


def test_assigns_the_team_and_replaces_who_recused(town: Town) -> None:
    bring(town, "TOWNSHIP_CHECKED")
    few = manage(town, "assign", reviewers=[str(town.uuid("r1"))])
    assert few.status_code == 422
    form = few.context["assign_form"]
    assert (form["reviewers"].value(), list(form.errors)) == ([str(town.uuid("r1"))], ["reviewers"])
    chosen = [str(each) for each in town.reviewers]
    assert manage(town, "assign", reviewers=chosen).status_code == 302
    assert reread(town).state == "ASSIGNED"
    with standing_in(town):
        recuse(actor=town.actor("r1"), evaluation=town.evaluation, reason="亲属")
    found = page(town)
    assert [each.recused_reason for each in found["team"]] == ["", "", "亲属"]
    offered = {each["uuid"] for each in found["candidates"]}
    assert offered == {town.uuid("r4"), town.uuid("r5"), town.uuid("r6")}
    assert manage(town, "assign", reviewers=[str(town.uuid("r4"))]).status_code == 302
    assert len(page(town)["team"]) == 4


def test_rules_on_a_dispute_with_a_reason(town: Town) -> None:
    dispute(town)
    bring(town, "SUBMITTED")
    assert stages(town)["裁定异议"] == "可办理"
    bare = manage(town, "rule", indicator="S2", accept="true", reason="")
    assert bare.status_code == 422
    form = bare.context["disputes"][0]["form"]
    assert (form["accept"].value(), list(form.errors)) == ("true", ["reason"])
    assert manage(town, "rule", indicator="S2", accept="true", reason="已核实").status_code == 302
    with county_context(town.county):
        ruled = Item.objects.get(evaluation=reread(town), indicator="S2")
    assert (ruled.ruling, ruled.ruling_reason) == (True, "已核实")
    assert manage(town, "rule", indicator="S2", accept="false", reason="再议").status_code == 409


def test_enters_satisfaction_and_refuses_what_cannot_be(town: Town) -> None:
    wrong = manage(town, "survey", indicator="T1", mean_percent="101")
    assert wrong.status_code == 422
    forms = {each["line"].indicator.id: each["form"] for each in wrong.context["surveys"]}
    assert forms["T1"]["mean_percent"].value() == "101"
    assert list(forms["T1"].errors) == ["mean_percent"]
    assert forms["T2"].errors == {}
    assert manage(town, "survey", indicator="T1", mean_percent="84.5").status_code == 302
    assert manage(town, "survey", indicator="T4", na="on").status_code == 302
    with county_context(town.county):
        items = Item.objects.filter(evaluation=reread(town), indicator__startswith="T")
        found = dict(items.values_list("indicator", "inputs"))
    assert found == {"T1": {"mean_percent": "84.5"}, "T2": {}, "T3": {}, "T4": {"na": True}}
    assert manage(town, "survey", indicator="C05", volunteers="3").status_code == 403


def test_a_veto_needs_two_persons(town: Town) -> None:
    bare = manage(town, "find", code="V1", evidence="举报核查报告", reply="")
    assert bare.status_code == 422
    form = bare.context["finding_form"]
    assert (form["evidence"].value(), list(form.errors)) == ("举报核查报告", ["reply"])
    sent = {"code": "V1", "evidence": "举报核查报告", "reply": "站点承认"}
    assert manage(town, "find", **sent).status_code == 302
    assert manage(town, "find", **sent).status_code == 409
    with county_context(town.county):
        finding = Finding.objects.get()
    assert page(town)["findings"][0]["may_confirm"] is False
    assert page(town, "second")["findings"][0]["may_confirm"] is True
    same = manage(town, "confirm-finding", finding=finding.pk)
    assert (same.status_code, same.context["refusal"].code) == (403, "same_person")
    assert manage(town, "confirm-finding", "second", finding=finding.pk).status_code == 302
    bare = manage(town, "withdraw-finding", finding=finding.pk, reason="")
    assert list(bare.context["findings"][0]["form"].errors) == ["reason"]
    assert (
        manage(town, "withdraw-finding", finding=finding.pk, reason="查无实据").status_code == 302
    )
    assert manage(town, "confirm-finding", finding="x").status_code == 404


def test_bonus_points_are_those_of_the_rubric(town: Town) -> None:
    wrong = manage(town, "find", code="B1", evidence="成立文件", points="3")
    assert list(wrong.context["finding_form"].errors) == ["points"]
    assert manage(town, "find", code="B1", evidence="成立文件", points="1").status_code == 302
    assert manage(town, "find", code="G3", evidence="样本不足").status_code == 302
    with county_context(town.county):
        assert list(Finding.objects.values_list("code", "points")) == [("B1", "1"), ("G3", "")]


def test_a_wide_spread_needs_a_decision_with_a_reason(town: Town) -> None:
    bring(town, "ASSIGNED")
    assert page(town)["spreads"] == []
    with standing_in(town):
        enter_survey(town)
        finish(town, F1="E")
    found = page(town)
    assert [(i.id, each.needs_decision) for i, each in found["spreads"]][:2] == [
        ("F1", True), ("F4", False),
    ]  # fmt: skip
    bare = manage(town, "reconcile")
    assert list(bare.context["decision_form"].errors) == ["F1-grade"]
    bare = manage(town, "reconcile", **{"F1-grade": "B", "F1-reason": " "})
    form = bare.context["decision_form"]
    assert (bare.status_code, form["F1-grade"].value()) == (422, "B")
    assert list(form.errors) == ["F1-reason"]
    sent = {"F1-grade": "B", "F1-reason": "两人现场复核"}
    assert manage(town, "reconcile", **sent).status_code == 302
    with county_context(town.county):
        assert list(Decision.objects.values_list("indicator", "grade")) == [("F1", "B")]


def test_reconciling_an_incomplete_sheet_says_what_is_missing(town: Town) -> None:
    bring(town, "ASSIGNED")
    with standing_in(town):
        finish(town)
    answer = manage(town, "reconcile")
    assert answer.status_code == 422
    assert [each.field for each in answer.context["refusal"].errors] == [
        f"T{number}.mean_percent" for number in (1, 2, 3, 4)
    ]
    assert "T4.mean_percent" in answer.content.decode()


def test_decides_by_a_second_person_publicises_and_finalises(town: Town) -> None:
    bring(town, "RECONCILED")
    same = manage(town, "decide")
    assert (same.status_code, same.context["refusal"].code) == (403, "same_person")
    assert stages(town)["审定"] == "汇总人不得审定，须由另一人审定。"
    assert stages(town, "second")["审定"] == "可办理"
    assert manage(town, "decide", "second").status_code == 302
    assert manage(town, "publicise").status_code == 302
    early = manage(town, "finalise")
    assert early.status_code == 409
    assert early.context["refusal"].detail in early.content.decode()
    with frozen(at(reread(town).publicity_ends_on)):
        assert manage(town, "finalise").status_code == 302
    assert reread(town).state == "FINAL"
    assert set(stages(town).values()) == {"已过", "没有待裁定的异议"}


def test_a_stale_page_is_refused_and_an_unknown_act_is_not_found(town: Town) -> None:
    bring(town, "RECONCILED")
    old = reread(town).version - 1
    assert manage(town, "decide", "second", version=old).status_code == 412
    assert manage(town, "burn").status_code == 404
    assert reread(town).state == "RECONCILED"


def test_nobody_else_acts_on_the_page(town: Town) -> None:
    bring(town, "RECONCILED")
    found = {
        name: manage(town, "decide", name).status_code
        for name in ("hub", "auditor", "head", "township", "r1", "head2", "purchaser")
    }
    seen = dict.fromkeys(("hub", "auditor", "head", "township", "r1"), 403)
    assert found == seen | {"head2": 404, "purchaser": 404}
    assert send(town, "head", address(reread(town), "manage/"), act="decide").status_code == 403
