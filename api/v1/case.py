"""Cases: the list, one with all that is written about it, and each of its acts."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import read_body
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from api.v1 import case_schema
from api.v1.case_shape import shape_case, shape_document, shape_follow_up, shape_row
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import require
from kernel.errors import NotFound
from stations.casework import domain
from stations.casework.models import Beneficiary, Case
from stations.casework.queries.case import cases_of, find_case, find_follow_up, view_case
from stations.casework.queries.person import find_household
from stations.network.queries.station import find_station
from stations.people.queries import find_staff
from stations.records.domain import refuse, require_row

PLAIN = {400: PROBLEM, 401: PROBLEM, 403: PROBLEM, 409: PROBLEM, 422: PROBLEM}
REFUSED = {**PLAIN, 404: PROBLEM}


class CaseList(APIView):
    """The cases of all stations that the caller may see."""

    @extend_schema(
        operation_id="list_cases",
        parameters=[
            OpenApiParameter("station", OpenApiTypes.STR, description="The code of one station."),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT, description="At most 200."),
        ],
        responses={200: case_schema.CasePage, 401: PROBLEM, 404: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        check_query(request, "station")
        rows, code = cases_of(actor), request.query_params.get("station")
        if code:
            rows = rows.filter(station=find_station(actor, code))
        return unstored(answer_page(request, rows, shape_row))

    @extend_schema(
        operation_id="open_case",
        request=case_schema.NewCase,
        responses={201: case_schema.CaseDetail, **PLAIN},
    )
    def post(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require(actor, Role.HEAD, Role.WORKER)
        values = read_body(case_schema.NewCase, request)
        person = _person(actor, values.pop("beneficiary"))
        worker = named_worker(actor, values.pop("responsible"), "responsible")
        chosen = values.pop("household")
        case = domain.open_case(
            actor=actor,
            beneficiary=person,
            responsible=worker,
            household=find_household(actor, None, chosen) if chosen else None,
            **values,
        )
        return answer_case(actor, case.uuid, 201)


class CaseItem(APIView):
    """One case as it stands."""

    @extend_schema(
        operation_id="read_case",
        responses={200: case_schema.CaseDetail, 401: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        return answer_case(actor_of_request(request), uuid)


class CaseCall(APIView):
    """An act on a case: seen (404), allowed (403), then the body (422)."""

    schema_in: ClassVar[type[Serializer]]
    do: ClassVar[Callable[..., Case]]
    right: ClassVar[str] = "edit"

    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        case = find_case(actor, uuid)
        require_row(actor, case, self.right)
        self.do(actor=actor, case=case, **read_body(self.schema_in, request))
        return answer_case(actor, uuid)


def name_household(*, actor: Actor, case: Case, household: UUID) -> Case:
    """For which household the case is, where nobody has said it and the files do not; once."""
    found = find_household(actor, None, household)
    return domain.name_household(actor=actor, case=case, household=found)


def call_of(
    name: str, schema: type[Serializer], do: Callable[..., Case], right: str = "edit"
) -> Callable[..., HttpResponse]:
    """The view of one act, with its own entry in the OpenAPI document."""
    members = {"schema_in": schema, "do": staticmethod(do), "right": right}
    view = type(name, (CaseCall,), {**members, "__doc__": do.__doc__})
    described: Any = extend_schema(
        operation_id=do.__name__,
        request=schema,
        responses={200: case_schema.CaseDetail, **REFUSED},
    )
    return described(view).as_view()


class CaseDocuments(APIView):
    """What is written about a case."""

    @extend_schema(
        operation_id="write_case_document",
        request=case_schema.NewDocument,
        responses={201: case_schema.Document, **REFUSED},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        case = find_case(actor, uuid)
        require_row(actor, case, "edit")
        values = read_body(case_schema.NewDocument, request)
        document = domain.write_document(actor=actor, case=case, **values)
        return unstored(answer_json(shape_document(document, True), 201))


class CaseFollowUps(APIView):
    """Days to see how it goes after the closure."""

    @extend_schema(
        operation_id="plan_follow_up",
        request=case_schema.NewFollowUp,
        responses={201: case_schema.FollowUp, **REFUSED},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        case = find_case(actor, uuid)
        require_row(actor, case, "edit")
        values = read_body(case_schema.NewFollowUp, request)
        planned = domain.plan_follow_up(actor=actor, case=case, **values)
        return unstored(answer_json(shape_follow_up(planned, True), 201))


class CaseFollowUpItem(APIView):
    """A follow-up, when it is done."""

    @extend_schema(
        operation_id="record_follow_up",
        request=case_schema.FollowUpDone,
        responses={200: case_schema.FollowUp, **REFUSED},
    )
    def post(self, request: Request, uuid: UUID, follow_up: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        case = find_case(actor, uuid)
        require_row(actor, case, "edit")
        found = find_follow_up(case, follow_up)
        values = read_body(case_schema.FollowUpDone, request)
        done = domain.record_follow_up(actor=actor, follow_up=found, **values)
        return unstored(answer_json(shape_follow_up(done, True)))


def answer_case(actor: Actor, uuid: UUID, status: int = 200) -> HttpResponse:
    """The case as the actor now sees it."""
    case = find_case(actor, uuid, with_voided=True)
    return unstored(answer_json(shape_case(view_case(case)), status))


def _person(actor: Actor, uuid: UUID) -> Beneficiary:
    rows = Beneficiary.objects.restrict(actor, "edit").filter(withdrawn_at=None)
    found = rows.filter(uuid=uuid).first()
    return found or refuse("beneficiary", _("No such person."), str(uuid))


def named_worker(actor: Actor, uuid: UUID | None, field: str) -> Any:
    """The worker that a body names, if it does. Raises Invalid for one out of sight."""
    try:
        return find_staff(actor, uuid) if uuid else None
    except NotFound as unseen:
        refuse(field, unseen.detail, str(uuid))


CASE = "api/v1/cases/<uuid:uuid>"
ACTS = (
    ("advance", "AdvanceCase", case_schema.Advance, domain.advance_case, "edit"),
    ("refer", "ReferCase", case_schema.Refer, domain.refer_case, "edit"),
    ("withdraw", "WithdrawCase", case_schema.Withdraw, domain.withdraw_case, "edit"),
    (
        "request-closure",
        "RequestClosure",
        case_schema.RequestClosure,
        domain.request_closure,
        "edit",
    ),
    ("sign-closure", "SignClosure", case_schema.SignClosure, domain.sign_closure, "sign"),
    ("take-back", "TakeBackClosure", case_schema.Reason, domain.take_back_closure, "edit"),
    ("send-back", "SendBackClosure", case_schema.Reason, domain.send_back_closure, "sign"),
    ("household", "NameHousehold", case_schema.NameHousehold, name_household, "edit"),
    ("reopen", "ReopenCase", case_schema.Reason, domain.reopen_case, "edit"),
)

urlpatterns = [
    path("api/v1/cases", CaseList.as_view(), name="cases"),
    path(CASE, CaseItem.as_view(), name="case"),
    path(f"{CASE}/documents", CaseDocuments.as_view(), name="case-documents"),
    path(f"{CASE}/follow-ups", CaseFollowUps.as_view(), name="case-follow-ups"),
    path(f"{CASE}/follow-ups/<uuid:follow_up>", CaseFollowUpItem.as_view(), name="follow-up"),
    *(
        path(f"{CASE}/{act}", call_of(name, schema, do, right), name=f"case-{act}")
        for act, name, schema, do, right in ACTS
    ),
]
