"""Emptying a text that must not stand: chosen by place and day, never shown (C41b)."""

from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from stations.casework.domain import purge_text
from stations.casework.models import Beneficiary
from stations.casework.queries.case import find_case
from stations.casework.queries.person import find_beneficiary
from stations.casework.queries.text import find_text, texts_of
from stations.records.domain import require_row
from stations.records.pages import answer_form, answers_form, place_for
from stations.records.purge import purge_texts
from stations.records.register.purge import PurgeForm


@answers_form
def purge_of_person(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """One of the texts of a person's file and of all that hangs on it."""
    station = place_for(request.actor, code, purge_texts(""))
    person = find_beneficiary(request.actor, uuid, station=station)
    back = reverse("casework:person", args=[station.code, uuid])
    return _answer(request, station, person, person, back)


@answers_form
def purge_of_case(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """One of the texts of a case: the supervisor's way, who sees no persons."""
    station = place_for(request.actor, code, purge_texts(""))
    case = find_case(request.actor, uuid, station)
    back = reverse("casework:case", args=[station.code, uuid])
    return _answer(request, station, case.beneficiary, case, back)


def _answer(
    request: ActorRequest, station: Any, person: Beneficiary, root: models.Model, back: str
) -> HttpResponse:
    require_row(request.actor, person, "purge")
    texts = [(text.key, text.label) for text in texts_of(root)]
    form = PurgeForm(request.POST or None, actor=request.actor, station=station, texts=texts)

    def save(values: dict[str, Any]) -> None:
        text = find_text(root, values["field"])
        purge_text(
            actor=request.actor,
            person=person,
            entry=text.row,
            field=text.field.name,
            reason=values["reason"],
        )

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Purge a text"),
        done=_("The text is gone."),
        back=back,
    )
