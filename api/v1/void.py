"""Taking back what was entered by mistake: a person's file, its kinds, levels, consents, a case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import read_body
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from api.v1.beneficiary import answer_file
from api.v1.beneficiary_acts import ANSWERS, FILE
from api.v1.beneficiary_schema import ConsentRow, shape_consent
from api.v1.case import CASE, REFUSED, answer_case
from api.v1.case_schema import CaseDetail
from api.v1.record_schema import body_of
from stations.casework import domain
from stations.casework.queries.case import find_case
from stations.casework.queries.person import (
    find_beneficiary,
    find_category,
    find_consent,
    find_level,
)
from stations.records.domain import require_row
from stations.records.register.withdrawal import WITHDRAWAL

VoidBody = body_of("Mistake", WITHDRAWAL)


class FileVoid(APIView):
    """A file opened by mistake leaves every list and count; it stays readable by its id.

    409 ``records_stand`` names what hangs on it and is to be withdrawn first.
    """

    @extend_schema(operation_id="void_beneficiary", request=VoidBody, responses=ANSWERS)
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        person = find_beneficiary(actor, uuid, "void")
        domain.void_person(actor=actor, entry=person, **_read(request))
        return answer_file(request, uuid)


def part_view(
    operation: str, about: str, find: Callable[..., Any], void: Callable[..., Any]
) -> Callable[..., HttpResponse]:
    """What is in a file, taken back; the file as it then is."""

    class PartVoid(APIView):
        __doc__ = about

        @extend_schema(operation_id=operation, request=VoidBody, responses=ANSWERS)
        def post(self, request: Request, uuid: UUID, entry: UUID) -> HttpResponse:
            actor = actor_of_request(request)
            found = find(actor, find_beneficiary(actor, uuid, "edit"), entry)
            void(actor=actor, entry=found, **_read(request))
            return answer_file(request, uuid)

    return PartVoid.as_view()


class ConsentVoid(APIView):
    """A consent that was never given."""

    @extend_schema(
        operation_id="void_consent",
        request=VoidBody,
        responses={200: ConsentRow, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        consent = find_consent(actor, uuid)
        voided = domain.void_record(actor=actor, entry=consent, **_read(request))
        return unstored(answer_json(shape_consent(voided)))


class CaseVoid(APIView):
    """A case opened by mistake, with its papers; it stays readable by its id."""

    @extend_schema(
        operation_id="void_case", request=VoidBody, responses={200: CaseDetail, **REFUSED}
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        case = find_case(actor, uuid)
        require_row(actor, case, "edit")
        domain.void_record(actor=actor, entry=case, **_read(request))
        return answer_case(actor, uuid)


def _read(request: Request) -> dict[str, Any]:
    return read_body(VoidBody, request)


kind_view = part_view(
    "void_beneficiary_kind",
    "A kind to which the person never belonged.",
    find_category,
    domain.void_record,
)
level_view = part_view(
    "void_beneficiary_level",
    "A visit level set by mistake; the one that ended with it goes on in its place.",
    find_level,
    domain.void_level,
)
urlpatterns = [
    path(f"{FILE}/void", FileVoid.as_view(), name="beneficiary-void"),
    path(f"{FILE}/kinds/<uuid:entry>/void", kind_view, name="beneficiary-kind-void"),
    path(f"{FILE}/levels/<uuid:entry>/void", level_view, name="beneficiary-level-void"),
    path("api/v1/consents/<uuid:uuid>/void", ConsentVoid.as_view(), name="consent-void"),
    path(f"{CASE}/void", CaseVoid.as_view(), name="case-void"),
]
