"""Acts on a person's file: what its page does, each with the fields of the page's form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import clean_form, read_body, serializer_of
from api.base.problem import PROBLEM
from api.v1.beneficiary import answer_file
from api.v1.beneficiary_schema import EditBody, PersonDetail, ResponsibleBody
from stations.casework.domain import (
    add_category,
    close_file,
    edit_file,
    end_category,
    give_notice,
    name_responsible,
    reopen_file,
    set_visit_level,
)
from stations.casework.person_forms import (
    CategoryForm,
    CloseFileForm,
    EndForm,
    LevelForm,
    NoticeForm,
    ReopenFileForm,
)
from stations.casework.queries.person import (
    check_village,
    find_beneficiary,
    find_category,
    find_household,
)

ANSWERS = {200: PersonDetail, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM}
FILE = "api/v1/beneficiaries/<uuid:uuid>"
END = serializer_of(EndForm, "EndBeneficiaryKindBody")


@dataclass(frozen=True)
class FileAct:
    """An act by POST at a person's file, which is answered with the file as it then is."""

    name: str
    operation: str
    form: type[forms.Form]
    do: Callable[..., Any]

    def view(self) -> type[APIView]:
        name = f"{self.operation.title().replace('_', '')}Body"
        return act_view(self.operation, serializer_of(self.form, name), self.act)

    def act(self, request: Request, person: Any, values: dict[str, Any]) -> None:
        given = clean_form(self.form(values), values)
        self.do(actor=actor_of_request(request), beneficiary=person, **given)


ACTS = (
    FileAct("kinds", "add_beneficiary_kind", CategoryForm, add_category),
    FileAct("levels", "set_beneficiary_level", LevelForm, set_visit_level),
    FileAct("close", "close_beneficiary", CloseFileForm, close_file),
    FileAct("reopen", "reopen_beneficiary", ReopenFileForm, reopen_file),
    FileAct("notice", "give_rights_notice", NoticeForm, give_notice),
)


def act_view(
    operation: str,
    body: type[Serializer],
    act: Callable[[Request, Any, dict[str, Any]], None],
    may: str = "edit",
) -> type[APIView]:
    """One act on a file by whoever may ``may`` it."""

    class PersonAct(APIView):
        @extend_schema(operation_id=operation, request=body, responses=ANSWERS)
        @transaction.atomic
        def post(self, request: Request, uuid: UUID) -> HttpResponse:
            person = find_beneficiary(actor_of_request(request), uuid, may)
            act(request, person, read_body(body, request))
            return answer_file(request, uuid)

    return PersonAct


class KindEnd(APIView):
    """The person no longer belongs to a kind."""

    @extend_schema(
        operation_id="end_beneficiary_kind",
        request=END,
        responses=ANSWERS,
    )
    def post(self, request: Request, uuid: UUID, entry: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        person = find_beneficiary(actor, uuid, "edit")
        kind = find_category(actor, person, entry)
        end_category(actor=actor, entry=kind, **read_body(END, request))
        return answer_file(request, uuid)


def edit(request: Request, person: Any, values: dict[str, Any]) -> None:
    """A household or a text left out stays as it is on file; a null household is none."""
    actor = actor_of_request(request)
    if values["division_code"] != person.division_code:
        check_village(person.station, values["division_code"])
    if person.household is not None and values.get("household") == person.household.uuid:
        del values["household"]  # also where the actor may not read the household
    if values.get("household"):
        values["household"] = find_household(actor, person.station, values["household"])
    edit_file(actor=actor, beneficiary=person, **{"household": person.household, **values})


def name_person(request: Request, person: Any, values: dict[str, Any]) -> None:
    name_responsible(actor=actor_of_request(request), beneficiary=person, **values)


def _at(name: str, view: type[APIView]) -> URLPattern:
    return path(f"{FILE}/{name}", view.as_view(), name=f"beneficiary-{name}")


urlpatterns = [
    *(_at(act.name, act.view()) for act in ACTS),
    _at("edit", act_view("edit_beneficiary", EditBody, edit)),
    _at("responsible", act_view("name_responsible", ResponsibleBody, name_person, "name")),
    path(f"{FILE}/kinds/<uuid:entry>/end", KindEnd.as_view(), name="beneficiary-kind-end"),
]
