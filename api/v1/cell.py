"""Cells: what a province's installation pushes to this one (docs/operations.md, Cells).

Nobody logs in here: each call is signed with the key of a registered cell.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.base.problem import PROBLEM
from evaluation.rollup.cells.incoming import digests_of, find_cell, position_of, take_batch
from evaluation.rollup.cells.letter import SIGNATURE_HEADER, TIME_HEADER
from evaluation.rollup.models import Cell
from kernel.access.middleware import open_to_public


class CellUnit(serializers.Serializer):
    county = serializers.CharField()
    part = serializers.CharField(help_text="divisions, spans, county or a year")
    digest = serializers.CharField(allow_blank=True)
    rows = serializers.ListField(child=serializers.JSONField())


class CellBatch(serializers.Serializer):
    """Units changed after number ``first``, up to ``last``; each replaces what is stored."""

    format = serializers.IntegerField()
    cell = serializers.CharField()
    first = serializers.IntegerField()
    last = serializers.IntegerField()
    units = CellUnit(many=True)


class CellPosition(serializers.Serializer):
    position = serializers.IntegerField()


class CellDigests(serializers.Serializer):
    digests = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


SIGNED = [
    OpenApiParameter(TIME_HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, required=True),
    OpenApiParameter(SIGNATURE_HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, required=True),
]


class CellView(APIView):
    """A call of a cell, known by its signature over the call's method, path, time and body."""

    authentication_classes = ()
    permission_classes = ()

    def cell(self, request: Request, code: str) -> Cell:
        """The calling cell. Raises AuthenticationFailed: 401, the same for any doubt."""
        found = find_cell(
            code=code,
            method=request._request.method or "",
            path=request._request.path,
            moment=request.headers.get(TIME_HEADER, ""),
            signature=request.headers.get(SIGNATURE_HEADER, ""),
            body=request._request.body,
        )
        if found is None:
            raise AuthenticationFailed(
                _("No registered cell has signed this call."), code="bad_signature"
            )
        return found

    def get_authenticate_header(self, request: Request) -> str:
        return "Signature"


class BatchesView(CellView):
    """Store the next changes of a cell; a batch stored before changes nothing."""

    @extend_schema(
        operation_id="push_cell_batch",
        parameters=SIGNED,
        request=CellBatch,
        responses={200: CellPosition, 401: PROBLEM, 409: PROBLEM, 422: PROBLEM},
        auth=[],
    )
    def post(self, request: Request, code: str) -> Response:
        cell = self.cell(request, code)
        return Response({"position": take_batch(cell=cell, body=request._request.body)})


class PositionView(CellView):
    """The number of the cell's last change that is stored."""

    @extend_schema(
        operation_id="read_cell_position",
        parameters=SIGNED,
        responses={200: CellPosition, 401: PROBLEM},
        auth=[],
    )
    def get(self, request: Request, code: str) -> Response:
        return Response({"position": position_of(self.cell(request, code))})


class DigestsView(CellView):
    """The digest of every unit stored of the cell, for its verify_cell."""

    @extend_schema(
        operation_id="read_cell_digests",
        parameters=SIGNED,
        responses={200: CellDigests, 401: PROBLEM},
        auth=[],
    )
    def get(self, request: Request, code: str) -> Response:
        return Response({"digests": digests_of(self.cell(request, code))})


def _signed(view: type[CellView]) -> Any:
    return open_to_public(view.as_view())


batches_view, position_view, digests_view = map(_signed, (BatchesView, PositionView, DigestsView))
