"""Texts that must not stand: which there are at a file, a case or a station, and emptying one.

A text is told by where it stands and by its day, never by its words (C41b).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import clean_form, read_body, serializer_of
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from kernel.access.actor import Actor
from stations.casework.domain import purge_text
from stations.casework.queries.case import find_case
from stations.casework.queries.person import find_beneficiary
from stations.casework.queries.text import texts_of
from stations.community.queries.text import texts_at
from stations.network.queries.station import find_station
from stations.records.domain import require_place, require_row
from stations.records.purge import purge_entry, purge_texts
from stations.records.register.purge import PurgeForm

PURGE = serializer_of(PurgeForm, "PurgeTextBody")


class TextRow(serializers.Serializer):
    """One text that holds something: ``key`` names it for the purge."""

    key = serializers.CharField()
    label = serializers.CharField(  # type: ignore[assignment]
        help_text="What it belongs to, the day of its receipt, the field."
    )


class TextList(serializers.Serializer):
    results = TextRow(many=True)


@dataclass(frozen=True)
class Texts:
    """The texts that hang on one object, at a station, and what empties one of them."""

    station: Any
    read: Callable[[], list[Any]]
    empty: Callable[..., Any]


def texts_of_person(actor: Actor, uuid: UUID) -> Texts:
    person = find_beneficiary(actor, uuid)
    return _held(actor, person, person)


def texts_of_case(actor: Actor, uuid: UUID) -> Texts:
    case = find_case(actor, uuid)
    return _held(actor, case, case.beneficiary)


def texts_of_station(actor: Actor, code: str) -> Texts:
    """Of its organisations and of the sessions of its groups."""
    station = find_station(actor, code)

    def empty(text: Any, reason: str) -> None:
        purge_entry(actor=actor, entry=text.entry, field=text.field.name, reason=reason)

    return Texts(station, lambda: texts_at(actor, station), empty)


def _held(actor: Actor, root: Any, person: Any) -> Texts:
    require_row(actor, person, "purge")

    def empty(text: Any, reason: str) -> None:
        purge_text(actor=actor, person=person, entry=text.row, field=text.field.name, reason=reason)

    return Texts(person.station, lambda: texts_of(root), empty)


def list_view(noun: str, find: Callable[..., Texts]) -> type[APIView]:
    class Listing(APIView):
        @extend_schema(
            operation_id=f"list_{noun}_texts",
            responses={200: TextList, 401: PROBLEM, 403: PROBLEM, 404: PROBLEM},
        )
        def get(self, request: Request, **named: Any) -> HttpResponse:
            return _answer(_find(find, request, named))

    return Listing


def purge_view(noun: str, find: Callable[..., Texts]) -> type[APIView]:
    class Purge(APIView):
        @extend_schema(
            operation_id=f"purge_{noun}_text",
            request=PURGE,
            responses={200: TextList, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
        )
        @transaction.atomic
        def post(self, request: Request, **named: Any) -> HttpResponse:
            texts = _find(find, request, named)
            values = read_body(PURGE, request)
            there = {text.key: text for text in texts.read()}
            form = PurgeForm(
                values,
                actor=actor_of_request(request),
                station=texts.station,
                texts=[(key, text.label) for key, text in there.items()],
            )
            given = clean_form(form, values)
            texts.empty(there[given["field"]], given["reason"])
            return _answer(texts)

    return Purge


def _find(find: Callable[..., Texts], request: Request, named: dict[str, Any]) -> Texts:
    """What the address names, for those who may empty a text there."""
    actor = actor_of_request(request)
    found = find(actor, **named)
    require_place(actor, found.station, purge_texts(""))
    return found


def _answer(texts: Texts) -> HttpResponse:
    rows = [{"key": text.key, "label": text.label} for text in texts.read()]
    return unstored(answer_json({"results": rows}))


def _paths(noun: str, one: str, find: Callable[..., Texts]) -> list[URLPattern]:
    return [
        path(f"api/v1/{one}/texts", list_view(noun, find).as_view(), name=f"{noun}-texts"),
        path(f"api/v1/{one}/purge", purge_view(noun, find).as_view(), name=f"{noun}-purge"),
    ]


urlpatterns = [
    *_paths("beneficiary", "beneficiaries/<uuid:uuid>", texts_of_person),
    *_paths("case", "cases/<uuid:uuid>", texts_of_case),
    *_paths("station", "stations/<str:code>", texts_of_station),
]
