"""The rights of those whose data is kept: deadlines of requests, the file handed out, the log of
disclosures, lists and counts taken out for a reason (X06, X08, C923)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import clean_form, read_body, serializer_of
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from kernel.access.restrict import require
from kernel.audit.models import Entry
from kernel.errors import NotFound
from kernel.workdays.clock import today
from stations.casework.custody_enums import RequestKind, RequestStanding, RequestState
from stations.casework.domain import hand_out
from stations.casework.exporting import EXPORTS, RESEARCH_NOUN, make_export
from stations.casework.queries.disclosure import DEEDS, READERS, deed_of, disclosures
from stations.casework.queries.held import make_file
from stations.casework.queries.request import COUNTY_READERS, RequestRow, county_requests
from stations.casework.queries.research import COUNTED, research_rows
from stations.casework.registers.request import DATA_REQUESTS
from stations.casework.registers.team_request import TEAM_REQUESTS
from stations.casework.request_forms import CountyListForm, DisclosureForm, HandOutForm
from stations.network.queries.station import find_station
from stations.records.domain import require_place, require_row
from stations.records.export import answer_file, export_lists, note_export
from stations.records.forms import ExportForm
from stations.records.register.query import find_entry

CHECKED = serializer_of(HandOutForm, "HandOutBody")
REASON = serializer_of(ExportForm, "ExportBody")
FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY}
REFUSED = {401: PROBLEM, 403: PROBLEM, 404: PROBLEM, 422: PROBLEM}
PAGES = [
    OpenApiParameter("page", OpenApiTypes.STR),
    OpenApiParameter("page_size", OpenApiTypes.STR),
]


def asked(name: str, words: Any = (), kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=", ".join(words))


class DisclosureRow(serializers.Serializer):
    """Who read, took out or emptied personal data; ``object`` names persons masked."""

    at = serializers.DateTimeField()
    who = serializers.CharField()
    deed = serializers.ChoiceField(sorted(DEEDS))
    deed_label = serializers.CharField()
    object = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)


class DisclosurePage(serializers.Serializer):
    results = DisclosureRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class DeadlineRow(serializers.Serializer):
    """A request about personal data; ``register`` is where it is read: it names no person."""

    id = serializers.UUIDField()
    register = serializers.CharField()
    station = serializers.CharField()
    kind = serializers.ChoiceField(RequestKind.values)
    state = serializers.ChoiceField(RequestState.values)
    asked_on = serializers.DateField()
    due_on = serializers.DateField()
    is_late = serializers.BooleanField()


class DeadlinePage(serializers.Serializer):
    results = DeadlineRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class CountRow(serializers.Serializer):
    """Counts of persons of a kind, age and level; a small one stands as "<5", never as it is."""

    kind = serializers.CharField()
    age = serializers.CharField(allow_blank=True)
    level = serializers.CharField(allow_blank=True)
    persons = serializers.CharField()
    visits = serializers.CharField()
    needs = serializers.CharField()
    cases = serializers.CharField()


class CountList(serializers.Serializer):
    results = CountRow(many=True)


class DisclosureList(APIView):
    """The log of disclosures, the newest first."""

    @extend_schema(
        operation_id="list_disclosures",
        parameters=[
            *PAGES,
            asked("code"),
            asked("deed", DEEDS),
            asked("since", kind=OpenApiTypes.DATE),
            asked("until", kind=OpenApiTypes.DATE),
        ],
        responses={200: DisclosurePage, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require(actor, *READERS)
        check_query(request, *DisclosureForm.base_fields)
        given = request.query_params.dict()
        rows = disclosures(actor, **clean_form(DisclosureForm(given), given))
        return unstored(answer_page(request, rows, _shape_deed))


class DeadlineList(APIView):
    """Requests of all stations: what is to be answered first, by its day."""

    @extend_schema(
        operation_id="list_request_deadlines",
        parameters=[
            *PAGES,
            asked("chosen", RequestStanding.values),
            asked("kind", RequestKind.values),
        ],
        responses={200: DeadlinePage, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require(actor, *COUNTY_READERS)
        check_query(request, *CountyListForm.base_fields)
        given = request.query_params.dict()
        rows = county_requests(actor, **clean_form(CountyListForm(given), given))
        return unstored(answer_page(request, rows, _shape_deadline))


def file_view(register: Any) -> type[APIView]:
    noun = register.noun.replace("-", "_")

    class HandOut(APIView):
        """The file about who asked, once; ``checked``: they have shown who they are."""

        @extend_schema(
            operation_id=f"hand_out_{noun}",
            request=CHECKED,
            responses={**FILE, **REFUSED, 409: PROBLEM},
        )
        @transaction.atomic
        def post(self, request: Request, uuid: UUID) -> HttpResponse:
            actor = actor_of_request(request)
            entry = find_entry(register, actor, uuid)
            require_row(actor, entry, "edit")
            values = read_body(CHECKED, request)
            clean_form(HandOutForm(values), values)
            done = hand_out(actor=actor, entry=entry)
            return unstored(make_file(done, by=actor).as_answer())

    return HandOut


class ResearchCounts(APIView):
    """De-identified counts; who asked and why stays in the trail (C923)."""

    @extend_schema(
        operation_id="count_for_research", request=REASON, responses={200: CountList, **REFUSED}
    )
    @transaction.atomic
    def post(self, request: Request, code: str) -> HttpResponse:
        actor, station, values = _read_reason(request, code)
        rows = list(research_rows(station, today()))
        note_export(actor=actor, station=station, noun=RESEARCH_NOUN, rows=len(rows), **values)
        results = [dict(zip(COUNTED, row, strict=True)) for row in rows]
        return unstored(answer_json({"results": results}))


class ExportView(APIView):
    """A list as an Excel file, marked on every sheet; who took it out and why stays (X06)."""

    @extend_schema(operation_id="export_list", request=REASON, responses={**FILE, **REFUSED})
    @transaction.atomic
    def post(self, request: Request, code: str, noun: str) -> HttpResponse:
        if noun not in EXPORTS:
            raise NotFound(f"There is no such list: {', '.join(EXPORTS)}.")
        actor, station, values = _read_reason(request, code)
        return unstored(answer_file(make_export(actor, station, noun, **values), noun))


def _read_reason(request: Request, code: str) -> tuple[Any, Any, dict[str, Any]]:
    actor = actor_of_request(request)
    station = find_station(actor, code)
    require_place(actor, station, export_lists(""))
    values = read_body(REASON, request)
    return actor, station, clean_form(ExportForm(values), values)


def _shape_deed(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "who": entry.actor_name,
        "deed": entry.action,
        "deed_label": str(deed_of(entry)),
        "object": entry.object_text,
        "reason": entry.after.get("reason", ""),
    }


def _shape_deadline(row: tuple[Any, ...]) -> dict[str, Any]:
    found = RequestRow(*row[1:])
    return {
        "id": found.uuid,
        "register": found.noun,
        "station": found.code,
        "kind": found.kind,
        "state": found.state,
        "asked_on": found.asked_on,
        "due_on": found.due_on,
        "is_late": found.is_late,
    }


urlpatterns = [
    path("api/v1/disclosures", DisclosureList.as_view(), name="disclosures"),
    path("api/v1/request-deadlines", DeadlineList.as_view(), name="request-deadlines"),
    path("api/v1/data-requests/<uuid:uuid>/file", file_view(DATA_REQUESTS).as_view()),
    path("api/v1/team-requests/<uuid:uuid>/file", file_view(TEAM_REQUESTS).as_view()),
    path("api/v1/stations/<str:code>/research-counts", ResearchCounts.as_view()),
    path("api/v1/stations/<str:code>/exports/<str:noun>", ExportView.as_view()),
]
