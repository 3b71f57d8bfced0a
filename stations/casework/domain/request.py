"""Requests of persons about their own data: taken in, decided by the bureau, carried out."""

from datetime import date, timedelta
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
from stations.casework.models import Beneficiary, DataRequest
from stations.casework.rules import write_requests
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
CORRECTED = "beneficiary.edit"


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
    refuse_future("asked_on", asked_on)
    if kind == RequestKind.CORRECT and not details.strip():
        refuse("details", _("Say what is to be corrected."), None)
    waiting = (RequestState.RECEIVED, RequestState.GRANTED)
    same = beneficiary.data_requests.filter(kind=kind, state__in=waiting, withdrawn_at=None)
    if same.exists():
        raise Conflict(_("A request of this kind waits already."), code="request_waits")
    request = DataRequest(
        station_id=station.pk,
        beneficiary=beneficiary,
        kind=kind,
        asked_by=asked_by,
        details=details.strip(),
        asked_on=asked_on,
        due_on=asked_on + timedelta(days=load_custody()["request_answer_days"]),
    )
    return enter(request, actor=actor, action="data_request.receive")


@transaction.atomic
def grant_request(*, actor: Actor, entry: DataRequest, answer: str = "") -> DataRequest:
    """Grant a request; an erasure is carried out at once.

    Raises Forbidden, Conflict when it is decided, or (``retention_holds``) while a duty or a
    retention stands against erasing: the bureau then refuses the request with that reason.
    """
    request = _lock(actor, entry, "decide", RequestState.RECEIVED)
    if request.kind == RequestKind.ERASE:
        person = Beneficiary.objects.select_for_update(of=("self",)).get(pk=request.beneficiary_id)
        erase_person(actor=actor, person=person)
        request.refresh_from_db()
        return _decide(actor, request, RequestState.DONE, answer)
    return _decide(actor, request, RequestState.GRANTED, answer)


@transaction.atomic
def refuse_request(*, actor: Actor, entry: DataRequest, answer: str) -> DataRequest:
    """Refuse a request with the reason the person is told.

    Raises Forbidden, Conflict when it is decided, Invalid without a reason.
    """
    request = _lock(actor, entry, "decide", RequestState.RECEIVED)
    if not answer.strip():
        refuse("answer", _("Say why the request is refused."), None)
    return _decide(actor, request, RequestState.REFUSED, answer)


@transaction.atomic
def hand_out(*, actor: Actor, entry: DataRequest) -> DataRequest:
    """The file about the person is handed out, once; the caller then makes it.

    Raises Forbidden, Conflict when it is not granted, handed out before, or of another kind.
    """
    request = _lock(actor, entry, "edit", RequestState.GRANTED)
    if request.kind not in HANDED_OUT:
        raise Conflict(_("Nothing is handed out for this request."), code="wrong_kind")
    after = {"kind": request.kind, "person": request.beneficiary.uuid}
    write_audit(actor=actor, action="data_request.hand_out", obj=request, after=after)
    return _finish(actor, request)


@transaction.atomic
def link_correction(*, actor: Actor, entry: DataRequest) -> DataRequest:
    """The file was corrected: the request points at the last correction in the audit trail.

    Raises Forbidden, Conflict when it is not granted, of another kind, or while nothing was
    corrected since the person asked.
    """
    request = _lock(actor, entry, "edit", RequestState.GRANTED)
    if request.kind != RequestKind.CORRECT:
        raise Conflict(_("This request asks for no correction."), code="wrong_kind")
    found = _last_correction(request)
    if found is None:
        raise Conflict(_("The file was not corrected since the request."), code="not_corrected")
    return _finish(actor, request, change_uuid=found)


def _last_correction(request: DataRequest) -> UUID | None:
    rows = Entry.objects.filter(
        object_uuid=request.beneficiary.uuid, action=CORRECTED, at__gte=request.received_at
    )
    return rows.order_by("-seq").values_list("uuid", flat=True).first()


def _lock(actor: Actor, entry: DataRequest, action: str, state: str) -> DataRequest:
    require_row(actor, entry, action)
    held = DataRequest.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    refuse_withdrawn(held)
    if held.state != state:
        detail = _("The request stands at “%(state)s”.") % {"state": held.get_state_display()}
        raise Conflict(detail, code="wrong_state")
    return held


def _decide(actor: Actor, request: DataRequest, state: str, answer: str) -> DataRequest:
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


def _finish(actor: Actor, request: DataRequest, **values: UUID) -> DataRequest:
    return change(
        request,
        actor=actor,
        action="data_request.done",
        state=RequestState.DONE,
        done_on=clock.today(),
        done_received_at=clock.now(),
        **values,
    )
