"""The operators' counties: states and sizes, and what is done about one."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import read_body, serializer_of
from api.base.problem import PROBLEM
from api.base.rendering import answer_json
from api.v1.operation import OperationAnswer, shape_operation
from kernel.operations.models import Operation
from tenants.acts import ACTS, Act, acts_of, perform
from tenants.domain.county import add_county
from tenants.forms import MigrationForm, NewCountyForm, ProvinceForm, filled
from tenants.jobs.migration import ask_for_migration
from tenants.jobs.province import ask_for_province
from tenants.models import County, CountyState
from tenants.queries.county import describe_county, find_county, list_counties

REFUSED: dict[int, Any] = {401: PROBLEM, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM}


NewCounty = serializer_of(NewCountyForm, "NewCounty")
Province = serializer_of(ProvinceForm, "Province")
Migration = serializer_of(MigrationForm, "Migration")


class CountyRow(serializers.Serializer):
    """``size`` in bytes; ``last_active_at``: when somebody last entered; nothing of its content."""

    code = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(CountyState.choices)
    host = serializers.CharField()
    is_trial = serializers.BooleanField()
    rehearsal_of = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    size = serializers.IntegerField()
    last_active_at = serializers.DateTimeField(allow_null=True)
    failed_jobs = serializers.IntegerField()
    is_current = serializers.BooleanField()


class CountyDetail(CountyRow):
    """``acts``: what its present state offers."""

    acts = serializers.ListField(child=serializers.ChoiceField(sorted(ACTS)))


class CountyList(serializers.Serializer):
    results = CountyRow(many=True)
    count = serializers.IntegerField()


class CountiesView(APIView):
    """Every county of the installation, in code order."""

    @extend_schema(
        operation_id="list_counties", responses={200: CountyList, 401: PROBLEM, 403: PROBLEM}
    )
    def get(self, request: Request) -> HttpResponse:
        rows = [shape_county(row) for row in list_counties(actor=actor_of_request(request))]
        return answer_json({"results": rows, "count": len(rows)})

    @extend_schema(
        operation_id="add_county",
        request=NewCounty,
        responses={201: CountyDetail, 401: PROBLEM, 403: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request) -> HttpResponse:
        values = read_body(NewCounty, request)
        county = add_county(actor=actor_of_request(request), **filled(values))
        return answer_json(detail_of(request, county), status=201)


class ProvinceView(APIView):
    """Have many counties made by a worker: all of a province, or those of a CSV text."""

    @extend_schema(
        operation_id="add_counties",
        request=Province,
        responses={202: OperationAnswer, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request) -> HttpResponse:
        values = read_body(Province, request)
        asked = ask_for_province(actor=actor_of_request(request), **values)
        return answer_json(shape_operation(asked), status=202)


class MigrationView(APIView):
    """Have every schema brought up to date by a worker."""

    @extend_schema(
        operation_id="migrate_counties",
        request=Migration,
        responses={202: OperationAnswer, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request) -> HttpResponse:
        values = read_body(Migration, request)
        asked = ask_for_migration(actor=actor_of_request(request), **values)
        return answer_json(shape_operation(asked), status=202)


class CountyView(APIView):
    """One county."""

    @extend_schema(
        operation_id="read_county",
        responses={200: CountyDetail, 401: PROBLEM, 403: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        actor = actor_of_request(request)
        return answer_json(detail_of(request, find_county(actor=actor, code=code)))


class ActView(APIView):
    """Something done about a county, at once (200) or by an operation (202)."""

    name: str
    body: type[serializers.Serializer]

    def post(self, request: Request, code: str) -> HttpResponse:
        actor = actor_of_request(request)
        county = find_county(actor=actor, code=code)
        values = read_body(self.body, request)
        outcome = perform(self.name, actor=actor, county=county, values=values)
        if isinstance(outcome, Operation):
            return answer_json(shape_operation(outcome), status=202)
        return answer_json(detail_of(request, outcome))


def act_view(name: str, act: Act) -> type[APIView]:
    """The view of an act, an operation of its own in the OpenAPI document."""
    title = "".join(part.title() for part in name.split("-"))
    body = serializer_of(act.form, f"{title}County")
    view = type(f"{title}CountyView", (ActView,), {"name": name, "body": body})
    operation = extend_schema(
        operation_id=f"{name.replace('-', '_')}_county",
        request=body if act.form.base_fields else None,
        responses={200: CountyDetail, 202: OperationAnswer, **REFUSED},
    )
    return extend_schema_view(post=operation)(view)


def detail_of(request: Request, county: County) -> dict[str, Any]:
    row = describe_county(actor=actor_of_request(request), code=county.code)
    return shape_county(row) | {"acts": sorted(acts_of(county))}


def shape_county(row: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in row.items() if key != "state_label"}
    return shown | {"rehearsal_of": row["rehearsal_of"] or None}


urlpatterns = [
    path("api/v1/counties", CountiesView.as_view(), name="counties"),
    path("api/v1/counties/province", ProvinceView.as_view(), name="add-counties"),
    path("api/v1/counties/migrate", MigrationView.as_view(), name="migrate"),
    path("api/v1/counties/<str:code>", CountyView.as_view(), name="county"),
    *(
        path(f"api/v1/counties/<str:code>/{name}", act_view(name, act).as_view())
        for name, act in ACTS.items()
    ),
]
