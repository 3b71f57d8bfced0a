"""Every act on cases, needs and plans in every state: what the table does not allow is refused."""

from datetime import date, timedelta
from decimal import Decimal

from stations.casework.domain import (
    add_case_need,
    add_indicator,
    advance_case,
    agree_to_plan,
    check_capability,
    close_plan,
    decline_case,
    drop_review,
    exit_service,
    give_up_need,
    judge_indicator,
    match_need,
    meet_need,
    move_enrolment,
    plan_follow_up,
    rank_case_need,
    record_feedback,
    record_follow_up,
    refer_case,
    refuse_plan,
    reopen_case,
    request_closure,
    review_plan,
    send_back_closure,
    sign_closure,
    take_back_closure,
    void_record,
    withdraw_case,
    write_document,
)
from stations.casework.enums import DocumentKind, Stage
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.care import (
    MAY,
    a_capability_check,
    a_case_need,
    a_plan,
    a_review,
    an_indicator,
    refers,
)
from tests.fixtures.moves import Machine
from tests.fixtures.records import a_case, apply_to, file_person, follow_up, need, noon, write

WITHDRAWN = "This record has been withdrawn."
GIVEN = {"written_on": TODAY, "body": "内容", "signed": True}
CLOSED = "The case was closed on %(day)s."


def a_written_case(station):
    """At intake, with every paper that a gate asks for."""
    case = a_case(file_person(station), MAY)
    a_capability_check(case)
    for kind in DocumentKind.values:
        write(case, kind, MAY)
    return case


def a_closed_case(station, **given):
    ended = {"closed_on": MAY, "closure_reason": "MOVED", "closed_received_at": noon(MAY)}
    return a_case(file_person(station), MAY, **(ended | given))


def take(name, role="HEAD"):
    """To withdraw it, as what was entered by mistake."""
    return lambda who, e: withdraw(actor=who(role), entry=e, reason=name)


def step_to(stage):
    return lambda who, e: advance_case(actor=who("HEAD"), case=e, to=stage)


