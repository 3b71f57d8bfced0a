"""Cells on the operators' host: registered, listed, given another key."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import read_body, serializer_of
from api.base.problem import PROBLEM
from api.base.rendering import answer_json
from evaluation.rollup.domain.cell import register_cell
from evaluation.rollup.forms import CellForm, KeyForm
from evaluation.rollup.queries.cell import describe_cell, find_cell, list_cells, own_cell

REFUSED: dict[int, Any] = {401: PROBLEM, 403: PROBLEM, 409: PROBLEM, 422: PROBLEM}
NewCell = serializer_of(CellForm, "NewCell")
CellKey = serializer_of(KeyForm, "CellKey")


class RegisteredCell(serializers.Serializer):
    """``position``: number of the last change taken; ``..._minutes``: how long ago, null: never.
    ``silent``: no call for longer than a push ever waits."""

    code = serializers.CharField()
    name = serializers.CharField()
    public_key = serializers.CharField()
    position = serializers.IntegerField()
    registered_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(allow_null=True)
    seen_minutes = serializers.IntegerField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    received_minutes = serializers.IntegerField(allow_null=True)
    silent = serializers.BooleanField()


class OwnCell(serializers.Serializer):
    """This installation: ``changes`` are numbered, ``acknowledged`` of them known to be stored
    above; ``error`` is the last push's, empty when it went well."""

    code = serializers.CharField()
    public_key = serializers.CharField()
    upstream = serializers.CharField()
    changes = serializers.IntegerField()
    acknowledged = serializers.IntegerField()
    pushed_at = serializers.DateTimeField(allow_null=True)
    next_try_at = serializers.DateTimeField(allow_null=True)
    failures = serializers.IntegerField()
    error = serializers.CharField()


class CellList(serializers.Serializer):
    own = OwnCell()
    results = RegisteredCell(many=True)
    count = serializers.IntegerField()


class CellsView(APIView):
    """Installations below this one, in code order, and this one as seen from above."""

    @extend_schema(operation_id="list_cells", responses={200: CellList, 401: PROBLEM, 403: PROBLEM})
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        rows = [describe_cell(cell) for cell in list_cells(actor=actor)]
        return answer_json({"own": own_cell(actor=actor), "results": rows, "count": len(rows)})

    @extend_schema(
        operation_id="register_cell", request=NewCell, responses={201: RegisteredCell, **REFUSED}
    )
    def post(self, request: Request) -> HttpResponse:
        values = read_body(NewCell, request)
        cell = register_cell(actor=actor_of_request(request), **values)
        return answer_json(describe_cell(cell), status=201)


class CellKeyView(APIView):
    """Give a cell another key; what the old one signs is refused from now on."""

    @extend_schema(
        operation_id="replace_cell_key",
        request=CellKey,
        responses={200: RegisteredCell, 404: PROBLEM, **REFUSED},
    )
    def post(self, request: Request, code: str) -> HttpResponse:
        actor = actor_of_request(request)
        cell = find_cell(actor=actor, code=code)
        values = read_body(CellKey, request)
        given = {"code": cell.code, "name": cell.name, **values}
        return answer_json(describe_cell(register_cell(actor=actor, replace=True, **given)))


urlpatterns = [
    path("api/v1/cells", CellsView.as_view(), name="cells"),
    path("api/v1/cells/<str:code>/key", CellKeyView.as_view(), name="cell-key"),
]
