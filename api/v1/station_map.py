"""The file of a map, and the ways of work of a station (N15); the maps are a register."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.problem import PROBLEM
from api.base.rendering import answer_json
from kernel.files.answer import answer_file
from stations.community.catalogue import flows
from stations.community.queries.station_map import find_file
from stations.community.rules import view_community
from stations.network.queries.station import find_station
from stations.records.domain import require_place


class FlowRow(serializers.Serializer):
    """A way of work, its steps in their order."""

    code = serializers.CharField()
    name = serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField())


class FlowList(serializers.Serializer):
    results = FlowRow(many=True)


class MapFile(APIView):
    """The file as it was handed in."""

    @extend_schema(
        operation_id="read_station_map_file",
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            401: PROBLEM,
            404: PROBLEM,
        },
    )
    def get(self, request: Request, uuid: UUID) -> FileResponse:
        return answer_file(find_file(actor_of_request(request), uuid))


class FlowView(APIView):
    """How the station works with others, draws its maps and meets emergencies."""

    @extend_schema(
        operation_id="list_work_flows",
        responses={200: FlowList, 401: PROBLEM, 403: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        actor = actor_of_request(request)
        require_place(actor, find_station(actor, code), view_community(""))
        rows = [
            {
                "code": flow.code,
                "name": str(flow.label),
                "steps": [str(step.label) for step in flow.steps],
            }
            for flow in flows()
        ]
        return answer_json({"results": rows})


urlpatterns = [
    path("api/v1/station-maps/<uuid:uuid>/file", MapFile.as_view(), name="station-map-file"),
    path("api/v1/stations/<str:code>/flows", FlowView.as_view(), name="station-flows"),
]
