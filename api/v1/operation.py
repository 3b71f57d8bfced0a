"""What operators have asked for, and how far it is."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json
from kernel.jobs.models import JobState
from kernel.operations.models import Operation
from kernel.operations.queries import find_operation, list_operations


class OperationAnswer(serializers.Serializer):
    """``error`` has ``code`` and ``detail``; ``result`` what the operation gives, by its kind."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    county = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(JobState.choices)
    progress = serializers.IntegerField()
    total = serializers.IntegerField()
    result = serializers.JSONField(allow_null=True)
    error = serializers.JSONField(allow_null=True)
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField()


class OperationPage(serializers.Serializer):
    results = OperationAnswer(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class OperationsView(APIView):
    """All operations, the newest first."""

    @extend_schema(
        operation_id="list_operations",
        parameters=[
            OpenApiParameter("county", OpenApiTypes.STR, description="Those about one county."),
            OpenApiParameter("page", OpenApiTypes.STR, description="A whole number from 1."),
            OpenApiParameter("page_size", OpenApiTypes.STR),
        ],
        responses={200: OperationPage, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request, "county")
        code = request.query_params.get("county", "").replace("\0", "")
        rows = list_operations(actor=actor_of_request(request), county_code=code)
        return answer_page(request, rows, shape_operation)


class OperationView(APIView):
    """One operation with its progress."""

    @extend_schema(
        operation_id="read_operation",
        responses={200: OperationAnswer, 401: PROBLEM, 403: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        found = find_operation(actor=actor_of_request(request), uuid=uuid)
        return answer_json(shape_operation(found))


def shape_operation(operation: Operation) -> dict[str, Any]:
    return {
        "id": operation.uuid,
        "kind": operation.kind,
        "county": operation.county_code or None,
        "state": operation.state,
        "progress": operation.progress,
        "total": operation.total,
        "result": operation.result,
        "error": operation.error,
        "created_at": operation.created_at,
        "created_by": operation.created_name,
    }


urlpatterns = [
    path("api/v1/operations", OperationsView.as_view(), name="operations"),
    path("api/v1/operations/<uuid:uuid>", OperationView.as_view(), name="operation"),
]
