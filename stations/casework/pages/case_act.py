"""The acts on a case that ask for a few words or a day: one form each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.request import ActorRequest
from kernel.access.restrict import Rule
from kernel.workdays.clock import today
from stations.casework.case_forms import (
    ClosureForm,
    DueForm,
    EndForm,
    FoundForm,
    ReasonForm,
    ReferForm,
    SignForm,
)
from stations.casework.domain import (
    plan_follow_up,
    record_follow_up,
    refer_case,
    reopen_case,
    request_closure,
    send_back_closure,
    sign_closure,
    take_back_closure,
    withdraw_case,
)
from stations.casework.pages.case import case_address
from stations.casework.queries.case import find_case, find_follow_up, name_in
from stations.casework.rules import sign_cases, write_persons
from stations.records.pages import answer_form, answers_form, place_for


@dataclass(frozen=True)
class Act:
    """What a form does, and who may open it."""

    form: type[forms.Form]
    do: Callable[..., Any]
    title: Any
    rule: Callable[[str], Rule] = write_persons


ACTS = {
    "refer": Act(ReferForm, refer_case, gettext_lazy("Refer the case")),
    "withdraw": Act(EndForm, withdraw_case, gettext_lazy("The person leaves the service")),
    "request-closure": Act(ClosureForm, request_closure, gettext_lazy("Ask for the closure")),
    "sign-closure": Act(SignForm, sign_closure, gettext_lazy("Sign the closure"), sign_cases),
    "take-back": Act(
        ReasonForm, take_back_closure, gettext_lazy("Take the request for closure back")
    ),
    "send-back": Act(
        ReasonForm, send_back_closure, gettext_lazy("Send the closure back"), sign_cases
    ),
    "reopen": Act(ReasonForm, reopen_case, gettext_lazy("Reopen the case")),
    "follow-up": Act(DueForm, plan_follow_up, gettext_lazy("Plan a follow-up")),
}


@answers_form
def act_on_case(request: ActorRequest, code: str, uuid: UUID, act: str) -> HttpResponse:
    """Show the form of an act, and do it when sent."""
    chosen = ACTS[act]
    station = place_for(request.actor, code, chosen.rule(""))
    case = find_case(request.actor, uuid, station)
    form = chosen.form(request.POST or None, initial={"on": today()})

    def save(values: dict[str, Any]) -> None:
        chosen.do(actor=request.actor, case=case, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=str(chosen.title),
        done=_("Saved."),
        back=case_address(station, uuid),
        about=name_in(case),
    )


@answers_form
def do_follow_up(request: ActorRequest, code: str, uuid: UUID, follow_up: UUID) -> HttpResponse:
    """Enter what a follow-up found."""
    station = place_for(request.actor, code, write_persons(""))
    case = find_case(request.actor, uuid, station)
    found = find_follow_up(case, follow_up)
    form = FoundForm(request.POST or None, initial={"done_on": today()})

    def save(values: dict[str, Any]) -> None:
        record_follow_up(actor=request.actor, follow_up=found, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Follow-up of the case"),
        done=_("The follow-up is entered."),
        back=case_address(station, uuid),
        about=name_in(case),
    )
