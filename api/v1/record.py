"""Every register over the API: the list, a new record, one record, and its acts."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import FileField
from django.http import HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import clean_form, read_body
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from api.v1.record_schema import Shapes, shape_detail, shape_row
from kernel.errors import Forbidden, NotFound
from stations.casework.registers import REGISTERS as CASEWORK
from stations.community.registers import REGISTERS as COMMUNITY
from stations.network.queries.station import find_station
from stations.people.registers import REGISTERS as PEOPLE
from stations.projects.registers import REGISTERS as PROJECTS
from stations.records.domain import require_place, require_row
from stations.records.register import Act, EntryForm, Register
from stations.records.register.query import choices_of, find_entry, narrow, rows_of

REGISTERS: tuple[Register, ...] = (*PEOPLE, *CASEWORK, *COMMUNITY, *PROJECTS)
PAGING = [
    OpenApiParameter("station", OpenApiTypes.STR, description="Code of a place, with its rooms."),
    OpenApiParameter("page", OpenApiTypes.STR),
    OpenApiParameter("page_size", OpenApiTypes.STR),
]


def list_view(register: Register, shapes: Shapes) -> type[APIView]:
    """The records the caller reaches."""
    noun = register.noun.replace("-", "_")

    class RecordList(APIView):
        @extend_schema(
            operation_id=f"list_{noun}",
            parameters=[*PAGING, *(_parameter(register, each) for each in register.filters)],
            responses={200: shapes.page, 401: PROBLEM, 404: PROBLEM, 422: PROBLEM},
        )
        def get(self, request: Request) -> HttpResponse:
            actor = actor_of_request(request)
            check_query(request, "station", *(each.name for each in register.filters))
            code = request.query_params.get("station")
            station = find_station(actor, code) if code else None
            rows = narrow(register, rows_of(register, actor, station), request.query_params)
            opens = register.opens(actor)
            return unstored(
                answer_page(request, rows, lambda entry: shape_row(register, entry, opens))
            )

    return RecordList


def entry_view(
    register: Register, shapes: Shapes, body: type[Serializer], form_of: type[EntryForm]
) -> type[APIView]:
    """The list, and a new record by POST."""
    listing = list_view(register, shapes)
    noun = register.noun.replace("-", "_")

    class WritableList(listing):  # type: ignore[misc, valid-type]
        parser_classes = parsers_for(form_of)

        @extend_schema(
            operation_id=f"enter_{noun}",
            request=body,
            responses={201: shapes.detail, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
        )
        @transaction.atomic
        def post(self, request: Request) -> HttpResponse:
            actor = actor_of_request(request)
            if not actor.is_system and register.write(actor) is None:
                raise Forbidden(_("Your role may not do this."))
            values = read_body(body, request)
            station = find_station(actor, values.pop("station"))
            require_place(actor, station, register.write)
            form = form_of(values, request.FILES, actor=actor, station=station)
            made = register.enter(actor=actor, station=station, **clean_form(form, values))
            return _answer_one(register, request, made.uuid, 201)

    return WritableList


def parsers_for(form_of: type[EntryForm]) -> list[type[BaseParser]]:
    """A form with a file is sent in parts, any other as JSON."""
    has_file = any(isinstance(field, FileField) for field in form_of.base_fields.values())
    return [MultiPartParser] if has_file else list(APIView.parser_classes)


def item_view(register: Register, shapes: Shapes) -> type[APIView]:
    """One record with what belongs to it."""

    class RecordItem(APIView):
        @extend_schema(
            operation_id=f"read_{register.noun.replace('-', '_')}",
            responses={200: shapes.detail, 401: PROBLEM, 404: PROBLEM},
        )
        def get(self, request: Request, uuid: UUID) -> HttpResponse:
            return _answer_one(register, request, uuid)

    return RecordItem


def act_view(register: Register, act: Act, shapes: Shapes) -> type[APIView]:
    """An act on one record."""
    name = f"{act.name}_{register.noun}".replace("-", "_")
    answered = shapes.shown[act.name] if act.shows else shapes.detail

    class RecordAct(APIView):
        @extend_schema(
            operation_id=name,
            request=shapes.acts[act.name],
            responses={200: answered, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
        )
        @transaction.atomic
        def post(self, request: Request, uuid: UUID) -> HttpResponse:
            actor = actor_of_request(request)
            entry = find_entry(register, actor, uuid)
            require_row(actor, entry, act.rule)
            values = read_body(shapes.acts[act.name], request)
            station = getattr(entry, "station", None)
            form = act.form(values, actor=actor, station=station, entry=entry)
            done = act.do(actor=actor, entry=entry, **clean_form(form, values))
            if act.shows:
                return unstored(answer_json(done))
            return _answer_one(register, request, uuid)

    return RecordAct


def _answer_one(
    register: Register, request: Request, uuid: UUID, status: int = 200
) -> HttpResponse:
    """The record as its reader sees it; only its id for a writer who may not read it."""
    actor = actor_of_request(request)
    try:
        entry = find_entry(register, actor, uuid)
    except NotFound:
        if status != 201:
            raise
        return unstored(answer_json({"id": uuid}, status))
    return unstored(answer_json(shape_detail(register, entry, actor), status))


def _parameter(register: Register, given: Any) -> OpenApiParameter:
    allowed = ", ".join(str(value) for value, _label in choices_of(register, given))
    held = f"{allowed}; {given.default} if left out" if given.default else allowed
    return OpenApiParameter(given.name, OpenApiTypes.STR, description=held)


def urls_of(register: Register) -> list[URLPattern]:
    """The addresses of one register."""
    shapes, top = Shapes(register), f"api/v1/{register.noun}"
    acts = [
        path(f"{top}/<uuid:uuid>/{act.name}", act_view(register, act, shapes).as_view())
        for act in register.all_acts
    ]
    if register.form and shapes.body:
        listing = entry_view(register, shapes, shapes.body, register.form)
    else:
        listing = list_view(register, shapes)
    return [
        path(top, listing.as_view(), name=register.noun),
        path(f"{top}/<uuid:uuid>", item_view(register, shapes).as_view()),
        *acts,
    ]


urlpatterns = [address for register in REGISTERS for address in urls_of(register)]
