"""Requests about one's own data: taken in, decided by the bureau, carried out.

One way for persons served (DataRequest) and for workers and volunteers (TeamRequest).
"""

from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record as write_audit
from kernel.audit.models import Entry
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.custody_enums import RequestKind, RequestState
from stations.casework.custody_rules import load_custody
from stations.casework.domain.erase import erase_person
from stations.casework.domain.erase_team import erase_member, is_erased
from stations.casework.held import HeldTable, held_tables
from stations.casework.models import Beneficiary, DataRequest, TeamRequest
from stations.casework.models.request import SubjectRequest
from stations.casework.rules import write_requests
from stations.people.models import Staff, Volunteer
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)

HANDED_OUT = (RequestKind.SEE, RequestKind.TAKE_OUT)
R = TypeVar("R", bound=SubjectRequest)


@transaction.atomic
def receive_request(
    *,
    actor: Actor,
    station: models.Model,
    beneficiary: Beneficiary,
    kind: str,
    asked_by: str,
    asked_on: date,
    details: str = "",
) -> DataRequest:
    """Take in a request; the day by which it is answered follows from data/custody.yaml.

    Raises Forbidden, Conflict for an erased person or a request of this kind that waits,
    Invalid, also for a correction that does not say what is wrong.
    """
    require_place(actor, station, write_requests(""))
    require_row(actor, beneficiary, "view")
    refuse_withdrawn(beneficiary)
    if beneficiary.erased_at is not None:
        raise Conflict(_("This person has been erased."), code="erased")
    request = DataRequest(beneficiary=beneficiary, asked_by=asked_by)
    facts: dict[str, Any] = {"kind": kind, "asked_on": asked_on, "details": details}
    return _take_in(actor, request, station, **facts)


@transaction.atomic
def receive_team_request(
    *,
    actor: Actor,
    station: models.Model,
    kind: str,
    asked_on: date,
    staff: Staff | None = None,
    volunteer: Volunteer | None = None,
    details: str = "",
) -> TeamRequest:
    """Take in what a worker or a volunteer asks about the own data; else as receive_request.

    Raises Invalid unless one of the two is named.
    """
    require_place(actor, station, write_requests(""))
    if (staff is None) == (volunteer is None):
        refuse("staff", _("Name either a worker or a volunteer."), None)
    subject: Any = staff or volunteer
    require_row(actor, subject, "edit")
    refuse_withdrawn(subject)
    if is_erased(subject):
        raise Conflict(_("This person has been erased."), code="erased")
    request = TeamRequest(staff=staff, volunteer=volunteer)
    facts: dict[str, Any] = {"kind": kind, "asked_on": asked_on, "details": details}
    return _take_in(actor, request, station, **facts)


def _take_in(
    actor: Actor, request: R, station: models.Model, *, kind: str, asked_on: date, details: str
) -> R:
    refuse_future("asked_on", asked_on)
    if kind == RequestKind.CORRECT and not details.strip():
        refuse("details", _("Say what is to be corrected."), None)
    waiting = (RequestState.RECEIVED, RequestState.GRANTED)
    same = request.subject.data_requests.filter(kind=kind, state__in=waiting, withdrawn_at=None)
    if same.exists():
        raise Conflict(_("A request of this kind waits already."), code="request_waits")
    request.station_id = station.pk
    request.kind, request.details, request.asked_on = kind, details.strip(), asked_on
    request.due_on = asked_on + timedelta(days=load_custody()["request_answer_days"])
    return enter(request, actor=actor, action="data_request.receive")


@transaction.atomic
def grant_request(*, actor: Actor, entry: R, answer: str = "") -> R:
    """Grant a request; an erasure is carried out at once.

    Raises Forbidden, Conflict when it is decided, or (``retention_holds``) while a duty or a
    retention stands against erasing: the bureau then refuses the request with that reason.
    """
    request = _lock(actor, entry, "decide", RequestState.RECEIVED)
    if request.kind == RequestKind.ERASE:
        _erase(actor, request)
        request.refresh_from_db()
        return _decide(actor, request, RequestState.DONE, answer)
    return _decide(actor, request, RequestState.GRANTED, answer)


