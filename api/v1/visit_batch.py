"""Several visits in one call: each is taken in, or refused, as a PUT of it would be."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.errors import problem, status_of
from api.base.forms import check_body, refuse_unknown
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from api.v1.visit import conflict, shape_received
from api.v1.visit_schema import BatchedVisit, BatchResults, Outbox, VisitBatch
from kernel.errors import DomainError
from stations.casework.domain.arrival import Differs, Outcome, Received, SentVisit
from stations.casework.queries.work import sees_names
from stations.casework.rules import require_visitor
from stations.casework.sending import receive, visits_of


class VisitBatches(APIView):
    """An outbox is sent: one transaction, and an answer for each visit."""

    @extend_schema(
        operation_id="put_visits",
        request=VisitBatch,
        responses={200: BatchResults, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require_visitor(actor)
        refuse_unknown(Outbox, request.data)
        visits = visits_of(request.data)
        outcomes = receive(actor, visits, _read)
        received = [each.visit for each in outcomes if isinstance(each, Received)]
        prefetch_related_objects(received, "station", "staff")
        open_names = sees_names(actor)
        results = [
            _result(given, outcome, open_names)
            for given, outcome in zip(visits, outcomes, strict=True)
        ]
        return unstored(answer_json({"results": results}))


def _read(given: Any) -> SentVisit:
    """Raises Invalid naming each wrong field."""
    values = check_body(BatchedVisit(data=given)).sent()
    return SentVisit(uuid=values.pop("id"), **values)


def _result(given: Any, outcome: Outcome, open_names: bool) -> dict[str, Any]:
    sent = dict(given) if isinstance(given, dict) else {}
    uuid = sent.pop("id", None)
    if isinstance(outcome, Received):
        status, answer = shape_received(outcome, open_names)
    else:
        status, answer = _refusal(outcome, sent)
    return {"id": uuid, "status": status, "answer": answer}


def _refusal(refusal: DomainError, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    if isinstance(refusal, Differs):
        return 409, conflict(refusal, sent).data
    status = status_of(refusal)
    return status, problem(status, refusal.code, refusal.detail, refusal.errors).data


urlpatterns = [path("api/v1/visit-batches", VisitBatches.as_view(), name="visit-batches")]
