"""Every act on leads, reports and help in every state: what the table does not allow is refused."""

from datetime import timedelta
from decimal import Decimal

from kernel.access.models import Role
from kernel.access.queries import members_with_role
from stations.casework.domain import (
    add_homeless_step,
    decide_application,
    dismiss_lead,
    end_carer,
    end_funeral,
    end_homeless_aid,
    end_officer,
    file_homeless,
    file_lead,
    give_respite,
    help_apply,
    identify_homeless,
    name_officer,
    record_answer,
    see_to_alert,
    settle_bereavement,
    settle_wish,
    state_more,
    submit_application,
    verify_lead,
)
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures import care
from tests.fixtures.care import MAY
from tests.fixtures.moves import Machine
from tests.fixtures.records import add_lead, file_person, need

WITHDRAWN = "This record has been withdrawn."


def take(who, entry):
    return withdraw(actor=who("HEAD"), entry=entry, reason="登错人")


STANDS = "The lead stands at “%(state)s”."
LEAD = Machine(
    make=lambda station: add_lead(station, MAY),
    acts={
        "verify": lambda who, e: verify_lead(
            actor=who("HEAD"), lead=e, on=TODAY, findings="独居，行动不便"
        ),
        "file": lambda who, e: file_lead(actor=who("HEAD"), lead=e, on=TODAY),
        "dismiss": lambda who, e: dismiss_lead(
            actor=who("HEAD"), lead=e, on=TODAY, reason="DUPLICATE"
        ),
        "withdraw": take,
    },
    states={
        "NEW": "",
        "VERIFIED": "verify",
        "FILED": "verify file",
        "DISMISSED": "dismiss",
        "WITHDRAWN": "withdraw",
    },
    allows={
        "NEW": "verify dismiss withdraw",
        "VERIFIED": "file dismiss withdraw",
        "FILED": "withdraw",
        "DISMISSED": "withdraw",
    },
    says={
        **dict.fromkeys(("NEW", "VERIFIED", "FILED", "DISMISSED"), STANDS),
        "WITHDRAWN": WITHDRAWN,
    },
)

ALERT = Machine(  # of a need that is open for long
    make=lambda station: need(file_person(station), MAY),
    acts={
        "see": lambda who, e: see_to_alert(
            actor=who("HEAD"), kind="NEED_OPEN", subject=e.uuid, on=TODAY, measure="已联系区残联"
        ),
    },
    states={"STANDS": "", "SEEN": "see"},
    allows={"STANDS": "see"},
    says={"SEEN": "This alert has been seen to."},
)

REPORT = Machine(
    make=lambda station: care.a_report(station),
    acts={
        "answer": lambda who, e: record_answer(
            actor=who("HEAD"), report=e, answer="已立案", on=TODAY
        ),
        "state": lambda who, e: state_more(actor=who("HEAD"), report=e, body="孩子已接回"),
    },
    states={"SENT": "", "ANSWERED": "answer"},
    allows={"SENT": "answer state", "ANSWERED": "state"},
    says={"ANSWERED": "The answer was entered; add a statement."},
)


def of_bureau():
    return members_with_role(Role.BUREAU).get()


def name_again(who, _officer):
    """The same person of the bureau."""
    return name_officer(actor=who("BUREAU"), membership=of_bureau(), valid_from=TODAY)


OFFICER = Machine(
    make=lambda _station: care.name_officer(of_bureau().user_uuid),
    acts={
        "end": lambda who, e: end_officer(actor=who("BUREAU"), officer=e, on=TODAY),
        "name": name_again,
    },
    states={"NAMED": "", "ENDED": "end"},
    allows={"NAMED": "end", "ENDED": "name"},
    says={
        "NAMED": "This person is named already.",
        "ENDED": "This record has already ended on %(day)s.",
    },
)


def decide(granted):
    return lambda who, e: decide_application(
        actor=who("HEAD"), application=e, on=TODAY, granted=granted, note="收入超标"
    )


APPLICATION = Machine(
    make=lambda station: care.applies(file_person(station)),
    acts={
        "submit": lambda who, e: submit_application(actor=who("HEAD"), application=e, on=TODAY),
        "grant": decide(True),
        "refuse": decide(False),
        "anew": lambda who, e: help_apply(
            actor=who("HEAD"), beneficiary=e.beneficiary, policy=e.policy, helped_on=TODAY
        ),
        "withdraw": take,
    },
    states={
        "HELPED": "",
        "SUBMITTED": "submit",
        "GRANTED": "submit grant",
        "REFUSED": "submit refuse",
        "WITHDRAWN": "withdraw",
    },
    allows={
        "HELPED": "submit withdraw",
        "SUBMITTED": "grant refuse withdraw",
        **dict.fromkeys(("GRANTED", "REFUSED"), "anew withdraw"),
        "WITHDRAWN": "anew",
    },
    says={
        **dict.fromkeys(
            ("HELPED", "SUBMITTED", "GRANTED", "REFUSED"),
            "The application is in the state “%(state)s”.",
        ),
        **{
            f"{state} anew": "An application for this policy is under way."
            for state in ("HELPED", "SUBMITTED")
        },
        "WITHDRAWN": WITHDRAWN,
    },
)

