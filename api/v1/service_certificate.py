"""The file of a volunteer's certificate of service (X17); the certificates are a register."""

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
from stations.people.registers.volunteer import CERTIFICATES
from stations.people.service_pdf import take_certificate
from stations.records.register.query import find_entry


class CertificateFile(APIView):
    """The PDF as it was issued; who took it is kept. 409 for a withdrawn certificate."""

    @extend_schema(
        operation_id="read_service_certificate_pdf",
        responses={
            (200, "application/pdf"): OpenApiTypes.BINARY,
            401: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
        },
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        certificate = find_entry(CERTIFICATES, actor, uuid)
        return unstored(take_certificate(actor=actor, certificate=certificate))


urlpatterns = [
    path(
        "api/v1/service-certificates/<uuid:uuid>/pdf",
        CertificateFile.as_view(),
        name="service-certificate-pdf",
    ),
]
