"""Every act on a person's file, and on what ends, in every state."""

from datetime import timedelta

from stations.casework.domain import (
    add_category,
    apply_for_service,
    assess_risk,
    begin_plan,
    close_file,
    complete_visit,
    correct_visit,
    drop_visit,
    edit_file,
    end_category,
    end_roster_entry,
    file_from_roster,
    give_consent,
    give_notice,
    grant_request,
    help_apply,
    link_carer,
    name_responsible,
    note_strength,
    open_case,
    plan_visit,
    raise_need,
    receive_request,
    record_care_check,
    record_service,
    record_visit,
    refer_person,
    reopen_file,
    set_visit_level,
    voice_wish,
    void_level,
    void_person,
    void_record,
    withdraw_consent,
)
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.care import MAY
from tests.fixtures.moves import Machine
from tests.fixtures.records import (
    agree,
    belongs,
    enlist,
    file_person,
    noon,
    plan_for,
    set_level,
)

VILLAGE = "510402001001"
WITHDRAWN = "This record has been withdrawn."
ENDED = "This record has already ended on %(day)s."
HELD = noon(TODAY - timedelta(1))
EARLY, LATELY = MAY - timedelta(7), TODAY - timedelta(7)


def by_head(act, key="beneficiary", **given):
    return lambda who, e: act(actor=who("HEAD"), **{key: e}, **given)


def stop(who, person):
    """The person takes back the consent to the service."""
    return withdraw_consent(actor=who("HEAD"), consent=agree(person), on=LATELY, reason="不再需要")


def erase(who, person):
    request = receive_request(
        actor=who("HEAD"), station=person.station, beneficiary=person, kind="ERASE",
        asked_by="SELF", asked_on=TODAY,
    )  # fmt: skip
    return grant_request(actor=who("BUREAU"), entry=request)


def refer(who, person):
    consent = agree(person, kind="SENSITIVE_DATA", valid_from=MAY)
    return refer_person(
        actor=who("HEAD"), beneficiary=person, receiver="市精神卫生中心", reason="需专科治疗",
        consent=consent, referred_on=TODAY,
    )  # fmt: skip


def assess(who, person):
    """With the consent to sensitive data that it needs; undone with it where it is refused."""
    agree(person, kind="SENSITIVE_DATA")
    return assess_risk(
        actor=who("HEAD"), beneficiary=person, assessed_on=TODAY,
        **dict.fromkeys(("health", "mind", "living", "guard"), "NONE"),
    )  # fmt: skip


# What is done for a person who is served.
SERVES = {
    "case": by_head(open_case, title="婆媳不和", problem="FAMILY", opened_on=TODAY),
    "plan": by_head(
        begin_plan, goals="走出家门", strategy="陪同", contingency="改电话", begun_on=TODAY,
        review_due_on=TODAY + timedelta(90),
    ),
    "apply": by_head(help_apply, policy="TEMPORARY", helped_on=TODAY),
    "carer": by_head(link_carer, name="孙照料", relation="CHILD", valid_from=TODAY),
    "plan-visit": by_head(plan_visit, planned_on=TODAY),
    "risk": assess,
    "strength": by_head(note_strength, noted_on=TODAY, talent="TEACHING"),
    "level": by_head(set_visit_level, level=3, valid_from=TODAY),
    "wish": by_head(voice_wish, kind="MEETING", wish="想见妹妹", voiced_on=TODAY),
    "enrol": by_head(apply_for_service, applied_on=TODAY, wish="助浴"),
}  # fmt: skip


def serve(who, person, on=EARLY):
    return record_service(
        actor=who("HEAD"), station=person.station, beneficiary=person, service="3.2.2.4",
        kind="CARE", served_on=on,
    )  # fmt: skip


# Of the days of the service; entered late while nothing stands against it.
LATE = {
    "need": by_head(raise_need, kind="CARE", summary="需要轮椅", raised_on=EARLY),
    "visit": by_head(record_visit, held_at=noon(EARLY), result="MET"),
    "service": serve,
    "check": by_head(
        record_care_check, kind="VISIT_CHECK", checked_on=EARLY, verdict="SUITABLE",
        findings="照料良好",
    ),
    "kind": by_head(add_category, category="assistance.DIBAO", valid_from=EARLY),
}  # fmt: skip
KEEPS = {
    "notice": by_head(give_notice, on=TODAY),
    "responsible": lambda who, e: name_responsible(
        actor=who("HEAD"), beneficiary=e, user=who("HEAD").user_uuid
    ),
}
FILE = {
    "edit": by_head(edit_file, name="曾小山", division_code=VILLAGE),
    "close": by_head(close_file, on=MAY, reason="MOVED"),
    "reopen": by_head(reopen_file, reason="搬回本村"),
    "void": by_head(void_person, "entry", reason="重复建档"),
}
STOPPED = "The consent to the service was withdrawn on %(day)s: it needs a new consent, or the "
STOPPED += "statutory duty by which this person is served."
CLOSED, ERASED = "The person's file is closed.", "This person has been erased."
NOT_CLOSED = "This file is not closed."
STANDING = "First to be withdrawn, for it hangs on this record: %(names)s."


def names(*groups):
    return " ".join(name for group in groups for name in group)


