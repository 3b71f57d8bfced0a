"""Visits: the list without what was noted, one visit, taking one in under its own id,
putting one right."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.errors import problem
from api.base.etag import ETAG, IF_MATCH, read_match, set_etag
from api.base.forms import check_body, read_body
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from api.v1.visit_schema import (
    CorrectVisit,
    VisitAsCorrected,
    VisitBody,
    VisitConflict,
    VisitDetail,
    VisitPage,
    WithdrawVisit,
)
from kernel.access.actor import Actor
from kernel.crypto import mask_name
from kernel.errors import FieldError, Invalid
from kernel.workdays.clock import ZONE, today
from stations.casework.companions import VOLUNTEER
from stations.casework.domain import correct_visit
from stations.casework.domain.arrival import Differs, Received, put_visit
from stations.casework.domain.visit import day_of, visitor_of
from stations.casework.models import Visit, VisitCorrection
from stations.casework.models.visit import FORM
from stations.casework.queries.sent import versions_of
from stations.casework.queries.work import find_visit, sees_names, visits_in
from stations.casework.rules import require_visitor
from stations.casework.sections import pack, unpack
from stations.network.queries.station import find_station
from stations.people.queries import find_workers
from stations.records.domain import require_row, withdraw

FILTERS = [
    OpenApiParameter("station", OpenApiTypes.STR, description="Code of a place, with its rooms."),
    OpenApiParameter("from", OpenApiTypes.STR, description="First day of the visits."),
    OpenApiParameter("to", OpenApiTypes.STR, description="Last day of the visits."),
    OpenApiParameter("page", OpenApiTypes.STR),
    OpenApiParameter("page_size", OpenApiTypes.STR),
]


class VisitList(APIView):
    """Visits made at the places the caller reaches, the latest first."""

    @extend_schema(
        operation_id="list_visits",
        parameters=FILTERS,
        responses={200: VisitPage, 401: PROBLEM, 404: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        check_query(request, "station", "from", "to")
        given = request.query_params
        code = given.get("station")
        station = find_station(actor, code) if code else None
        rows = _between(visits_in(actor, station), given)
        open_names = sees_names(actor)
        return unstored(answer_page(request, rows, lambda visit: _row(visit, open_names)))


class VisitItem(APIView):
    """One visit; PUT takes it in, once or again."""

    @extend_schema(
        operation_id="read_visit", responses={200: VisitAsCorrected, 401: PROBLEM, 404: PROBLEM}
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        return _answer_one(actor, find_visit(actor, uuid))

    @extend_schema(
        operation_id="correct_visit",
        request=CorrectVisit,
        parameters=[IF_MATCH, ETAG],
        responses={
            200: VisitAsCorrected,
            401: PROBLEM,
            403: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
            412: PROBLEM,
            422: PROBLEM,
            428: PROBLEM,
        },
    )
    def patch(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        visit = find_visit(actor, uuid)
        require_row(actor, visit, "edit")
        version = read_match(request, uuid)
        values = _corrected(actor, visit, read_body(CorrectVisit, request))
        correct_visit(actor=actor, visit=visit, version=version, **values)
        return _answer_one(actor, find_visit(actor, uuid))

    @extend_schema(
        operation_id="put_visit",
        request=VisitBody,
        responses={
            200: VisitDetail,
            201: VisitDetail,
            401: PROBLEM,
            403: PROBLEM,
            404: PROBLEM,
            409: VisitConflict,
            422: PROBLEM,
        },
    )
    def put(self, request: Request, uuid: UUID) -> HttpResponse | Response:
        actor = actor_of_request(request)
        require_visitor(actor)
        body = check_body(VisitBody(data=request.data))
        try:
            received = put_visit(actor=actor, uuid=uuid, **body.sent())
        except Differs as refusal:
            return unstored(conflict(refusal, body.as_sent()))
        status, answer = shape_received(received, sees_names(actor))
        return unstored(answer_json(answer, status))


class VisitWithdrawal(APIView):
    """A wrong visit leaves every list and count; it stays readable by its id."""

    @extend_schema(
        operation_id="withdraw_visit",
        request=WithdrawVisit,
        responses={
            200: VisitAsCorrected,
            401: PROBLEM,
            403: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
            422: PROBLEM,
        },
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        visit = find_visit(actor, uuid)
        require_row(actor, visit, "edit")
        values = read_body(WithdrawVisit, request)
        return _answer_one(actor, withdraw(actor=actor, entry=visit, **values))


def _answer_one(actor: Actor, visit: Visit) -> HttpResponse:
    """The visit with its earlier readings; the ETag is that of a correction."""
    open_names = sees_names(actor)
    readings = list(visit.corrections.select_related("staff"))
    detail = _shape_detail(visit, open_names) | {
        "staff": visit.staff.uuid if visit.staff else None,
        "corrections": [_shape_reading(each, open_names) for each in readings],
    }
    return unstored(set_etag(answer_json(detail), visit.uuid, len(readings)))


def _corrected(actor: Actor, visit: Visit, values: dict[str, Any]) -> dict[str, Any]:
    """The values as a visit keeps them. Raises Invalid for an unknown section, or a visitor who is
    neither a worker of the place nor the one that stands."""
    named, held_at = values.get("staff"), values.get("held_at") or visit.held_at
    if named and visit.staff and visit.staff.uuid == named:
        values["staff"] = visit.staff
    elif named:
        workers, on = find_workers(actor, [named]), day_of(held_at) if held_at else today()
        values["staff"] = visitor_of(workers, named, visit.station, on)
    if "sections" in values:
        values["sections"] = pack(FORM, values["sections"])
    return values


def conflict(refusal: Differs, sent: dict[str, Any]) -> Response:
    """A problem with the versions."""
    answer = problem(409, refusal.code, refusal.detail)
    answer.data |= versions_of(refusal.stored, sent)
    if refusal.stored:
        went = refusal.stored.staff
        answer.data["stored"]["staff"] = str(went.uuid) if went else None
    return answer


def shape_received(received: Received, open_names: bool) -> tuple[int, dict[str, Any]]:
    """Status and answer; of a file that has closed to the sender, no more than was sent."""
    answer = _shape_detail(received.visit, open_names)
    if not received.is_open:
        answer |= {"beneficiary": {**answer["beneficiary"], "name": ""}, "station": ""}
    return 201 if received.is_new else 200, answer


def _shape_detail(visit: Visit, open_names: bool) -> dict[str, Any]:
    """A visit with what was noted, for those who read names in full."""
    return {
        **_row(visit, open_names),
        "note": visit.note if open_names else "",
        "sections": unpack(visit.sections) if open_names else {},
        "withdrawn_at": visit.withdrawn_at,
    }


def _shape_reading(reading: VisitCorrection, open_names: bool) -> dict[str, Any]:
    """What stood before a correction, for whom the visit is shown to."""
    return {
        "held_at": reading.held_at.astimezone(ZONE) if reading.held_at else None,
        "received_on": reading.was_received_at.astimezone(ZONE).date(),
        "place": reading.place,
        "result": reading.result,
        "staff": reading.staff.uuid if reading.staff else None,
        "joint_with": reading.joint_with,
        "note": reading.note if open_names else "",
        "sections": unpack(reading.sections) if open_names else {},
        "corrected_at": reading.received_at.astimezone(ZONE),
        "corrected_by": reading.by_name,
        "late": reading.is_late,
        "reason": reading.reason if open_names else "",
    }


def _between(rows: QuerySet[Visit], given: Any) -> QuerySet[Visit]:
    first, last = _read_day(given, "from"), _read_day(given, "to")
    if first:
        rows = rows.filter(held_at__gte=datetime.combine(first, time(), ZONE))
    if last:
        rows = rows.filter(held_at__lt=datetime.combine(last + timedelta(days=1), time(), ZONE))
    return rows


def _read_day(given: Any, name: str) -> date | None:
    text = given.get(name, "")
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and (day is None or day.year >= date.max.year):
        message = _("A day is written as 2026-11-30.")
        raise Invalid(message, errors=[FieldError(name, "invalid", message, text, "YYYY-MM-DD")])
    return day


def _row(visit: Visit, open_names: bool) -> dict[str, Any]:
    name = visit.beneficiary.name
    return {
        "id": visit.uuid,
        "beneficiary": {
            "id": visit.beneficiary.uuid,
            "name": name if open_names else mask_name(name),
        },
        "station": visit.station.code,
        "visitor": {"id": visit.staff.uuid, "name": visit.staff.name} if visit.staff else None,
        "held_at": visit.held_at.astimezone(ZONE) if visit.held_at else None,
        "received_on": visit.received_at.astimezone(ZONE).date(),
        "late": visit.is_late,
        "place": visit.place,
        "result": visit.result,
        "joint_work": VOLUNTEER in visit.joint_with,
        "joint_with": visit.joint_with,
    }


urlpatterns = [
    path("api/v1/visits", VisitList.as_view(), name="visits"),
    path("api/v1/visits/<uuid:uuid>", VisitItem.as_view(), name="visit"),
    path("api/v1/visits/<uuid:uuid>/withdraw", VisitWithdrawal.as_view(), name="visit-withdraw"),
]
