"""Taking back what was entered by mistake: a person's file, its kinds, levels, consents, a case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from kernel.access.actor import Actor
from kernel.access.request import ActorRequest
from stations.casework.domain import void_level, void_person, void_record
from stations.casework.models import Beneficiary
from stations.casework.pages.case import case_address
from stations.casework.queries.case import find_case
from stations.casework.queries.person import (
    find_beneficiary,
    find_category,
    find_consent,
    find_level,
)
from stations.casework.rules import void_files, write_persons
from stations.records.pages import answer_form, answers_form, place_for
from stations.records.register.withdrawal import WithdrawForm

Find = Callable[[Actor, Beneficiary, UUID], Any]
Name = Callable[[Any], Any]
# What hangs on a file: how it is found, what it is called, what takes it back.
PARTS: dict[str, tuple[Find, Name, Callable[..., Any]]] = {
    "kind": (find_category, lambda kind: kind.get_category_display(), void_record),
    "level": (find_level, lambda level: level.get_level_display(), void_level),
    "consent": (
        lambda actor, person, uuid: find_consent(actor, uuid, person=person),
        lambda consent: consent.get_kind_display(),
        void_record,
    ),
}


@cache_control(no_store=True)
@answers_form
def void_of_person(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """A file opened by mistake; what hangs on it and stands is named."""
    actor = request.actor
    station = place_for(actor, code, void_files(""))
    person = find_beneficiary(actor, uuid, "void", station=station)
    back = reverse("casework:person", args=[station.code, uuid])
    return _answer(request, station, person, _("Person's file"), back, void_person)


@cache_control(no_store=True)
@answers_form
def void_of_part(
    request: ActorRequest, code: str, uuid: UUID, part: str, entry: UUID
) -> HttpResponse:
    """A kind, a level or a consent entered by mistake."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    person = find_beneficiary(actor, uuid, "edit", station=station)
    find, name, void = PARTS[part]
    found = find(actor, person, entry)
    back = reverse("casework:person", args=[station.code, uuid])
    return _answer(request, station, found, name(found), back, void)


@cache_control(no_store=True)
@answers_form
def void_of_case(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """A case opened by mistake, with its papers."""
    station = place_for(request.actor, code, write_persons(""))
    case = find_case(request.actor, uuid, station)
    back = case_address(station, uuid)
    return _answer(request, station, case, _("Case"), back, void_record)


def _answer(
    request: ActorRequest,
    station: Any,
    entry: Any,
    what: Any,
    back: str,
    void: Callable[..., Any],
) -> HttpResponse:
    form = WithdrawForm(request.POST or None, actor=request.actor, station=station, entry=entry)

    def save(values: dict[str, Any]) -> None:
        void(actor=request.actor, entry=entry, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Entered by mistake: %(what)s") % {"what": what},
        done=_("Saved."),
        back=back,
    )