PERSON = Machine(
    make=file_person,
    acts={**SERVES, **LATE, **KEEPS, **FILE},
    ways={"stop": stop, "erase": erase},
    states={
        "OPEN": "",
        "STOPPED": "stop",
        "CLOSED": "close",
        "REOPENED": "close reopen",
        "ERASED": "close erase",
        "VOIDED": "void",
    },
    allows={
        **dict.fromkeys(
            ("OPEN", "REOPENED"), names(SERVES, LATE, KEEPS, ["edit", "close", "void"])
        ),
        "STOPPED": names(LATE, KEEPS, ["edit", "close"]),
        "CLOSED": names(LATE, KEEPS, ["edit", "reopen", "void"]),
        "ERASED": names(KEEPS),
    },
    says={
        **dict.fromkeys(("OPEN", "REOPENED"), NOT_CLOSED),
        "STOPPED": STOPPED,
        "STOPPED reopen": NOT_CLOSED,
        "STOPPED void": STANDING,
        "CLOSED": CLOSED,
        "CLOSED close": "This file was closed on %(day)s.",
        "ERASED": ERASED,
        **{f"ERASED {act}": CLOSED for act in SERVES},
        "ERASED close": "This file was closed on %(day)s.",
        "VOIDED": WITHDRAWN,
    },
    # Of two pages at once; what is entered for a person is entered beside the file.
    held=names(FILE),
)

CONSENT = Machine(
    make=lambda station: agree(file_person(station)),
    acts={
        "end": by_head(withdraw_consent, "consent", on=TODAY, reason="不再需要"),
        "void": by_head(void_record, "entry", reason="登错人"),
        "again": lambda who, e: give_consent(
            actor=who("HEAD"), beneficiary=e.beneficiary, kind=e.kind, given_by="SELF",
            valid_from=TODAY, guardian_needed=False,
        ),
    },
    states={"STANDS": "", "ENDED": "end", "VOIDED": "void"},
    allows={"STANDS": "end void", "ENDED": "again void", "VOIDED": "again"},
    says={
        "STANDS": "A consent of this kind stands already.",
        "ENDED": "This consent was withdrawn on %(day)s.",
        "VOIDED": WITHDRAWN,
    },
)  # fmt: skip

KIND = Machine(
    make=lambda station: belongs(file_person(station), "assistance.DIBAO"),
    acts={
        "end": by_head(end_category, "entry", on=TODAY),
        "void": by_head(void_record, "entry", reason="登错人"),
        "again": lambda who, e: add_category(
            actor=who("HEAD"), beneficiary=e.beneficiary, category=e.category, valid_from=TODAY
        ),
    },
    states={"HELD": "", "ENDED": "end", "VOIDED": "void"},
    allows={"HELD": "end void", "ENDED": "again void", "VOIDED": "again"},
    says={
        "HELD": "The person already belongs to this kind.",
        "ENDED": ENDED,
        "VOIDED": WITHDRAWN,
    },
)

LEVEL = Machine(
    make=lambda station: set_level(file_person(station), 3, MAY),
    acts={
        "same": lambda who, e: set_visit_level(
            actor=who("HEAD"), beneficiary=e.beneficiary, level=3, valid_from=TODAY
        ),
        "other": lambda who, e: set_visit_level(
            actor=who("HEAD"), beneficiary=e.beneficiary, level=2, valid_from=LATELY
        ),
        "void": by_head(void_level, "entry", reason="登错人"),
    },
    states={"HOLDS": "", "FOLLOWED": "other", "VOIDED": "void"},
    allows={"HOLDS": "other void", "FOLLOWED": "same void", "VOIDED": "same other"},
    says={
        "HOLDS": "The person already has this level.",
        "FOLLOWED": "The person already has this level.",
        "VOIDED": WITHDRAWN,
    },
)

LISTED = Machine(
    make=lambda station: enlist(station, MAY),
    acts={
        "end": by_head(end_roster_entry, "entry", on=TODAY),
        "file": by_head(file_from_roster, "entry"),
        "withdraw": by_head(withdraw, "entry", reason="登错人"),
    },
    states={"LISTED": "", "LEFT": "end", "FILED": "file", "WITHDRAWN": "withdraw"},
    # Who left the list may still need the station.
    allows={"LISTED": "end file withdraw", "LEFT": "file withdraw", "FILED": "end withdraw"},
    says={"LEFT": ENDED, "FILED": "This person has a file.", "WITHDRAWN": WITHDRAWN},
)

DONE = "This visit has been entered as done."
VISIT = Machine(
    make=lambda station: plan_for(file_person(station), TODAY),
    acts={
        "complete": by_head(complete_visit, "visit", held_at=HELD, result="MET", note="血压正常"),
        "drop": by_head(drop_visit, "visit", reason="住院"),
        "correct": by_head(correct_visit, "visit", reason="记错了", note="血压偏高"),
        "withdraw": by_head(withdraw, "entry", reason="登错人"),
        "plan": lambda who, e: plan_visit(
            actor=who("HEAD"), beneficiary=e.beneficiary, planned_on=e.planned_on
        ),
    },
    states={
        "PLANNED": "",
        "DONE": "complete",
        "CORRECTED": "complete correct",
        "DROPPED": "drop",
        "WITHDRAWN": "complete withdraw",
    },
    allows={
        "PLANNED": "complete drop withdraw",
        "DONE": "correct withdraw plan",
        "CORRECTED": "withdraw plan",
        "DROPPED": "plan",
        "WITHDRAWN": "plan",
    },
    says={
        "PLANNED": "This visit has not been entered as done.",
        "PLANNED plan": "A visit to this person is planned for that day.",
        "DONE": DONE,
        "CORRECTED": DONE,
        "CORRECTED correct": "The visit says this already.",
        "DROPPED": WITHDRAWN,
        "WITHDRAWN": DONE,
        "WITHDRAWN correct": WITHDRAWN,
        "WITHDRAWN withdraw": WITHDRAWN,
    },
)

MACHINES = {
    "person": PERSON,
    "consent": CONSENT,
    "kind": KIND,
    "level": LEVEL,
    "listed": LISTED,
    "visit": VISIT,
}
