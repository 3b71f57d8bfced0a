"""The province's figures: targets, coverage, evaluations (api.md, province rows).

Answers come from public tables only; nothing here shows a person or a county's records.
"""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.paging import check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json
from evaluation.rollup.queries.coverage import coverage
from evaluation.rollup.queries.evaluation import evaluations
from evaluation.rollup.queries.scope import (
    GROUPS,
    division_in_scope,
    figure_day,
    parse_date,
    parse_group,
    parse_year,
)
from evaluation.rollup.queries.target import targets


class DivisionName(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class TargetCell(serializers.Serializer):
    """A target nobody set is null, and its gap with it."""

    target = serializers.IntegerField(allow_null=True)
    actual = serializers.IntegerField()
    gap = serializers.IntegerField(allow_null=True)


class TargetCells(serializers.Serializer):
    hub = TargetCell()
    station = TargetCell()
    room = TargetCell()
    total = TargetCell()


class TargetRow(TargetCells):
    code = serializers.CharField()
    name = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())


class TargetTable(serializers.Serializer):
    division = DivisionName()
    year = serializers.IntegerField()
    as_of = serializers.DateTimeField(allow_null=True)
    rows = TargetRow(many=True)
    total = TargetCells()


class Ratio(serializers.Serializer):
    """``ratio`` is a percent text with 2 decimals, null when nothing is due."""

    due = serializers.IntegerField()
    served = serializers.IntegerField()
    ratio = serializers.CharField(allow_null=True)


class Ratios(serializers.Serializer):
    county = Ratio()
    township = Ratio()
    village = Ratio()


class CoverageRow(Ratios):
    code = serializers.CharField()
    name = serializers.CharField()


class CoverageTable(serializers.Serializer):
    division = DivisionName()
    date = serializers.DateField()
    rows = CoverageRow(many=True)
    total = Ratios()


class Grades(serializers.Serializer):
    EXCELLENT = serializers.IntegerField()
    GOOD = serializers.IntegerField()
    PASS = serializers.IntegerField()
    FAIL = serializers.IntegerField()


class AreaScore(serializers.Serializer):
    points = serializers.CharField()
    score = serializers.CharField()


class EvaluationFigures(serializers.Serializer):
    """``on_time`` counts reported evaluations; grades and means cover decided ones."""

    stations = serializers.IntegerField()
    reported = serializers.IntegerField()
    reporting_rate = serializers.CharField(allow_null=True)
    on_time = serializers.IntegerField()
    grades = Grades()
    mean_total = serializers.CharField(allow_null=True)
    mean_areas = serializers.DictField(child=serializers.CharField(), allow_null=True)
    as_of = serializers.DateTimeField(allow_null=True)


class EvaluationRow(EvaluationFigures):
    """The last four keys are those of ``group_by=station`` only."""

    code = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField(required=False)
    total = serializers.CharField(required=False, allow_null=True)
    grade = serializers.CharField(required=False, allow_null=True)
    areas = serializers.DictField(child=AreaScore(), required=False, allow_null=True)


class EvaluationTable(serializers.Serializer):
    division = DivisionName()
    year = serializers.IntegerField()
    group_by = serializers.ChoiceField(choices=list(GROUPS))
    as_of = serializers.DateTimeField(allow_null=True)
    rows = EvaluationRow(many=True)
    total = EvaluationFigures()


DIVISION = OpenApiParameter(
    "division", OpenApiTypes.STR, description="Code; the caller's widest division by default."
)
YEAR = OpenApiParameter("year", OpenApiTypes.STR, description="The running year by default.")
DATE = OpenApiParameter("date", OpenApiTypes.STR, description="YYYY-MM-DD; today by default.")
GROUP = OpenApiParameter(
    "group_by", OpenApiTypes.STR, enum=list(GROUPS), description="county by default."
)
REFUSALS: dict[int, Any] = {401: PROBLEM, 404: PROBLEM, 422: PROBLEM}


class TargetsView(APIView):
    """Build targets, running stations and the gap, one row a county."""

    @extend_schema(
        operation_id="province_targets",
        parameters=[DIVISION, YEAR],
        responses={200: TargetTable, **REFUSALS},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request, "division", "year", paged=False)
        year = parse_year(_given(request, "year"))
        division = _division(request, figure_day(year))
        return answer_json(targets(division, year))


class CoverageView(APIView):
    """Divisions in force on a day, and how many of them a running station serves."""

    @extend_schema(
        operation_id="province_coverage",
        parameters=[DIVISION, DATE],
        responses={200: CoverageTable, **REFUSALS},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request, "division", "date", paged=False)
        on = parse_date(_given(request, "date"))
        return answer_json(coverage(_division(request, on), on))


class EvaluationsView(APIView):
    """Reporting, grades and means of one year's evaluation."""

    @extend_schema(
        operation_id="province_evaluations",
        parameters=[DIVISION, YEAR, GROUP],
        responses={200: EvaluationTable, **REFUSALS},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request, "division", "year", "group_by", paged=False)
        year = parse_year(_given(request, "year"))
        group = parse_group(_given(request, "group_by"))
        division = _division(request, figure_day(year))
        return answer_json(evaluations(division, year, group))


def _given(request: Request, name: str) -> str:
    return request.query_params.get(name, "")


def _division(request: Request, on: Any) -> dict[str, str]:
    return division_in_scope(actor_of_request(request), _given(request, "division"), on)


urlpatterns = [
    path("api/v1/province/targets", TargetsView.as_view(), name="province-targets"),
    path("api/v1/province/coverage", CoverageView.as_view(), name="province-coverage"),
    path("api/v1/province/evaluations", EvaluationsView.as_view(), name="province-evaluations"),
]