STEPS = {f"to-{stage.lower()}": step_to(stage) for stage in Stage.values[1:]}
WAY = list(STEPS)
LAST = " ".join(WAY)
ENDS = "refer leave decline"
WRITES = f"write need void {ENDS}"
NOT_NEXT = "From the stage “%(stage)s” a case does not go there."
NOT_ASKED = "Nobody has asked for the closure."
NOT_LAST = "Only a case in the stage “Closure” is closed."
NOT_CLOSED = "The case is not closed."
CASE = Machine(
    make=a_written_case,
    acts={
        **STEPS,
        "write": lambda who, e: write_document(actor=who("HEAD"), case=e, kind="PLAN", **GIVEN),
        "check": lambda who, e: check_capability(
            actor=who("HEAD"), case=e, outcome="ACCEPT", grounds="可以承接", checked_on=TODAY
        ),
        "need": lambda who, e: add_case_need(
            actor=who("HEAD"), case=e, need="没有收入", cause="失业", found_on=TODAY
        ),
        "refer": lambda who, e: refer_case(
            actor=who("HEAD"), case=e, receiver="市精神卫生中心", reason="需专科治疗", on=TODAY
        ),
        "leave": lambda who, e: withdraw_case(
            actor=who("HEAD"), case=e, reason="本人退出", on=TODAY
        ),
        "decline": lambda who, e: decline_case(
            actor=who("HEAD"), case=e, reason="无法承接", on=TODAY
        ),
        "request": lambda who, e: request_closure(
            actor=who("HEAD"), case=e, closure_reason="GOALS_MET"
        ),
        "sign": lambda who, e: sign_closure(actor=who("SUPERVISOR"), case=e, on=TODAY),
        "take-back": lambda who, e: take_back_closure(
            actor=who("HEAD"), case=e, reason="还需一次家访"
        ),
        "send-back": lambda who, e: send_back_closure(
            actor=who("SUPERVISOR"), case=e, reason="缺少家属意见"
        ),
        "reopen": lambda who, e: reopen_case(actor=who("HEAD"), case=e, reason="再次求助"),
        "follow-up": lambda who, e: plan_follow_up(
            actor=who("HEAD"), case=e, due_on=TODAY + timedelta(30)
        ),
        "void": lambda who, e: void_record(actor=who("HEAD"), entry=e, reason="登错人"),
    },
    states={
        "INTAKE": "",
        **{stage: " ".join(WAY[: n + 1]) for n, stage in enumerate(Stage.values[1:])},
        "REQUESTED": f"{LAST} request",
        "TAKEN-BACK": f"{LAST} request take-back",
        "SENT-BACK": f"{LAST} request send-back",
        "SIGNED": f"{LAST} request sign",
        "REFERRED": "refer",
        "LEFT": "leave",
        "DECLINED": "decline",
        "REOPENED": "leave reopen",
        "VOIDED": "void",
    },
    allows={
        **{stage: f"{WRITES} {WAY[n]}" for n, stage in enumerate(Stage.values[:-1])},
        **dict.fromkeys(("CLOSURE", "TAKEN-BACK", "SENT-BACK"), f"{WRITES} request"),
        "REQUESTED": f"{WRITES} sign take-back send-back",
        **dict.fromkeys(("SIGNED", "REFERRED", "LEFT", "DECLINED"), "reopen follow-up"),
        "REOPENED": "write need refer leave decline check",
    },
    says={
        **dict.fromkeys((*Stage.values, "REQUESTED", "TAKEN-BACK", "SENT-BACK"), NOT_NEXT),
        **{f"{stage} request": NOT_LAST for stage in Stage.values[:-1]},
        **{
            f"{state} {act}": NOT_ASKED
            for state in (*Stage.values, "TAKEN-BACK", "SENT-BACK", "REOPENED")
            for act in ("sign", "take-back", "send-back")
        },
        **{
            f"{state} {act}": NOT_CLOSED
            for state in (*Stage.values, "REQUESTED", "TAKEN-BACK", "SENT-BACK", "REOPENED")
            for act in ("reopen", "follow-up")
        },
        **{
            f"{state} check": "The check belongs to the intake of a case."
            for state in (*Stage.values[1:], "REQUESTED", "TAKEN-BACK", "SENT-BACK")
        },
        "INTAKE check": "The check of this case is done.",
        "REQUESTED request": "The closure has been asked for.",
        **dict.fromkeys(("SIGNED", "REFERRED", "LEFT", "DECLINED"), CLOSED),
        **{
            f"{state} void": "First to be withdrawn, for it hangs on this record: %(names)s."
            for state in ("SIGNED", "REFERRED", "LEFT", "DECLINED", "REOPENED")
        },
        "REOPENED": NOT_NEXT,
        "REOPENED to-assessment": "First to be written: %(names)s.",
        "REOPENED request": NOT_LAST,
        "VOIDED": WITHDRAWN,
    },
)

FOLLOW_UP = Machine(
    make=lambda station: follow_up(a_closed_case(station), TODAY),
    acts={
        "record": lambda who, e: record_follow_up(
            actor=who("HEAD"), follow_up=e, done_on=TODAY, note="情况稳定"
        ),
    },
    states={"PLANNED": "", "DONE": "record"},
    allows={"PLANNED": "record"},
    says={"DONE": "This follow-up has been done."},
)

CASE_NEED = Machine(
    make=lambda station: a_case_need(a_case(file_person(station), MAY)),
    acts={
        "rank": lambda who, e: rank_case_need(actor=who("HEAD"), entry=e, rank=1),
        "withdraw": take("登错"),
        "close-case": lambda who, e: withdraw_case(
            actor=who("HEAD"), case=e.case, reason="本人退出", on=TODAY
        ),
        "reopen-case": lambda who, e: reopen_case(
            actor=who("HEAD"), case=e.case, reason="再次求助"
        ),
    },
    states={
        "FOUND": "",
        "WITHDRAWN": "withdraw",
        "OF-CLOSED": "close-case",
        "OF-FORMER": "close-case reopen-case",
    },
    allows={
        "FOUND": "rank withdraw close-case",
        "WITHDRAWN": "close-case",
        "OF-CLOSED": "withdraw reopen-case",
        "OF-FORMER": "withdraw close-case",
    },
    says={
        "FOUND": NOT_CLOSED,
        "WITHDRAWN": WITHDRAWN,
        "WITHDRAWN reopen-case": NOT_CLOSED,
        "OF-CLOSED": CLOSED,
        "OF-FORMER": "This need belongs to an earlier round of the case.",
        "OF-FORMER reopen-case": NOT_CLOSED,
    },
)

