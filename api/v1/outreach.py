"""Alerts, due visits, rosters.

What a register declares (leads, needs, households and so on) is served by ``record.py``.
"""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import read_body
from api.base.paging import answer_list, answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from api.v1.outreach_schema import (
    AlertNoteBody,
    AlertNoteRow,
    AlertPage,
    DuePage,
    RosterBody,
    RosterKindsBody,
    RosterKindsResult,
    RosterPage,
    RosterResult,
    read_choice,
    read_flag,
    shape_alert,
    shape_due,
    shape_entry,
    shape_plan,
)
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import require
from kernel.workdays.clock import today
from stations.casework.domain import (
    add_roster_kinds,
    end_roster_kinds,
    import_roster,
    preview_roster,
    see_to_alert,
)
from stations.casework.enums import AlertKind, Category
from stations.casework.forms import ROSTER_PARTS
from stations.casework.queries.alert import alerts
from stations.casework.queries.due import due_list
from stations.casework.queries.roster import compare_roster
from stations.casework.queries.work import sees_names
from stations.casework.roster_sheet import RosterRow
from stations.casework.rules import CARRIED_DAYS
from stations.network.queries.station import find_station
from stations.records.domain import refuse
from stations.records.identity import plain_id_number

PLACE = OpenApiParameter(
    "station", OpenApiTypes.STR, description="Code of a place, with its rooms."
)
PAGING = [
    OpenApiParameter("page", OpenApiTypes.STR),
    OpenApiParameter("page_size", OpenApiTypes.STR),
]
PARTS = tuple(name for name, _label in ROSTER_PARTS)


class AlertList(APIView):
    """What the caller's stations should have seen to, the oldest first."""

    @extend_schema(
        operation_id="list_alerts",
        parameters=[
            PLACE,
            OpenApiParameter("kind", OpenApiTypes.STR, description=", ".join(AlertKind.values)),
            *PAGING,
        ],
        responses={200: AlertPage, 401: PROBLEM, 404: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        check_query(request, "station", "kind")
        kind = read_choice(request, "kind", AlertKind.values)
        found = alerts(actor, station=_place(request, actor), kind=kind)
        opens = sees_names(actor)
        return unstored(answer_list(request, found, lambda alert: shape_alert(alert, opens)))


class AlertSeen(APIView):
    """What was done about an alert: it rests, and comes back while its cause stands."""

    @extend_schema(
        operation_id="see_to_alert",
        request=AlertNoteBody,
        responses={201: AlertNoteRow, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require(actor, Role.HEAD, Role.WORKER)
        values = read_body(AlertNoteBody, request)
        values["on"] = values["on"] or today()
        note = see_to_alert(actor=actor, **values)
        row = {name: getattr(note, name) for name in ("kind", "subject", "since", "done_on")}
        return unstored(answer_json({"id": note.uuid, **row}, 201))


class DueList(APIView):
    """Who is due within the coming days, those who were missed first."""

    @extend_schema(
        operation_id="list_due_visits",
        parameters=[PLACE, *PAGING],
        responses={200: DuePage, 401: PROBLEM, 404: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        check_query(request, "station")
        found = due_list(actor, today(), CARRIED_DAYS, _place(request, actor))
        return unstored(answer_list(request, found, shape_due))


class RosterImport(APIView):
    """The roster beside the files; a whole new list by POST, tried with ``dry_run=true``."""

    @extend_schema(
        operation_id="compare_rosters",
        parameters=[
            PLACE,
            OpenApiParameter("part", OpenApiTypes.STR, description=", ".join(PARTS)),
            OpenApiParameter("category", OpenApiTypes.STR, description="A kind of persons."),
            *PAGING,
        ],
        responses={200: RosterPage, 401: PROBLEM, 404: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        check_query(request, "station", "part", "category")
        part = read_choice(request, "part", PARTS) or PARTS[0]
        category = read_choice(request, "category", Category.values)
        rows = getattr(compare_roster(actor, _place(request, actor), category), part)
        opens = sees_names(actor)
        return unstored(answer_page(request, rows, lambda entry: shape_entry(entry, opens)))

    @extend_schema(
        operation_id="import_roster",
        parameters=[
            OpenApiParameter("dry_run", OpenApiTypes.BOOL, description="Write nothing."),
        ],
        request=RosterBody,
        responses={
            200: RosterResult,
            201: RosterResult,
            403: PROBLEM,
            404: PROBLEM,
            422: PROBLEM,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require(actor, Role.HEAD, Role.WORKER)
        check_query(request, "dry_run")
        is_dry = read_flag(request, "dry_run")
        values = read_body(RosterBody, request)
        given: dict[str, Any] = {
            "station": find_station(actor, values["station"]),
            "category": values["category"],
            "listed_on": values["listed_on"] or today(),
            "rows": [_row(number, row) for number, row in enumerate(values["rows"], start=1)],
        }
        verb = preview_roster if is_dry else import_roster
        plan = verb(actor=actor, **given)
        return unstored(answer_json(shape_plan(plan), 200 if is_dry else 201))


class RosterKinds(APIView):
    """The kinds on file follow the roster: part ``lacking`` gets the list's kind from the entry's
    day, of part ``kept`` it ends on the day of the list without them; all or nothing."""

    @extend_schema(
        operation_id="follow_roster_kinds",
        request=RosterKindsBody,
        responses={200: RosterKindsResult, 403: PROBLEM, 404: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require(actor, Role.HEAD, Role.WORKER)
        values = read_body(RosterKindsBody, request)
        if values["all"] and values["entries"]:
            refuse("entries", _("Choose entries or all of them, not both."), None, [])
        act = add_roster_kinds if values["part"] == "lacking" else end_roster_kinds
        count = act(
            actor=actor,
            station=find_station(actor, values["station"]),
            category=values["category"],
            entries=None if values["all"] else values["entries"],
        )
        return unstored(answer_json({"count": count}))


def _row(number: int, given: dict[str, str]) -> RosterRow:
    return RosterRow(
        number,
        given["name"].strip(),
        plain_id_number(given["id_number"]),
        given["village"].strip(),
        head=given["head"].strip(),
        household="".join(given["household"].split()).upper(),
    )


def _place(request: Request, actor: Actor) -> Any:
    code = request.query_params.get("station")
    return find_station(actor, code) if code else None


urlpatterns = [
    path("api/v1/alerts", AlertList.as_view(), name="alerts"),
    path("api/v1/alerts/seen", AlertSeen.as_view(), name="alert-seen"),
    path("api/v1/due-visits", DueList.as_view(), name="due-visits"),
    path("api/v1/rosters", RosterImport.as_view(), name="rosters"),
    path("api/v1/rosters/kinds", RosterKinds.as_view(), name="roster-kinds"),
]