HOMELESS = Machine(
    make=lambda station: care.a_homeless_aid(station),
    acts={
        "step": lambda who, e: add_homeless_step(
            actor=who("HEAD"), aid=e, kind="SUPPLIES", done_on=TODAY
        ),
        "identify": lambda who, e: identify_homeless(
            actor=who("HEAD"), aid=e, name="周平安", on=TODAY
        ),
        "file": lambda who, e: file_homeless(
            actor=who("HEAD"), aid=e, on=TODAY, division_code="510402001001", name="周平安"
        ),
        "end": lambda who, e: end_homeless_aid(
            actor=who("HEAD"), aid=e, outcome="AID_STATION", on=TODAY
        ),
        "withdraw": take,
    },
    states={
        "UNKNOWN": "",
        "IDENTIFIED": "identify",
        "FILED": "file",
        "ENDED": "end",
        "FILED-ENDED": "file end",
        "WITHDRAWN": "withdraw",
    },
    allows={
        **dict.fromkeys(("UNKNOWN", "IDENTIFIED"), "step identify file end withdraw"),
        "FILED": "step identify end withdraw",
        "ENDED": "file withdraw",
        "FILED-ENDED": "withdraw",
    },
    says={
        "FILED": "This person has a file.",
        "ENDED": "The help ended on %(day)s.",
        "FILED-ENDED": "The help ended on %(day)s.",
        "FILED-ENDED file": "This person has a file.",
        "WITHDRAWN": WITHDRAWN,
    },
)

WISH = Machine(
    make=lambda station: care.wishes(file_person(station)),
    acts={
        "settle": lambda who, e: settle_wish(
            actor=who("HEAD"), wish=e, outcome="FULFILLED", on=TODAY
        ),
        "withdraw": take,
    },
    states={"VOICED": "", "SETTLED": "settle", "WITHDRAWN": "withdraw"},
    allows={"VOICED": "settle withdraw", "SETTLED": "withdraw"},
    says={"SETTLED": "This wish has been settled.", "WITHDRAWN": WITHDRAWN},
)


def settle_as(state):
    return lambda who, e: settle_bereavement(
        actor=who("HEAD"), offer=e, state=state, on=TODAY, note="家属情绪平稳"
    )


BEREAVEMENT = Machine(
    make=lambda station: care.bereaved(file_person(station, closed_on=MAY)),
    acts={"done": settle_as("DONE"), "decline": settle_as("DECLINED"), "withdraw": take},
    states={"OFFERED": "", "DONE": "done", "DECLINED": "decline", "WITHDRAWN": "withdraw"},
    allows={
        "OFFERED": "done decline withdraw",
        **dict.fromkeys(("DONE", "DECLINED"), "withdraw"),
    },
    says={
        **dict.fromkeys(("DONE", "DECLINED"), "This offer has been settled."),
        "WITHDRAWN": WITHDRAWN,
    },
)

FUNERAL = Machine(
    make=lambda station: care.a_funeral(station),
    acts={
        "end": lambda who, e: end_funeral(actor=who("HEAD"), funeral=e, on=TODAY),
        "withdraw": take,
    },
    states={"ASKED": "", "ENDED": "end", "WITHDRAWN": "withdraw"},
    allows={"ASKED": "end withdraw", "ENDED": "withdraw"},
    says={"ENDED": "The help ended on %(day)s.", "WITHDRAWN": WITHDRAWN},
)

CARER = Machine(
    make=lambda station: care.cares(file_person(station)),
    acts={
        "end": lambda who, e: end_carer(actor=who("HEAD"), carer=e, on=TODAY),
        "respite": lambda who, e: give_respite(
            actor=who("HEAD"), carer=e, given_on=TODAY - timedelta(7), hours=Decimal(2)
        ),
        "withdraw": take,
    },
    states={"CARES": "", "ENDED": "end", "WITHDRAWN": "withdraw"},
    # Hours of before the end may still be entered.
    allows={"CARES": "end respite withdraw", "ENDED": "respite withdraw"},
    says={"ENDED": "This record has already ended on %(day)s.", "WITHDRAWN": WITHDRAWN},
)

MACHINES = {
    "lead": LEAD,
    "alert": ALERT,
    "report": REPORT,
    "officer": OFFICER,
    "application": APPLICATION,
    "homeless": HOMELESS,
    "wish": WISH,
    "bereavement": BEREAVEMENT,
    "funeral": FUNERAL,
    "carer": CARER,
}
