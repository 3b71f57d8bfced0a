"""Changes of divisions on the operators' host: proposed, looked at, carried out, rejected.

What a newer list proposes is also accepted as a whole (`division-lists`): its effects are found
out first, by an operation whose id is given back when all are carried out.
"""

from dataclasses import asdict
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
from api.base.forms import read_body
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json
from api.v1.division_schema import (
    DivisionChangeDetail,
    DivisionChangePage,
    DivisionListDetail,
    DivisionListPage,
    NewDivisionChange,
    Reject,
    SeenPlan,
    SeenPreview,
)
from api.v1.operation import OperationAnswer, shape_operation
from kernel.errors import Conflict, Invalid
from kernel.operations.queries import find_operation
from tenants.domain.division_change import preview_change, propose_change, reject_change
from tenants.jobs.division_change import (
    operation_of,
    order_change,
    order_preview,
    order_release,
    preview_of,
)
from tenants.models import ChangeState, DivisionChange
from tenants.queries.division_change import (
    find_change,
    list_changes,
    list_releases,
    proposals_of,
)

REFUSED: dict[int, Any] = {401: PROBLEM, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM}
STALE: dict[int, Any] = {412: PROBLEM}


class ChangesView(APIView):
    """Changes of divisions, the latest day first."""

    @extend_schema(
        operation_id="list_division_changes",
        parameters=[
            OpenApiParameter("state", OpenApiTypes.STR, enum=ChangeState.values),
            OpenApiParameter("page", OpenApiTypes.STR, description="A whole number from 1."),
            OpenApiParameter("page_size", OpenApiTypes.STR),
        ],
        responses={200: DivisionChangePage, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request, "state")
        state = serializers.ChoiceField(ChangeState.choices, allow_blank=True).run_validation(
            request.query_params.get("state", "")
        )
        rows = list_changes(actor=actor_of_request(request), state=state)
        return answer_page(request, rows, shape_change)

    @extend_schema(
        operation_id="propose_division_change",
        request=NewDivisionChange,
        responses={201: DivisionChangeDetail, **REFUSED},
    )
    def post(self, request: Request) -> HttpResponse:
        given = read_body(NewDivisionChange, request)
        change = propose_change(
            actor=actor_of_request(request),
            kind=given["kind"],
            effective_on=given["effective_on"],
            document=given["document"],
            predecessors=given["predecessors"],
            successors=[(one["code"], one["name"]) for one in given["successors"]],
            below={one["old"]: (one["code"], one["name"]) for one in given["below"]},
        )
        return answer_json(detail_of(change), status=201)


class ChangeView(APIView):
    """One change with its effects: those it had, or those it would have now."""

    @extend_schema(
        operation_id="read_division_change",
        responses={200: DivisionChangeDetail, 401: PROBLEM, 403: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        return answer_json(detail_of(find_change(actor=actor_of_request(request), uuid=uuid)))


class CarryOutView(APIView):
    """Have a worker carry a change out as it was shown."""

    @extend_schema(
        operation_id="carry_out_division_change",
        request=SeenPlan,
        responses={202: OperationAnswer, **REFUSED, **STALE},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        change = find_change(actor=actor, uuid=uuid)
        values = read_body(SeenPlan, request)
        asked = order_change(actor=actor, change=change, seen=values["seen"])
        return answer_json(shape_operation(asked), status=202)


class RejectView(APIView):
    """Decide that a change is not carried out; a later load does not propose it again."""

    @extend_schema(
        operation_id="reject_division_change",
        request=Reject,
        responses={200: DivisionChangeDetail, **REFUSED},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        change = find_change(actor=actor, uuid=uuid)
        values = read_body(Reject, request)
        return answer_json(detail_of(reject_change(actor=actor, change=change, **values)))


class ListsView(APIView):
    """Newer lists of divisions with open proposals."""

    @extend_schema(
        operation_id="list_division_lists",
        responses={200: DivisionListPage, 401: PROBLEM, 403: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        rows = [
            {"list": row.pop("release"), **row}
            for row in list_releases(actor=actor_of_request(request))
        ]
        return answer_json({"results": rows, "count": len(rows)})


class ListView(APIView):
    """The open proposals of one newer list."""

    @extend_schema(
        operation_id="read_division_list",
        responses={200: DivisionListDetail, 401: PROBLEM, 403: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, release: str) -> HttpResponse:
        changes = proposals_of(actor=actor_of_request(request), release=release)
        preview = preview_of(release)
        found = shape_operation(preview) if preview else None
        return answer_json({"changes": [shape_change(one) for one in changes], "preview": found})


class ListPreviewView(APIView):
    """Have a worker find out what all open proposals of a list would do."""

    @extend_schema(
        operation_id="preview_division_list",
        request=None,
        responses={202: OperationAnswer, 401: PROBLEM, 403: PROBLEM, 404: PROBLEM},
    )
    def post(self, request: Request, release: str) -> HttpResponse:
        asked = order_preview(actor=actor_of_request(request), release=release)
        return answer_json(shape_operation(asked), status=202)


class ListCarryOutView(APIView):
    """Have a worker carry out all proposals of a list that its preview found to fit."""

    @extend_schema(
        operation_id="carry_out_division_list",
        request=SeenPreview,
        responses={202: OperationAnswer, **REFUSED, **STALE},
    )
    def post(self, request: Request, release: str) -> HttpResponse:
        actor = actor_of_request(request)
        proposals_of(actor=actor, release=release)
        values = read_body(SeenPreview, request)
        preview = find_operation(actor=actor, uuid=values["preview"])
        asked = order_release(actor=actor, release=release, preview=preview)
        return answer_json(shape_operation(asked), status=202)


def detail_of(change: DivisionChange) -> dict[str, Any]:
    """A proposal with its preview, unless a worker is at it; else what was done."""
    operation = operation_of(change)
    found: dict[str, Any] = {"plan": None, "counties": change.effects, "problems": []}
    if change.state == ChangeState.PROPOSED and operation is None:
        try:
            preview = preview_change(change)
        except (Conflict, Invalid) as refusal:
            found["problems"] = [one.message for one in refusal.errors] or [refusal.detail]
        else:
            plan = asdict(preview.plan)
            found["plan"] = {"digest": preview.plan.digest} | {
                side: plan[side] for side in ("ended", "begun")
            }
            found["counties"] = [asdict(county) for county in preview.counties]
    return shape_change(change) | found | {"operation": operation.uuid if operation else None}


def shape_change(change: DivisionChange) -> dict[str, Any]:
    return {
        "id": change.uuid,
        "kind": change.kind,
        "state": change.state,
        "effective_on": change.effective_on,
        "document": change.document,
        "list": change.release or None,
        "predecessors": change.predecessors,
        "successors": [{"code": code, "name": name} for code, name in change.successors],
        "below": [
            {"old": old, "code": code, "name": name} for old, (code, name) in change.below.items()
        ],
        "proposed_at": change.proposed_at,
        "proposed_by": change.proposed_by_name,
        "decided_at": change.decided_at,
        "decided_by": change.decided_by_name or None,
        "reason": change.reason,
    }


CHANGES, LISTS = "api/v1/division-changes", "api/v1/division-lists"
urlpatterns = [
    path(CHANGES, ChangesView.as_view(), name="division-changes"),
    path(f"{CHANGES}/<uuid:uuid>", ChangeView.as_view(), name="division-change"),
    path(f"{CHANGES}/<uuid:uuid>/carry-out", CarryOutView.as_view()),
    path(f"{CHANGES}/<uuid:uuid>/reject", RejectView.as_view()),
    path(LISTS, ListsView.as_view(), name="division-lists"),
    path(f"{LISTS}/<slug:release>", ListView.as_view(), name="division-list"),
    path(f"{LISTS}/<slug:release>/preview", ListPreviewView.as_view()),
    path(f"{LISTS}/<slug:release>/carry-out", ListCarryOutView.as_view()),
]
