"""A minor's file: opened for a reason, and who is responsible for it; the rights notice."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from kernel.workdays.clock import today
from stations.casework.domain import (
    give_guardian_notice,
    give_notice,
    name_responsible,
    open_minor_file,
)
from stations.casework.person_forms import (
    GuardianNoticeForm,
    NoticeForm,
    OpenForm,
    ResponsibleForm,
)
from stations.casework.queries.minor import find_to_open
from stations.casework.queries.person import find_beneficiary
from stations.casework.queries.responsible import members_for
from stations.casework.queries.work import shown_name
from stations.casework.rules import (
    name_responsible as may_name,
)
from stations.casework.rules import open_files, view_persons, write_persons
from stations.records.domain import may_at
from stations.records.pages import answer_form, answers_form, place_for, tab_address


@answers_form
def open_file(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Give the reason that opens the file for some hours; back to it, or to the station."""
    actor = request.actor
    station = place_for(actor, code, open_files(""))
    person = find_to_open(actor, station, uuid)
    form = OpenForm(request.POST or None)

    def save(values: dict[str, Any]) -> None:
        open_minor_file(actor=actor, beneficiary=person, **values)

    sees_file = may_at(actor, station, view_persons(""))
    page = reverse("casework:person", args=[station.code, uuid])
    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Open a minor's file"),
        done=_("The file is open to you for now; your reason is kept."),
        back=page if sees_file else tab_address(station, "services"),
    )


@answers_form
def name_person(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Name who is responsible for a file."""
    actor = request.actor
    station = place_for(actor, code, may_name(""))
    person = find_beneficiary(actor, uuid, "name", station=station)
    people = [(str(user), name) for user, name in members_for(person.station)]
    initial = {"user": str(person.responsible_uuid or "")}
    form = ResponsibleForm(request.POST or None, people=people, initial=initial)

    def save(values: dict[str, Any]) -> None:
        name_responsible(actor=actor, beneficiary=person, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Name the responsible person"),
        done=_("The file is changed."),
        back=reverse("casework:person", args=[station.code, uuid]),
        about=shown_name(actor, person),
    )


@answers_form
def tell_rights(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """The notice about rights and secrecy was given."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    person = find_beneficiary(actor, uuid, "edit", station=station)
    form = NoticeForm(request.POST or None, initial={"on": today()})

    def save(values: dict[str, Any]) -> None:
        give_notice(actor=actor, beneficiary=person, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Rights notice given"),
        done=_("The file is changed."),
        back=reverse("casework:person", args=[station.code, uuid]),
        about=shown_name(actor, person),
    )


@answers_form
def tell_guardian(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """The guardian was given the notice about the child's data, and answered (X10)."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    person = find_beneficiary(actor, uuid, "edit", station=station)
    form = GuardianNoticeForm(request.POST or None, initial={"on": today()})

    def save(values: dict[str, Any]) -> None:
        give_guardian_notice(actor=actor, beneficiary=person, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Guardian's notice given"),
        done=_("The file is changed."),
        back=reverse("casework:person", args=[station.code, uuid]),
        about=shown_name(actor, person),
    )
