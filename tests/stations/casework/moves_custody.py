"""Every act on what custody keeps in every state: what the table does not allow is refused."""

from datetime import date, timedelta

from stations.casework.custody_rules import load_retention
from stations.casework.domain import (
    approve_disposal,
    approve_records,
    assess_again,
    end_processing,
    finish_correction,
    grant_request,
    hand_out,
    hand_over,
    keep_longer,
    keep_records,
    lend_volume,
    propose_disposal,
    refuse_request,
    reopen_case,
    return_volume,
    store_volume,
)
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import (
    a_disposal,
    a_loan,
    a_record_disposal,
    a_request,
    a_team_request,
    a_volume,
    an_activity,
)
from tests.fixtures.moves import Machine
from tests.fixtures.records import a_case, file_person, noon, visit, volunteer

OLD, WITHDRAWN = date(2016, 5, 4), "This record has been withdrawn."
SETTLED = "This proposal is settled."
TWICE = "You have approved this; another person must, too."
LATER = TODAY + timedelta(365)


def a_closed_case(station):
    ended = {"closed_on": OLD, "closure_reason": "MOVED", "closed_received_at": noon(OLD)}
    return a_case(file_person(station), OLD, **ended)


def an_old_volume(station, **given):
    return a_volume(a_closed_case(station), OLD, **given)


def reopen(who, volume):
    return reopen_case(actor=who("HEAD"), case=volume.case, reason="再次求助")


def lend(who, volume):
    days = {"lent_on": TODAY, "due_on": TODAY + timedelta(7)}
    return lend_volume(actor=who("HEAD"), volume=volume, borrower="李督导", purpose="督导", **days)


def take(reason):
    return lambda who, e: withdraw(actor=who("HEAD"), entry=e, reason=reason)


VOLUME = Machine(
    make=an_old_volume,
    acts={
        "lend": lend,
        "return": lambda who, e: return_volume(
            actor=who("HEAD"), entry=e.loans.latest("id"), on=TODAY
        ),
        "store": lambda who, e: store_volume(
            actor=who("HEAD"), entry=e, storage_place="三号柜", secrecy="INTERNAL"
        ),
        "hand-over": lambda who, e: hand_over(actor=who("HEAD"), entry=e, to="区档案馆", on=TODAY),
        "propose": lambda who, e: propose_disposal(actor=who("HEAD"), volume=e),
        "approve": lambda who, e: approve_disposal(
            actor=who("HEAD"), entry=e.disposals.latest("id")
        ),
        "approve-too": lambda who, e: approve_disposal(
            actor=who("BUREAU"), entry=e.disposals.latest("id")
        ),
        "keep": lambda who, e: keep_longer(
            actor=who("BUREAU"), entry=e.disposals.latest("id"), until=LATER, reason="诉讼中"
        ),
        "reopen-case": reopen,
    },
    # Each state after a loan that came back and a first proposal that was kept a while.
    states={
        "FILED": "lend return propose keep",
        "LENT": "propose keep lend",
        "HANDED-OVER": "lend return propose keep hand-over",
        "REOPENED": "lend return propose keep reopen-case",
    },
    allows={
        "FILED": "lend store hand-over reopen-case",
        "LENT": "return store reopen-case",
        "HANDED-OVER": "store reopen-case",
        "REOPENED": "lend store hand-over",
    },
    says={
        "FILED": SETTLED,
        "FILED propose": "The volume must be kept until %(day)s.",
        "FILED return": "The volume came back on %(day)s.",
        "LENT": "The volume is lent; it must come back first.",
        **{f"LENT {act}": SETTLED for act in ("approve", "approve-too", "keep")},
        "HANDED-OVER": SETTLED,
        "HANDED-OVER lend": "The volume is in the county's archive.",
        "HANDED-OVER hand-over": "The volume was handed over on %(day)s.",
        "HANDED-OVER propose": "The volume must be kept until %(day)s.",
        "HANDED-OVER return": "The volume came back on %(day)s.",
        "REOPENED": SETTLED,
        "REOPENED propose": "The case was opened again.",
        "REOPENED return": "The volume came back on %(day)s.",
        "REOPENED reopen-case": "The case is not closed.",
    },
)

ON_LIST = Machine(
    make=lambda station: a_disposal(an_old_volume(station), TODAY),
    acts={
        "approve": lambda who, e: approve_disposal(actor=who("HEAD"), entry=e),
        "approve-too": lambda who, e: approve_disposal(actor=who("BUREAU"), entry=e),
        "keep": lambda who, e: keep_longer(
            actor=who("BUREAU"), entry=e, until=LATER, reason="诉讼中"
        ),
        "propose": lambda who, e: propose_disposal(actor=who("HEAD"), volume=e.volume),
        "lend": lambda who, e: lend(who, e.volume),
        "reopen-case": lambda who, e: reopen(who, e.volume),
        "store": lambda who, e: store_volume(
            actor=who("HEAD"), entry=e.volume, storage_place="三号柜", secrecy="INTERNAL"
        ),
        "hand-over": lambda who, e: hand_over(
            actor=who("HEAD"), entry=e.volume, to="区档案馆", on=TODAY
        ),
    },
    states={
        "PROPOSED": "",
        "APPROVED-ONCE": "approve",
        "LENT": "lend",
        "REOPENED": "approve reopen-case",
        "DESTROYED": "approve approve-too",
        "KEPT": "keep",
    },
    allows={
        "PROPOSED": "approve approve-too keep lend reopen-case store hand-over",
        "APPROVED-ONCE": "approve-too keep lend reopen-case store hand-over",
        "LENT": "keep reopen-case store",
        "REOPENED": "keep lend store hand-over",
        "KEPT": "lend reopen-case store hand-over",
    },
    says={
        **dict.fromkeys(("PROPOSED", "APPROVED-ONCE"), "The volume is on the destruction list."),
        "APPROVED-ONCE approve": TWICE,
        "LENT": "The volume is lent; it must come back first.",
        "REOPENED": "The case was opened again.",
        "REOPENED propose": "The volume is on the destruction list.",
        "REOPENED reopen-case": "The case is not closed.",
        "DESTROYED": "The volume was destroyed on %(day)s.",
        "DESTROYED reopen-case": "The papers of this case are destroyed: open a new case.",
        **{
            f"{state} {act}": SETTLED
            for state in ("DESTROYED", "KEPT")
            for act in ("approve", "approve-too", "keep")
        },
        "KEPT propose": "The volume must be kept until %(day)s.",
    },
)

