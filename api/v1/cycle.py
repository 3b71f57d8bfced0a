"""A year's cycle: create, open, freeze, close (api.md)."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import check_body
from api.base.problem import PROBLEM
from evaluation.cycles.domain.cycle import close_cycle, create_cycle, freeze_cycle, open_cycle
from evaluation.cycles.models import Cycle
from evaluation.cycles.queries.cycle import find_cycle
from evaluation.cycles.states import CycleState
from kernel.access.models import Role
from kernel.access.restrict import require

REFUSED = {400: PROBLEM, 401: PROBLEM, 403: PROBLEM, 409: PROBLEM, 422: PROBLEM}


class RubricChoice(serializers.Serializer):
    id = serializers.CharField(max_length=60)
    version = serializers.CharField(max_length=20)


class CycleRequest(serializers.Serializer):
    year = serializers.IntegerField()
    rubric = RubricChoice()
    cutoff_on = serializers.DateField()


class CycleAnswer(serializers.Serializer):
    id = serializers.UUIDField()
    year = serializers.IntegerField()
    state = serializers.ChoiceField(CycleState.choices)
    cutoff_on = serializers.DateField()


class CyclesView(APIView):
    """The county's cycles."""

    @extend_schema(
        operation_id="create_cycle", request=CycleRequest, responses={201: CycleAnswer, **REFUSED}
    )
    def post(self, request: Request) -> Response:
        actor = actor_of_request(request)
        require(actor, Role.BUREAU)
        body = check_body(CycleRequest(data=request.data))
        given = body.validated_data
        cycle = create_cycle(
            actor=actor,
            year=given["year"],
            rubric_id=given["rubric"]["id"],
            version=given["rubric"]["version"],
            cutoff_on=given["cutoff_on"],
        )
        return Response(_shape(cycle), status=201)


class CycleStepView(APIView):
    """One step of a cycle; ``freeze`` creates the evaluations."""

    do: Callable[..., Cycle]

    def post(self, request: Request, uuid: UUID) -> Response:
        actor = actor_of_request(request)
        return Response(_shape(type(self).do(actor=actor, cycle=find_cycle(actor, uuid))))


def step_view(step: str, do: Callable[..., Cycle]) -> type[APIView]:
    """The view of a step, an operation of its own in the OpenAPI document."""
    view = type(f"{step.title()}CycleView", (CycleStepView,), {"do": staticmethod(do)})
    operation = extend_schema(
        operation_id=f"{step}_cycle",
        request=None,
        responses={200: CycleAnswer, **REFUSED, 404: PROBLEM},
    )
    return extend_schema_view(post=operation)(view)


def _shape(cycle: Cycle) -> dict[str, Any]:
    return {
        "id": cycle.uuid,
        "year": cycle.year,
        "state": cycle.state,
        "cutoff_on": cycle.cutoff_on,
    }


STEPS: Mapping[str, Callable[..., Cycle]] = {
    "open": open_cycle,
    "freeze": freeze_cycle,
    "close": close_cycle,
}

urlpatterns = [
    path("api/v1/cycles", CyclesView.as_view(), name="cycles"),
    *(
        path(f"api/v1/cycles/<uuid:uuid>/{step}", step_view(step, do).as_view())
        for step, do in STEPS.items()
    ),
]
