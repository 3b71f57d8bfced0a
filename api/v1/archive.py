"""Archives of counties: what there is, and a county that comes in one."""

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
from api.v1.operation import OperationAnswer, shape_operation
from tenants.archive.folder import list_archives
from tenants.forms import ArrivalForm
from tenants.jobs.archive import order_restore

Arrival = serializer_of(ArrivalForm, "Arrival")


class ArchiveRow(serializers.Serializer):
    """``size`` in bytes."""

    name = serializers.CharField()
    size = serializers.IntegerField()


class ArchiveList(serializers.Serializer):
    results = ArchiveRow(many=True)
    count = serializers.IntegerField()


class ArchivesView(APIView):
    """The archives of the installation's private folder, the newest first."""

    @extend_schema(
        operation_id="list_archives", responses={200: ArchiveList, 401: PROBLEM, 403: PROBLEM}
    )
    def get(self, request: Request) -> HttpResponse:
        rows = list_archives(actor=actor_of_request(request))
        return answer_json({"results": rows, "count": len(rows)})


class ArrivalView(APIView):
    """Have a worker restore a county of another installation."""

    @extend_schema(
        operation_id="restore_archive",
        request=Arrival,
        responses={202: OperationAnswer, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request) -> HttpResponse:
        given = read_body(Arrival, request)
        asked = order_restore(
            actor=actor_of_request(request),
            name=given["archive"],
            passphrase=given["passphrase"],
            host=given.get("host", ""),
        )
        return answer_json(shape_operation(asked), status=202)


urlpatterns = [
    path("api/v1/archives", ArchivesView.as_view(), name="archives"),
    path("api/v1/archives/restore", ArrivalView.as_view(), name="restore-archive"),
]
