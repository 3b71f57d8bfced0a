"""The receipt of a child-protection report as a file (X13); the reports are a register."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.problem import PROBLEM
from api.base.rendering import unstored
from stations.casework.receipt_pdf import answer_receipt
from stations.casework.registers.protection import REPORTS
from stations.records.register.query import find_entry


class ReceiptFile(APIView):
    """When what was sent to whom came in. 409 where the report no longer says what was sent."""

    @extend_schema(
        operation_id="read_protection_receipt_pdf",
        responses={
            (200, "application/pdf"): OpenApiTypes.BINARY,
            401: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
        },
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        report = find_entry(REPORTS, actor_of_request(request), uuid)
        return unstored(answer_receipt(report))


urlpatterns = [
    path(
        "api/v1/protection-reports/<uuid:uuid>/pdf",
        ReceiptFile.as_view(),
        name="protection-receipt-pdf",
    ),
]