ALL = "match meet give-up withdraw"
NEED = Machine(
    make=lambda station: need(file_person(station), MAY),
    acts={
        "match": lambda who, e: match_need(actor=who("HEAD"), need=e, on=TODAY, helper="区残联"),
        "meet": lambda who, e: meet_need(actor=who("HEAD"), need=e, on=TODAY),
        "give-up": lambda who, e: give_up_need(
            actor=who("HEAD"), need=e, on=TODAY, reason="NO_RESOURCE"
        ),
        "withdraw": take("登错人"),
    },
    states={
        "RAISED": "",
        "MATCHED": "match",
        "MET": "match meet",
        "UNMET": "give-up",
        "WITHDRAWN": "withdraw",
    },
    allows={"RAISED": ALL, "MATCHED": ALL, "MET": "withdraw", "UNMET": "withdraw"},
    says={
        **dict.fromkeys(("MET", "UNMET"), "This need has been closed."),
        "WITHDRAWN": WITHDRAWN,
    },
)


def judge(who, indicator):
    return judge_indicator(
        actor=who("HEAD"),
        indicator=indicator,
        on=TODAY,
        reached=Decimal(3),
        evidence="签到表",
        person_view="愿意出门了",
    )


def a_draft(station):
    plan = a_plan(file_person(station), agreed=False)
    an_indicator(plan)
    return plan


PLAN_CLOSED = "The plan was closed on %(day)s."
NOT_AGREED = "The person has not agreed to the plan yet."
PLAN = Machine(
    make=a_draft,
    acts={
        "agree": lambda who, e: agree_to_plan(
            actor=who("HEAD"), plan=e, on=TODAY, agreed_by="SELF", guardian_needed=False
        ),
        "refuse": lambda who, e: refuse_plan(actor=who("HEAD"), plan=e, on=TODAY, reason="不愿意"),
        "review": lambda who, e: review_plan(
            actor=who("HEAD"), plan=e, on=TODAY, note="有进步", review_due_on=TODAY + timedelta(90)
        ),
        "add": lambda who, e: add_indicator(
            actor=who("HEAD"), plan=e, goal="睡好", measure="夜醒", unit="次", baseline=Decimal(4),
            target=Decimal(1),
        ),
        "judge": lambda who, e: judge(who, e.indicators.get()),
        "close": lambda who, e: close_plan(actor=who("HEAD"), plan=e, on=TODAY, outcome="达到"),
        "withdraw": take("登错人"),
    },
    states={
        "DRAFT": "",
        "AGREED": "agree",
        "JUDGED": "agree judge",
        "REVIEWED": "agree review",
        "CLOSED": "agree judge close",
        "REFUSED": "refuse",
        "WITHDRAWN": "withdraw",
    },
    allows={
        "DRAFT": "agree refuse add withdraw",
        **dict.fromkeys(("AGREED", "REVIEWED"), "refuse review add judge withdraw"),
        "JUDGED": "refuse review add close withdraw",
        **dict.fromkeys(("CLOSED", "REFUSED"), "withdraw"),
    },
    says={
        "DRAFT": NOT_AGREED,
        **dict.fromkeys(("AGREED", "JUDGED", "REVIEWED"), "The plan was agreed to on %(day)s."),
        **{
            f"{state} close": "An indicator of the plan is not judged yet."
            for state in ("AGREED", "REVIEWED")
        },
        "JUDGED judge": "This indicator was judged on %(day)s.",
        **dict.fromkeys(("CLOSED", "REFUSED"), PLAN_CLOSED),
        "WITHDRAWN": WITHDRAWN,
    },
)  # fmt: skip

