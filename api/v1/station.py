"""The county's network: a list of rows, and one place with venue, heads and figures."""

import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.paging import DEFAULT_SIZE, LARGEST_SIZE, answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json
from kernel.errors import FieldError, Invalid
from kernel.workdays.clock import today
from stations.network.enums import (
    AgencyDocument,
    HostType,
    InstitutionKind,
    Level,
    OperationMode,
    State,
    Track,
)
from stations.network.queries.figures import Unit, figures
from stations.network.queries.heads import heads
from stations.network.queries.licence import read_operator
from stations.network.queries.station import find_station, station_rows
from stations.network.queries.venue import read_venue

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class StationRow(serializers.Serializer):
    """A hub, township station, village room or institution site."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(choices=Level.values)
    track = serializers.ChoiceField(choices=Track.values, allow_null=True)
    state = serializers.ChoiceField(choices=State.values)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    divisions = serializers.ListField(child=serializers.CharField())
    opened_on = serializers.DateField(allow_null=True)
    operation_mode = serializers.ChoiceField(choices=OperationMode.values)


class StationPage(serializers.Serializer):
    results = StationRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class VenueZone(serializers.Serializer):
    kind = serializers.CharField()
    name = serializers.CharField()
    area_m2 = serializers.CharField(allow_null=True)


class Venue(serializers.Serializer):
    """Areas are square metres as texts with two decimals."""

    host_type = serializers.ChoiceField(choices=HostType.values)
    institution = serializers.ChoiceField(choices=InstitutionKind.values, allow_blank=True)
    host_name = serializers.CharField(allow_blank=True)
    address = serializers.CharField()
    office_m2 = serializers.CharField(allow_null=True)
    service_m2 = serializers.CharField(allow_null=True)
    activity_m2 = serializers.CharField(allow_null=True)
    population_served = serializers.IntegerField(allow_null=True)
    transit = serializers.CharField(allow_blank=True)
    zones = VenueZone(many=True)


class Head(serializers.Serializer):
    name = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class Figure(serializers.Serializer):
    """A count of the running year; 人, 人次 and 户次 are never added up."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.ChoiceField(choices=Unit.values)
    value = serializers.IntegerField()


class ResidentAgency(serializers.Serializer):
    """The agency that runs the place; ``licence_until`` may lie in the past."""

    agency_name = serializers.CharField()
    agency_code = serializers.CharField(allow_blank=True)
    valid_from = serializers.DateField()
    licence_number = serializers.CharField(allow_blank=True)
    licence_until = serializers.DateField(allow_null=True)
    documents = serializers.ListField(child=serializers.ChoiceField(choices=AgencyDocument.values))


class StationDetail(StationRow):
    venue = Venue(allow_null=True)
    operator = ResidentAgency(allow_null=True)
    heads = Head(many=True)
    figures = Figure(many=True)


FILTERS = [
    OpenApiParameter("level", OpenApiTypes.STR, enum=Level.values),
    OpenApiParameter("state", OpenApiTypes.STR, enum=State.values),
    OpenApiParameter(
        "search", OpenApiTypes.STR, description="Part of a name, a code, or pinyin initials."
    ),
    OpenApiParameter(
        "on", OpenApiTypes.STR, description="State and divisions of this day; today by default."
    ),
    OpenApiParameter("page", OpenApiTypes.STR, description="A whole number from 1."),
    OpenApiParameter(
        "page_size",
        OpenApiTypes.STR,
        description=f"At most {LARGEST_SIZE}; {DEFAULT_SIZE} by default.",
    ),
]


class StationList(APIView):
    """The places of the county that the caller may see, in code order."""

    @extend_schema(
        operation_id="list_stations",
        parameters=FILTERS,
        responses={200: StationPage, 401: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request, "level", "state", "search", "on")
        given = request.query_params
        rows = station_rows(
            actor_of_request(request),
            level=given.get("level", ""),
            state=given.get("state", ""),
            search=read_search(given.get("search", "")),
            on=read_day("on", given.get("on", "")),
        )
        return answer_page(request, rows, shape_row)


class StationItem(APIView):
    """One place as it is today."""

    @extend_schema(
        operation_id="read_station",
        responses={200: StationDetail, 401: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        actor = actor_of_request(request)
        station = find_station(actor, code)
        row = station_rows(actor).get(code=station.code)
        day = today()
        in_office = heads([station.pk], day).get(station.pk, [])
        detail = {
            "venue": read_venue(station),
            "operator": read_operator(station),
            "heads": [
                {"name": head.name, "valid_from": head.valid_from, "valid_to": head.valid_to}
                for head in in_office
            ],
            "figures": [
                {"key": found.key, "label": found.label, "unit": found.unit, "value": found.value}
                for found in figures(station, day.year)
            ],
        }
        return answer_json(shape_row(row) | detail)


def shape_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the query under the names of the API."""
    return {
        "code": row["code"],
        "name": row["name"],
        "level": row["level"],
        "track": row["shown_track"],
        "state": row["shown_state"],
        "parent": row["parent__code"],
        "divisions": row["divisions"],
        "opened_on": row["opened_on"],
        "operation_mode": row["operation_mode"],
    }


def read_day(name: str, given: str) -> date | None:
    """A day of the query string, None for an empty one; raises Invalid naming it."""
    if not given:
        return None
    try:
        if DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass  # of the right form, but no day of the calendar
    message = _("A date is written as YYYY-MM-DD.")
    raise Invalid(message, errors=[FieldError(name, "invalid", message, given, "YYYY-MM-DD")])


def read_search(given: str) -> str:
    """A text to search for; PostgreSQL knows no character NUL. Raises Invalid naming it."""
    if "\0" in given:
        message = _("This text has a character that no name has.")
        raise Invalid(message, errors=[FieldError("search", "invalid", message, given)])
    return given


list_view = StationList.as_view()
detail_view = StationItem.as_view()
