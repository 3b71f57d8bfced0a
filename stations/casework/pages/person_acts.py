"""Single acts on a person's file: kinds, level, closing and opening again, consents."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from kernel.workdays.clock import today
from stations.casework.domain import (
    add_category,
    close_file,
    end_category,
    give_consent,
    reopen_file,
    set_visit_level,
    withdraw_consent,
)
from stations.casework.domain.basis import basis_of
from stations.casework.domain.consent import birthday_of
from stations.casework.models import Beneficiary
from stations.casework.person_forms import (
    CategoryForm,
    CloseFileForm,
    ConsentForm,
    EndForm,
    LevelForm,
    ReopenFileForm,
    WithdrawForm,
    consent_way,
)
from stations.casework.queries.person import find_beneficiary, find_category, find_consent
from stations.casework.queries.work import shown_name
from stations.casework.rules import write_persons
from stations.records.pages import answer_form, answers_form, place_for


@answers_form
def add_kind(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """The person belongs to a kind from a day on."""
    station, person = _found(request, code, uuid)
    form = CategoryForm(
        request.POST or None,
        initial={"valid_from": today()},
        basis=basis_of(person),
        way=consent_way(station, person),
    )
    act = _act(request, add_category, beneficiary=person)
    return _answer(request, form, act, station, person, _("New kind"))


@answers_form
def end_kind(request: ActorRequest, code: str, uuid: UUID, entry: UUID) -> HttpResponse:
    """The person no longer belongs to a kind."""
    station, person = _found(request, code, uuid)
    found = find_category(request.actor, person, entry)
    form = EndForm(request.POST or None, initial={"on": today()})
    act = _act(request, end_category, entry=found)
    return _answer(request, form, act, station, person, _("End the kind"))


@answers_form
def set_level(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Another visit level, with its reason."""
    station, person = _found(request, code, uuid)
    form = LevelForm(request.POST or None, initial={"valid_from": today()})
    act = _act(request, set_visit_level, beneficiary=person)
    return _answer(request, form, act, station, person, _("Change the visit level"))


@answers_form
def close_person(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Close the file, for a reason."""
    station, person = _found(request, code, uuid)
    form = CloseFileForm(request.POST or None, initial={"on": today()})
    act = _act(request, close_file, beneficiary=person)
    return _answer(request, form, act, station, person, _("Close the file"))


@answers_form
def reopen_person(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Open a closed file again, for a reason."""
    station, person = _found(request, code, uuid)
    form = ReopenFileForm(request.POST or None)
    act = _act(request, reopen_file, beneficiary=person)
    return _answer(request, form, act, station, person, _("Open the file again"))


@answers_form
def add_consent(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """A consent, of the person or a guardian, or the duty in its place."""
    station, person = _found(request, code, uuid)
    form = ConsentForm(
        request.POST or None,
        initial={"valid_from": today(), "kind": request.GET.get("kind", "")},
        age_is_known=birthday_of(person) is not None,
    )
    act = _act(request, give_consent, beneficiary=person)
    return _answer(request, form, act, station, person, _("New consent"))


@answers_form
def end_consent(request: ActorRequest, code: str, uuid: UUID, entry: UUID) -> HttpResponse:
    """The consent is withdrawn; it stays in the history."""
    station, person = _found(request, code, uuid)
    consent = find_consent(request.actor, entry, person=person)
    form = WithdrawForm(request.POST or None, initial={"on": today()})
    act = _act(request, withdraw_consent, consent=consent)
    title = f"{_('Withdraw the consent')}: {consent.get_kind_display()}"
    return _answer(request, form, act, station, person, title)


def _found(request: ActorRequest, code: str, uuid: UUID) -> tuple[Any, Beneficiary]:
    station = place_for(request.actor, code, write_persons(""))
    return station, find_beneficiary(request.actor, uuid, "edit", station=station)


def _act(
    request: ActorRequest, verb: Callable[..., Any], **target: Any
) -> Callable[[dict[str, Any]], Any]:
    return lambda values: verb(actor=request.actor, **target, **values)


def _answer(
    request: ActorRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    station: Any,
    person: Beneficiary,
    title: str,
) -> HttpResponse:
    back = reverse("casework:person", args=[station.code, person.uuid])
    done = _("The file is changed.")
    about = shown_name(request.actor, person)
    return answer_form(
        request, form, act, station=station, title=title, done=done, back=back, about=about
    )
