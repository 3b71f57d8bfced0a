"""The station's part: confirm, dispute, declare, prove, submit."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.cycles.domain import sheet, township
from evaluation.cycles.models import Evidence, Item, Submission
from evaluation.facts.models import FrozenFact
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from kernel.files.domain.stored_file import path_of
from kernel.files.models import StoredFile
from kernel.jobs.models import Job
from kernel.jobs.tasks import run_job
from kernel.tenancy.context import enter_county
from kernel.workdays.clock import frozen
from tests.fixtures.cycles import Town, at, bring, enter_survey, fill_sheet, proof


def call(town: Town, verb: Any, indicator: str, *, by: str = "head", **given: Any) -> Any:
    return verb(actor=town.actor(by), evaluation=town.evaluation, indicator=indicator, **given)


def declare(town: Town, indicator: str, inputs: Any, **given: Any) -> Item:
    return call(town, sheet.declare_inputs, indicator, inputs=inputs, **given)


def dispute(town: Town, indicator: str, inputs: Any, reason: str = "漏录一人") -> Item:
    return call(town, sheet.dispute_fact, indicator, inputs=inputs, reason=reason)


def fields(refusal: pytest.ExceptionInfo) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in refusal.value.errors]


def test_a_fact_is_confirmed_or_disputed_never_both(town: Town) -> None:
    confirmed = call(town, sheet.confirm_fact, "S2")
    assert (confirmed.confirmed_by, confirmed.disputed) == (town.uuid("head"), None)

    disputed = dispute(town, "S2", {"active": 3})
    assert (disputed.confirmed_at, disputed.disputed) == (None, {"active": 3})
    assert disputed.dispute_reason == "漏录一人"

    again = call(town, sheet.confirm_fact, "S2")
    assert (again.disputed, again.dispute_reason) == (None, "")


def test_a_dispute_leaves_the_frozen_fact_alone(town: Town) -> None:
    before = list(FrozenFact.objects.order_by("pk").values("inputs", "digest"))

    dispute(town, "S2", {"active": 3})

    assert list(FrozenFact.objects.order_by("pk").values("inputs", "digest")) == before


@pytest.mark.parametrize(
    ("indicator", "inputs", "reason", "found"),
    [
        ("S2", {"active": -1}, "漏录", [("S2.active", "invalid")]),
        ("S2", {"active": 2.5}, "漏录", [("S2.active", "invalid")]),
        ("S2", {"passive": 1}, "漏录", [("S2.passive", "unknown")]),
        ("S2", {}, "漏录", [("S2", "inputs")]),
        ("S2", [1], "漏录", [("S2", "inputs")]),
        ("S2", {"na": True}, "漏录", [("S2.na", "invalid")]),
        ("S2", {"active": 1}, " ", [("dispute.reason", "required")]),
        ("S2", {"active": 1}, None, [("dispute.reason", "required")]),
        ("S2", {"active": 1}, "a\x00b", [("dispute.reason", "invalid")]),
        ("S1", {"certified": [2, 2]}, "漏录", [("S1.certified", "invalid")]),
        ("S5", {"pledged": 1}, "漏录", [("S5.pledged", "invalid")]),
        ("F2", {"office_m2": 1}, "漏录", [("dispute", "not_computed")]),
    ],
)
def test_a_dispute_that_cannot_be_is_refused(
    town: Town, indicator: str, inputs: Any, reason: Any, found: list
) -> None:
    with pytest.raises(Invalid) as refusal:
        dispute(town, indicator, inputs, reason)

    assert fields(refusal) == found
    assert not Item.objects.filter(disputed__isnull=False).exists()


def test_graded_visits_may_be_disputed_as_not_applicable(town: Town) -> None:
    assert dispute(town, "C11", {"na": True}).disputed == {"na": True}


def test_nothing_computed_can_be_confirmed_where_nothing_is(town: Town) -> None:
    with pytest.raises(Invalid) as refusal:
        call(town, sheet.confirm_fact, "F3")

    assert fields(refusal) == [("confirm", "not_computed")]


def test_declared_inputs_are_written_key_by_key(town: Town) -> None:
    declare(town, "F2", {"office_m2": Decimal("40.50")})
    item = declare(town, "F2", {"service_m2": "60"})

    assert item.inputs == {"office_m2": "40.50", "service_m2": "60"}
    assert (item.declared_by, item.declared_at) == (town.uuid("head"), at())


def test_na_stands_in_place_of_all_inputs_and_gives_way_to_them(town: Town) -> None:
    declare(town, "C21", {"delivered": 2})
    assert declare(town, "C21", {"na": True}).inputs == {"na": True}
    assert declare(town, "C21", {"delivered": 1}).inputs == {"delivered": 1}
    assert declare(town, "C21", {"na": False}).inputs == {"delivered": 1}


@pytest.mark.parametrize(
    ("indicator", "inputs", "found"),
    [
        ("F3", {"outdoor": 1}, [("F3.outdoor", "invalid")]),
        ("F3", {"outdoor": True, "door": True}, [("F3.door", "unknown")]),
        ("F4", {"grade": "A"}, [("F4.grade", "unknown")]),
        ("F7", {"state": "OLD"}, [("F7.state", "invalid")]),
        ("S4", {"staff": 2, "documented": 3}, [("S4.documented", "invalid")]),
        ("C17", {"na": True}, [("C17.na", "invalid")]),
        ("C21", {"na": True, "delivered": 1}, [("C21.na", "invalid")]),
        (
            "C15",
            {"targets": [{"planned": 0, "actual": 1}]},
            [("C15.targets[0].planned", "invalid")],
        ),
        ("C17", {"kinds": Decimal("12345678901234567890")}, [("C17.kinds", "invalid")]),
        ("F3", "outdoor", [("F3", "inputs")]),
        ("F3", {}, [("F3", "inputs")]),
    ],
)
def test_what_cannot_be_declared_is_named(
    town: Town, indicator: str, inputs: Any, found: list
) -> None:
    with pytest.raises(Invalid) as refusal:
        declare(town, indicator, inputs)

    assert fields(refusal) == found
    assert Item.objects.exclude(inputs={}).count() == 0


@pytest.mark.parametrize(
    ("indicator", "inputs", "keys"),
    [
        ("S2", {"active": 3}, ["S2.active"]),
        ("S5", {"upheld": 0, "staff": 1}, ["S5.upheld", "S5.staff"]),
        ("C11", {"na": True}, ["C11.na"]),
        ("C18", {"newly": 2}, ["C18.newly"]),
    ],
)
def test_computed_inputs_are_not_written(
    town: Town, indicator: str, inputs: dict, keys: list
) -> None:
    with pytest.raises(Conflict) as refusal:
        declare(town, indicator, inputs)

    assert refusal.value.code == "computed"
    assert fields(refusal) == [(key, "computed") for key in keys]


def test_keys_a_fact_does_not_cover_stay_the_stations(town: Town) -> None:
    fact = FrozenFact.objects.filter(indicator="S5", station=town.stations["S001"])
    fact.update(inputs={"staff": 4, "pledged": 3})

    declare(town, "S5", {"upheld": 0})

    with pytest.raises(Conflict):
        declare(town, "S5", {"staff": 4})
    with pytest.raises(Invalid):
        dispute(town, "S5", {"upheld": 0})


def test_satisfaction_is_the_bureaus_until_surveys_exist(town: Town) -> None:
    with pytest.raises(Forbidden):
        declare(town, "T1", {"mean_percent": 84})
    with pytest.raises(Forbidden):
        declare(town, "F3", {"outdoor": True}, by="bureau")

    assert declare(town, "T1", {"mean_percent": "84.25"}, by="bureau").inputs == {
        "mean_percent": "84.25"
    }


def test_an_unknown_indicator_is_not_found(town: Town) -> None:
    with pytest.raises(NotFound):
        declare(town, "Z9", {"kinds": 1})


def test_a_change_on_an_old_version_is_stale(town: Town) -> None:
    seen = town.evaluation.version
    declare(town, "C17", {"kinds": 1}, seen=seen)

    for version in (seen, seen - 1, seen + 5):
        with pytest.raises(Stale):
            declare(town, "C17", {"kinds": 2}, seen=version)

    assert declare(town, "C17", {"kinds": 2}, seen=seen + 1).inputs == {"kinds": 2}


def test_evidence_is_attached_and_taken_away_before_it_is_handed_in(town: Town) -> None:
    evidence = call(town, sheet.attach_evidence, "F1", upload=proof())
    assert (evidence.file.name, evidence.item.indicator) == ("证明.pdf", "F1")

    lies = path_of(evidence.file.digest)
    assert lies.exists()
    sheet.remove_evidence(actor=town.actor("head"), evidence=evidence)
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)
    run_job(county=town.county, job=Job.objects.get(kind="files.drop_content").uuid)
    enter_county(town.county)
    assert not lies.exists()  # why it was taken away may be that it shows somebody

    program = SimpleUploadedFile("a.exe", b"MZ\x90\x00" + b"\x00" * 300)
    with pytest.raises(Invalid):
        call(town, sheet.attach_evidence, "F1", upload=program)
    assert Evidence.objects.count() == 0


def test_what_was_handed_in_stays_after_a_return(town: Town) -> None:
    bring(town, "SUBMITTED")
    handed_in = Evidence.objects.filter(item__evaluation=town.evaluation, item__indicator="F1")[0]
    with frozen(at(hour=11)):
        township.return_sheet(
            actor=town.actor("township"), evaluation=town.evaluation, reason="缺合同"
        )
        with pytest.raises(Conflict) as refusal:
            sheet.remove_evidence(actor=town.actor("head"), evidence=handed_in)
        assert refusal.value.code == "submitted"

        declare(town, "C17", {"kinds": 1})
        sheet.submit(actor=town.actor("head"), evaluation=town.evaluation, pledge=True)

    first, second = Submission.objects.filter(evaluation=town.evaluation)
    assert (first.content["C17"]["inputs"], second.content["C17"]["inputs"]) == (
        {"kinds": 4},
        {"kinds": 1},
    )
    assert first.digest != second.digest
    assert first.content["F1"]["evidence"] == [handed_in.file.digest]


def test_submit_lists_what_is_missing_in_rubric_order(town: Town) -> None:
    fill_sheet(town)
    sheet_of = Item.objects.filter(evaluation=town.evaluation)
    sheet_of.filter(indicator="S2").update(confirmed_at=None)
    sheet_of.filter(indicator="F2").update(inputs={"service_m2": 60})
    sheet_of.filter(indicator="C01").update(inputs={"joint": 2, "member_service": 1})
    sheet_of.filter(indicator="O9").update(inputs={})
    Evidence.objects.filter(item__indicator__in=["F1", "O1"]).delete()

    with pytest.raises(Invalid) as refusal:
        sheet.submit(actor=town.actor("head"), evaluation=town.evaluation, pledge=False)

    assert refusal.value.code == "incomplete"
    assert fields(refusal) == [
        ("F1.evidence", "required"),
        ("F2.office_m2", "required"),
        ("S2", "unconfirmed"),
        ("C01.branch", "required"),
        ("O1.evidence", "required"),
        ("O9.plan", "required"),
        ("O9.drill", "required"),
        ("O9.agreement_filed", "required"),
        ("pledge", "required"),
    ]
    assert town.evaluation.state == "SELF_EVAL"


def test_grades_and_satisfaction_are_not_missing(town: Town) -> None:
    fill_sheet(town)

    submitted = sheet.submit(actor=town.actor("head"), evaluation=town.evaluation, pledge=True)

    assert submitted.state == "SUBMITTED"
    assert not Item.objects.filter(indicator="T1").exclude(inputs={}).exists()


@pytest.mark.parametrize("pledge", [False, None, "true", 1])
def test_only_a_pledge_hands_the_sheet_in(town: Town, pledge: Any) -> None:
    fill_sheet(town)

    with pytest.raises(Invalid) as refusal:
        sheet.submit(actor=town.actor("head"), evaluation=town.evaluation, pledge=pledge)

    assert fields(refusal) == [("pledge", "required")]


@pytest.mark.parametrize(("day", "on_time"), [((2024, 1, 22), True), ((2024, 1, 23), False)])
def test_the_first_submission_decides_about_being_on_time(
    town: Town, day: tuple, on_time: bool
) -> None:
    with frozen(at(date(*day), hour=23)):
        bring(town, "SUBMITTED")
        township.return_sheet(
            actor=town.actor("township"), evaluation=town.evaluation, reason="缺合同"
        )
    with frozen(at(date(2024, 3, 1))):
        sheet.submit(actor=town.actor("head"), evaluation=town.evaluation, pledge=True)

    assert town.evaluation.on_time is on_time
    assert town.evaluation.first_submitted_at == at(date(*day), hour=23)


def test_audit_entries_say_what_and_never_why(town: Town) -> None:
    declare(town, "F2", {"office_m2": 40})
    dispute(town, "S2", {"active": 3}, reason="王某某未录入")
    enter_survey(town)

    entries = list(Entry.objects.filter(object_uuid=town.evaluation.uuid).order_by("seq"))

    assert [(each.action, each.after.get("indicator")) for each in entries] == [
        ("evaluation.declare", "F2"),
        ("evaluation.declare", "S2"),
        *(("evaluation.survey", id) for id in ("T1", "T2", "T3", "T4")),
    ]
    assert entries[1].after == {"indicator": "S2", "disputed": {"active": 3}}
    assert entries[0].object_text == "大渡口街道社会工作服务站 2023"