@transaction.atomic
def refuse_request(*, actor: Actor, entry: R, answer: str) -> R:
    """Refuse a request with the reason the person is told; a correction also when it was granted
    and then nothing was found to be wrong.

    Raises Forbidden, Conflict when it is decided, Invalid without a reason.
    """
    is_correction = entry.kind == RequestKind.CORRECT
    states = (RequestState.RECEIVED, *((RequestState.GRANTED,) if is_correction else ()))
    request = _lock(actor, entry, "decide", *states)
    if not answer.strip():
        refuse("answer", _("Say why the request is refused."), None)
    return _decide(actor, request, RequestState.REFUSED, answer)


@transaction.atomic
def hand_out(*, actor: Actor, entry: R) -> R:
    """The file about the person is handed out, once; the caller then makes it.

    Raises Forbidden, Conflict when it is not granted, handed out before, or of another kind.
    """
    request = _lock(actor, entry, "edit", RequestState.GRANTED)
    if request.kind not in HANDED_OUT:
        raise Conflict(_("Nothing is handed out for this request."), code="wrong_kind")
    after = {"kind": request.kind, "person": request.subject.uuid}
    write_audit(actor=actor, action="data_request.hand_out", obj=request, after=after)
    return _finish(actor, request)


@transaction.atomic
def finish_correction(*, actor: Actor, entry: R, correction: str) -> R:
    """What was asked for is corrected, wherever it stood: in the file, in the household's, in a
    consent, a visit, a need or anything else that is held. The request keeps what was corrected
    and, where the audit trail shows one since the request, the last change.

    Raises Forbidden, Conflict when it is not granted or of another kind, Invalid without a word
    on what was corrected.
    """
    request = _lock(actor, entry, "edit", RequestState.GRANTED)
    if request.kind != RequestKind.CORRECT:
        raise Conflict(_("This request asks for no correction."), code="wrong_kind")
    if not correction.strip():
        refuse("correction", _("Say what was corrected."), None)
    found = _last_change(request)
    return _finish(actor, request, correction=correction.strip(), change_uuid=found)


def _erase(actor: Actor, request: SubjectRequest) -> None:
    subject = request.subject
    held = type(subject).objects.select_for_update(of=("self",)).get(pk=subject.pk)
    if isinstance(held, Beneficiary):
        erase_person(actor=actor, person=held)
    else:
        erase_member(actor=actor, subject=held)


def _last_change(request: SubjectRequest) -> UUID | None:
    """The last change, since the request, of anything held about whom it is about."""
    subject = request.subject
    tables = [each for each in held_tables(type(subject)) if each.model is not type(request)]
    held = [each.rows(subject).order_by().values("uuid") for each in tables]
    if getattr(subject, "household", None) is not None:
        household = HeldTable(type(subject.household), ("",))
        held.append(household.rows(subject.household).order_by().values("uuid"))
    ids = held[0].union(*held[1:], all=True)
    rows = Entry.objects.filter(
        object_uuid__in=ids, after__has_key="fields", at__gte=request.received_at
    )
    return rows.order_by("-seq").values_list("uuid", flat=True).first()


def _lock(actor: Actor, entry: R, action: str, *states: str) -> R:
    require_row(actor, entry, action)
    rows: Any = type(entry)._default_manager.select_for_update(of=("self",))
    held: R = rows.get(pk=entry.pk)
    refuse_withdrawn(held)
    if held.state not in states:
        detail = _("The request stands at “%(state)s”.") % {"state": held.get_state_display()}
        raise Conflict(detail, code="wrong_state")
    return held


def _decide(actor: Actor, request: R, state: str, answer: str) -> R:
    day, now = clock.today(), clock.now()
    done = {"done_on": day, "done_received_at": now} if state == RequestState.DONE else {}
    return change(
        request,
        actor=actor,
        action=f"data_request.{state.lower()}",
        state=state,
        answer=answer.strip(),
        decided_on=day,
        decided_by_name=actor.name,
        decided_received_at=now,
        **done,
    )


def _finish(actor: Actor, request: R, **values: Any) -> R:
    return change(
        request,
        actor=actor,
        action="data_request.done",
        state=RequestState.DONE,
        done_on=clock.today(),
        done_received_at=clock.now(),
        **values,
    )