LOAN = Machine(
    make=lambda station: a_loan(an_old_volume(station), OLD),
    acts={"return": lambda who, e: return_volume(actor=who("HEAD"), entry=e, on=TODAY)},
    states={"LENT": "", "BACK": "return"},
    allows={"LENT": "return"},
    says={"BACK": "The volume came back on %(day)s."},
)


def old_visits(station):
    """A line of the list with something to empty."""
    person = file_person(station, OLD, closed_on=date(2017, 5, 4))
    visit(person, OLD, note="谈到家事")
    assert load_retention()["visit"]["years"] < 10
    return a_record_disposal(station, TODAY, records_before=date(2017, 1, 1))


RECORDS = Machine(
    make=old_visits,
    acts={
        "approve": lambda who, e: approve_records(actor=who("HEAD"), entry=e),
        "approve-too": lambda who, e: approve_records(actor=who("BUREAU"), entry=e),
        "keep": lambda who, e: keep_records(
            actor=who("BUREAU"), entry=e, until=LATER, reason="审计未完"
        ),
    },
    states={
        "PROPOSED": "",
        "APPROVED-ONCE": "approve",
        "DESTROYED": "approve approve-too",
        "KEPT": "keep",
    },
    allows={"PROPOSED": "approve approve-too keep", "APPROVED-ONCE": "approve-too keep"},
    says={
        "APPROVED-ONCE": TWICE,
        **dict.fromkeys(("DESTROYED", "KEPT"), SETTLED),
    },
)

ASKS = {
    "grant": lambda who, e: grant_request(actor=who("BUREAU"), entry=e),
    "refuse": lambda who, e: refuse_request(actor=who("BUREAU"), entry=e, answer="依法保存"),
    "hand-out": lambda who, e: hand_out(actor=who("HEAD"), entry=e),
    "finish": lambda who, e: finish_correction(actor=who("HEAD"), entry=e, correction="改正了住址"),
    "withdraw": take("本人撤回"),
}
STANDS = {
    **dict.fromkeys(
        ("RECEIVED", "GRANTED", "REFUSED", "DONE"), "The request stands at “%(state)s”."
    ),
    "WITHDRAWN": WITHDRAWN,
}
NO_FILE = "Nothing is handed out for this request."
NO_CORRECTION = "This request asks for no correction."


def asks(make, kind):
    """A request of a kind: its way, with which acts go through."""
    carries = {"CORRECT": "finish", "ERASE": ""}.get(kind, "hand-out")
    done = {"ERASE": "grant"}.get(kind, f"grant {carries}")
    states = {"RECEIVED": "", "REFUSED": "refuse", "DONE": done, "WITHDRAWN": "withdraw"}
    allows = {"RECEIVED": "grant refuse withdraw", "REFUSED": "withdraw", "DONE": "withdraw"}
    says = dict(STANDS)
    if kind != "ERASE":
        states["GRANTED"] = "grant"
        allows["GRANTED"] = f"{carries} withdraw" + (" refuse" if kind == "CORRECT" else "")
        wrong = "hand-out" if kind == "CORRECT" else "finish"
        says[f"GRANTED {wrong}"] = NO_FILE if kind == "CORRECT" else NO_CORRECTION
    return Machine(
        make=lambda station: make(station, kind), acts=ASKS, states=states, allows=allows, says=says
    )


def of_person(station, kind):
    return a_request(file_person(station, closed_on=OLD), TODAY, kind, details="住址")


def of_volunteer(station, kind):
    return a_team_request(volunteer(station), station, TODAY, kind, details="住址")


def assess(who, activity):
    return assess_again(
        actor=who("BUREAU"),
        entry=activity,
        assessed_on=TODAY,
        assessed_by="张工",
        report="可控",
    )


PROCESSING = Machine(
    make=an_activity,
    acts={
        "assess": assess,
        "end": lambda who, e: end_processing(actor=who("BUREAU"), entry=e, on=TODAY),
    },
    states={"RUNNING": "", "ASSESSED": "assess", "ENDED": "end"},
    allows={"RUNNING": "assess end", "ASSESSED": "assess end"},
    says={"ENDED": "This activity ended on %(day)s."},
    at="H001",
)

MACHINES = {
    "volume": VOLUME,
    "disposal": ON_LIST,
    "loan": LOAN,
    "records": RECORDS,
    **{f"request-{kind}": asks(of_person, kind) for kind in ("SEE", "CORRECT", "ERASE")},
    **{f"team-request-{kind}": asks(of_volunteer, kind) for kind in ("TAKE_OUT", "CORRECT")},
    "processing": PROCESSING,
}
