"""What comes when all else is over: a case opened anew, a relative's request, alerts seen to.

By the domain's own verbs, each on its day, by whoever would do it.
"""

from datetime import date, timedelta

from deploy.demodata.closing import member_at
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.workdays.clock import frozen
from stations.casework.custody_enums import AskedBy, RequestKind
from stations.casework.domain import (
    grant_request,
    hand_out,
    receive_request,
    reopen_case,
    see_to_alert,
    write_document,
)
from stations.casework.enums import AlertKind, CaseUnit, ClosureReason, DocumentKind, FileEnd
from stations.casework.minors import minors
from stations.casework.models import Beneficiary, Case
from stations.casework.queries.alert import alerts
from stations.network.models import Station

# The station's last case that was closed so long before the day of its reopening.
REOPENED, QUIET = timedelta(10), timedelta(45)
AGAIN = "跟进时发现情绪再度低落、不愿出门，本人希望继续服务。"
INTAKE = {
    "came_by": "VILLAGE",
    "own_words": "这阵子又睡不好，想找人说说。",
    "background": "结案后家人外出务工，独自在家。",
    "problem_found": "情绪再度低落，较少出门。",
    "needs_found": "情绪支持、有人定期看望。",
    "urgency": "WEEK",
}
# A close relative asks so many days after the death; decided and handed out after so many more.
ASKED, GRANTED, HANDED = 16, 3, 6
ANSWER = "已核验亲属关系证明，可查阅逝者的服务档案。"
# What was done about the oldest alert of a kind.
MEASURES = {
    AlertKind.MISSED_VISIT: "已电话联系本人，近况平稳，约定本周内上门。",
    AlertKind.NEED_OPEN: "已再次联系对口部门，答复下月办理，先由志愿者代办。",
    AlertKind.CONSENT_GONE: "已上门说明撤回的影响，对方表示暂不再需要服务。",
}


def fill_afterwards(stations: list[Station], until: date) -> None:
    """Call it when files are closed: it changes nothing of what was done before."""
    for station in stations:
        head = member_at(station, Role.HEAD)
        if head is not None:
            _reopen(head, station, until)
            _ask_for_relative(head, station, until)
            _see_to_alerts(head, station, until)


def _reopen(head: Actor, station: Station, until: date) -> None:
    """At intake, where its papers are written once more."""
    day = until - REOPENED
    closed = Case.objects.filter(
        station=station,
        closed_on__lt=day - QUIET,
        closure_reason=ClosureReason.GOALS_MET,
        unit=CaseUnit.PERSON,
        beneficiary__closed_on=None,
        beneficiary__service_stopped_on=None,
    )
    case = closed.exclude(minors("beneficiary__")).order_by("-closed_on", "-id").first()
    if case is not None:
        with frozen(day):
            again = reopen_case(actor=head, case=case, reason=AGAIN)
            kind = DocumentKind.INTAKE_FORM
            write_document(actor=head, case=again, kind=kind, written_on=day, sections=INTAKE)


def _ask_for_relative(head: Actor, station: Station, until: date) -> None:
    """Of the first who died: what is on file, as far as it has come by the demo's day."""
    bureau = member_at(station, Role.BUREAU)
    died = Beneficiary.objects.filter(station=station, closed_reason=FileEnd.DECEASED)
    person = died.order_by("closed_on", "id").first()
    if bureau is None or person is None or person.closed_on is None:
        return
    asked = person.closed_on + timedelta(ASKED)
    if asked > until:
        return
    with frozen(asked):
        entry = receive_request(
            actor=head,
            station=station,
            beneficiary=person,
            kind=RequestKind.SEE,
            asked_by=AskedBy.RELATIVE,
            asked_on=asked,
        )
    if asked + timedelta(HANDED) <= until:
        with frozen(asked + timedelta(GRANTED)):
            entry = grant_request(actor=bureau, entry=entry, answer=ANSWER)
        with frozen(asked + timedelta(HANDED)):
            hand_out(actor=head, entry=entry)


def _see_to_alerts(head: Actor, station: Station, until: date) -> None:
    """The oldest of each kind, on the demo's last day; the others wait on the desk."""
    with frozen(until):
        for kind, measure in MEASURES.items():
            found = alerts(head, station=station, kind=kind)
            oldest = next((each for each in found if each.code == station.code), None)
            if oldest is not None:
                see_to_alert(
                    actor=head, kind=kind, subject=oldest.subject, on=until, measure=measure
                )