INDICATOR = Machine(
    make=lambda station: an_indicator(a_plan(file_person(station))),
    acts={
        "judge": judge,
        "withdraw": take("重复"),
        "refuse-plan": lambda who, e: refuse_plan(
            actor=who("HEAD"), plan=e.plan, on=TODAY, reason="不愿意"
        ),
    },
    states={"SET": "", "JUDGED": "judge", "OF-CLOSED": "refuse-plan", "WITHDRAWN": "withdraw"},
    allows={
        "SET": "judge withdraw refuse-plan",
        "JUDGED": "withdraw refuse-plan",
        "OF-CLOSED": "withdraw",
        "WITHDRAWN": "refuse-plan",
    },
    says={
        "JUDGED": "This indicator was judged on %(day)s.",
        "OF-CLOSED": PLAN_CLOSED,
        "WITHDRAWN": WITHDRAWN,
    },
)

REVIEW = Machine(
    make=lambda station: a_review(a_plan(file_person(station))),
    acts={
        "drop": lambda who, e: drop_review(actor=who("HEAD"), review=e, reason="登错人"),
        "withdraw-plan": lambda who, e: take("登错人")(who, e.plan),
    },
    states={"STANDS": "", "DROPPED": "drop", "OF-WITHDRAWN": "withdraw-plan"},
    allows={"STANDS": "drop withdraw-plan", "DROPPED": "withdraw-plan"},
    says=dict.fromkeys(("DROPPED", "OF-WITHDRAWN"), WITHDRAWN),
)

REFERRAL = Machine(
    make=lambda station: refers(file_person(station)),
    acts={
        "feedback": lambda who, e: record_feedback(
            actor=who("HEAD"), referral=e, outcome="TAKEN", on=TODAY
        ),
        "withdraw": take("登错人"),
    },
    states={"MADE": "", "ANSWERED": "feedback", "WITHDRAWN": "withdraw"},
    allows={"MADE": "feedback withdraw", "ANSWERED": "withdraw"},
    says={"ANSWERED": "The feedback has been entered.", "WITHDRAWN": WITHDRAWN},
)


def move(act):
    return lambda who, e: move_enrolment(
        actor=who("HEAD"), enrolment=e, act=act, on=TODAY, reason="住院"
    )


ENROLMENT = Machine(
    make=lambda station: apply_to(file_person(station), date(2026, 11, 2)),
    acts={
        **{act: move(act) for act in ("ACCEPT", "BEGIN", "PAUSE", "RESUME")},
        "EXIT": lambda who, e: exit_service(
            actor=who("HEAD"), enrolment=e, on=TODAY, why="WITHDREW"
        ),
        "withdraw": take("登错人"),
    },
    states={
        "APPLIED": "",
        "ACCEPTED": "ACCEPT",
        "ACTIVE": "ACCEPT BEGIN",
        "PAUSED": "ACCEPT BEGIN PAUSE",
        "EXITED": "EXIT",
        "WITHDRAWN": "withdraw",
    },
    allows={
        "APPLIED": "ACCEPT EXIT withdraw",
        "ACCEPTED": "BEGIN EXIT withdraw",
        "ACTIVE": "PAUSE EXIT withdraw",
        "PAUSED": "RESUME EXIT withdraw",
        "EXITED": "withdraw",
    },
    says={
        **dict.fromkeys(
            ("APPLIED", "ACCEPTED", "ACTIVE", "PAUSED", "EXITED"),
            "The service stands at “%(state)s”: this cannot follow.",
        ),
        "WITHDRAWN": WITHDRAWN,
    },
)

MACHINES = {
    "case": CASE,
    "case-need": CASE_NEED,
    "follow-up": FOLLOW_UP,
    "need": NEED,
    "plan": PLAN,
    "indicator": INDICATOR,
    "plan-review": REVIEW,
    "referral": REFERRAL,
    "enrolment": ENROLMENT,
}
