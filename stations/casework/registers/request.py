"""What persons ask about their own data (PIPL, articles 45 to 50)."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.crypto import mask_name
from kernel.workdays.clock import today
from stations.casework.custody_enums import AskedBy, RequestKind, RequestStanding, RequestState
from stations.casework.domain import (
    finish_correction,
    grant_request,
    receive_request,
    refuse_request,
)
from stations.casework.domain.request import HANDED_OUT
from stations.casework.models import Beneficiary, DataRequest
from stations.casework.queries.request import is_late, standing
from stations.casework.queries.work import sees_names
from stations.casework.registers.parts import to_the_file
from stations.casework.rules import view_requests, write_requests
from stations.records.forms import FreeText, day_field
from stations.records.places import at_place
from stations.records.register import Act, Column, EntryForm, Filter, RecordChoice, Register


def persons_at(actor: Actor, station: Any) -> Any:
    """Whose request may be taken in here: files the actor may read, closed ones too."""
    rows = Beneficiary.objects.restrict(actor, "read").filter(at_place(station))
    return rows.filter(withdrawn_at=None, erased_at=None)


class RequestForm(EntryForm):
    """A request as it came."""

    beneficiary = RecordChoice(model=Beneficiary, label=_("Person served"), rows=persons_at)
    kind = forms.ChoiceField(label=_("Kind of request"), choices=RequestKind.choices)
    asked_by = forms.ChoiceField(label=_("Asked by"), choices=AskedBy.choices)
    asked_on = day_field(_("Asked on"), initial=today)
    details = FreeText(label=_("What is asked for"), required=False)

    def prepare(self) -> None:
        """The bureau chooses by masked name and code, the station by name."""
        opens = sees_names(self.actor)
        field: Any = self.fields["beneficiary"]
        field.show = lambda one: f"{one.name if opens else mask_name(one.name)} · {one.file_code}"


class GrantForm(EntryForm):
    """What the person is told."""

    answer = FreeText(label=_("Answer"), required=False)


class RefuseForm(EntryForm):
    """Why the request is refused."""

    answer = FreeText(label=_("Reason of the refusal"))


class DoneForm(EntryForm):
    """What was corrected: in the file or wherever else it stood."""

    correction = FreeText(
        label=_("What was corrected"),
        help_text=_("In short: where it stood and what it says now."),
    )


def ways_of(request: DataRequest, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """To the person's file, and to the hand-out once it is granted."""
    return [*to_the_file(request, actor, station), *to_hand_out(request, station)]


def to_hand_out(request: Any, station: Any) -> list[tuple[Any, str]]:
    """To the file that is made for a granted request."""
    if request.state != RequestState.GRANTED or request.kind not in HANDED_OUT:
        return []
    name = "data-request-file" if isinstance(request, DataRequest) else "team-request-file"
    address = reverse(f"casework:{name}", args=[station.code, request.uuid])
    return [(_("Hand out the file"), address)]


def waits(request: Any) -> bool:
    return request.state == RequestState.RECEIVED and request.withdrawn_at is None


def to_correct(request: Any) -> bool:
    return request.state == RequestState.GRANTED and request.kind == RequestKind.CORRECT


def may_be_refused(request: Any) -> bool:
    """A correction may turn out to be none."""
    return waits(request) or to_correct(request)


# What may be done with a request, and the choices above the list, whoever asked.
ACTS = (
    Act("grant", _("Grant the request"), GrantForm, grant_request, "decide", waits),
    Act("refuse", _("Refuse the request"), RefuseForm, refuse_request, "decide", may_be_refused),
    Act("correct", _("It is corrected"), DoneForm, finish_correction, when=to_correct),
)
FILTERS = (
    Filter("state"),
    Filter("kind"),
    Filter(
        "standing",
        _("By its day"),
        choices=lambda: RequestStanding.choices,
        narrow=standing,
    ),
)
DETAILS = (
    Column("details"),
    Column("is_late", _("Past its day"), read=is_late, kind=bool),
    Column("decided_on"),
    Column("decided_by_name"),
    Column("answer"),
    Column("done_on"),
    Column("correction"),
    Column("change_uuid"),
)


DATA_REQUESTS = Register(
    noun="data-requests",
    app="casework",
    model=DataRequest,
    title=_("Requests about personal data"),
    one=_("Request about personal data"),
    columns=(
        Column("asked_on"),
        Column("beneficiary.name", _("Person served"), personal=True, key="person"),
        Column("kind"),
        Column("due_on"),
        Column("state"),
    ),
    details=(Column("asked_by"), *DETAILS),
    form=RequestForm,
    enter=receive_request,
    acts=ACTS,
    view=view_requests(""),
    write=write_requests(""),
    opens=sees_names,
    order=("-asked_on", "-id"),
    filters=FILTERS,
    ways=ways_of,
    icon="shield-check",
)
