"""Evaluations: list, one with its scores, items, evidence, actions (api.md)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.etag import ETAG, IF_MATCH, etag_of, read_match
from api.base.exact import ExactJSONParser
from api.base.forms import refuse_unknown, refuse_unseen
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.v1 import evaluation_items, evaluation_schema
from api.v1.evaluation_actions import DO, reread
from evaluation.cycles.domain.sheet import attach_evidence
from evaluation.cycles.guards import permit, visible_version
from evaluation.cycles.models import Evaluation
from evaluation.cycles.queries.evaluation import (
    as_row,
    describe,
    find_evaluation,
    list_evaluations,
)
from evaluation.cycles.queries.item import describe_evidence, describe_item, find_item
from evaluation.cycles.states import ACTIONS, Act, State
from kernel.access.actor import Actor
from kernel.errors import FieldError, Invalid

NOT_SEEN = {401: PROBLEM, 403: PROBLEM, 404: PROBLEM}
REFUSED = {**NOT_SEEN, 400: PROBLEM, 409: PROBLEM, 412: PROBLEM, 422: PROBLEM}


class EvaluationsView(APIView):
    """The evaluations the caller may see."""

    @extend_schema(
        operation_id="list_evaluations",
        parameters=[
            OpenApiParameter("year", OpenApiTypes.INT),
            OpenApiParameter("state", OpenApiTypes.STR, enum=list(State.values)),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT, description="At most 200."),
        ],
        responses={200: evaluation_schema.EvaluationPage, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request, "year", "state")
        actor = actor_of_request(request)
        rows = list_evaluations(
            actor, year=_read_year(request), state=request.query_params.get("state", "")
        )
        return answer_page(request, rows, lambda row: as_row(actor, row))


class EvaluationView(APIView):
    """One evaluation with what the caller may do and see of it."""

    @extend_schema(
        operation_id="read_evaluation",
        parameters=[ETAG],
        responses={200: evaluation_schema.EvaluationDetail, **NOT_SEEN},
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        actor = actor_of_request(request)
        return _answer(actor, find_evaluation(actor, uuid))


class ItemView(APIView):
    """One indicator of a sheet: confirm, dispute, declare, grade, rule."""

    parser_classes = (ExactJSONParser,)

    @extend_schema(
        operation_id="change_item",
        parameters=[IF_MATCH, ETAG],
        request=evaluation_schema.ItemChange,
        responses={200: evaluation_schema.ItemAnswer, **REFUSED, 428: PROBLEM},
    )
    def patch(self, request: Request, uuid: UUID, indicator: str) -> Response:
        actor = actor_of_request(request)
        evaluation = find_evaluation(actor, uuid)
        item = find_item(evaluation, indicator)
        acts = evaluation_items.acts_of(item, _body(request))
        evaluation_items.permit_any(acts, actor, evaluation)
        seen = read_match(request, evaluation.uuid)
        evaluation_items.change_item(actor, item, _body(request), seen)
        fresh = find_evaluation(actor, uuid)
        answer = Response(describe_item(actor, find_item(fresh, indicator)))
        return _tagged(answer, actor, fresh)


class EvidenceView(APIView):
    """Files that back an indicator."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="attach_evidence",
        request={"multipart/form-data": evaluation_schema.EvidenceUpload},
        responses={201: evaluation_schema.EvidenceAnswer, **REFUSED},
    )
    def post(self, request: Request, uuid: UUID, indicator: str) -> Response:
        actor = actor_of_request(request)
        evaluation = find_evaluation(actor, uuid)
        find_item(evaluation, indicator)
        permit(Act.DECLARE, actor=actor, evaluation=evaluation)
        upload = request.FILES.get("file")
        if upload is None:
            message = _("A file is expected.")
            raise Invalid(message, errors=[FieldError("file", "required", message)])
        evidence = attach_evidence(
            actor=actor, evaluation=evaluation, indicator=indicator, upload=upload
        )
        return Response(describe_evidence(evidence), status=201)


class ActionView(APIView):
    """One step of the yearly process (api.md, Actions)."""

    act: Act

    def post(self, request: Request, uuid: UUID) -> Response:
        actor = actor_of_request(request)
        evaluation = find_evaluation(actor, uuid)
        permit(self.act, actor=actor, evaluation=evaluation)
        seen = read_match(request, evaluation.uuid, optional=True)
        body = _body(request)
        refuse_unknown(evaluation_schema.BODIES.get(self.act, Serializer), body)
        DO[self.act](actor, evaluation, body, seen)
        return _answer(actor, reread(evaluation))


def action_view(act: Act) -> type[APIView]:
    """The view of an action, an operation of its own in the OpenAPI document."""
    name = "".join(part.title() for part in act.split("-"))
    view = type(f"{name}View", (ActionView,), {"act": act, "__doc__": act.label})
    operation = extend_schema(
        operation_id=f"{act.replace('-', '_')}_evaluation",
        parameters=[ETAG],
        request=evaluation_schema.BODIES.get(act),
        responses={200: evaluation_schema.EvaluationDetail, **REFUSED},
    )
    return extend_schema_view(post=operation)(view)


def _body(request: Request) -> dict[str, Any]:
    """The parsers let only objects through; the domain says what is missing."""
    given = dict(request.data)
    refuse_unseen(given)
    return given


def _answer(actor: Actor, evaluation: Evaluation) -> Response:
    return _tagged(Response(describe(actor, evaluation)), actor, evaluation)


def _tagged(answer: Response, actor: Actor, evaluation: Evaluation) -> Response:
    answer["ETag"] = etag_of(evaluation.uuid, visible_version(actor, evaluation))
    return answer


def _read_year(request: Request) -> int | None:
    given: Any = request.query_params.get("year")
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or len(given) != 4:
        message = _("A year of four digits is expected.")
        raise Invalid(message, errors=[FieldError("year", "invalid", message, given, "2021")])
    return int(given)


urlpatterns = [
    path("api/v1/evaluations", EvaluationsView.as_view(), name="evaluations"),
    path("api/v1/evaluations/<uuid:uuid>", EvaluationView.as_view(), name="evaluation"),
    path(
        "api/v1/evaluations/<uuid:uuid>/items/<slug:indicator>",
        ItemView.as_view(),
        name="evaluation-item",
    ),
    path(
        "api/v1/evaluations/<uuid:uuid>/items/<slug:indicator>/evidence",
        EvidenceView.as_view(),
        name="evaluation-evidence",
    ),
    *(path(f"api/v1/evaluations/<uuid:uuid>/{act}", action_view(act).as_view()) for act in ACTIONS),
]
