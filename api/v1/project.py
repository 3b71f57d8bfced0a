"""How far a project has come, the records behind a target, and a report's file; projects and
reports themselves are registers."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from kernel.workdays.clock import today
from stations.projects.queries.evidence import tell_record
from stations.projects.queries.progress import Progress, evidence_of, progress_of
from stations.projects.queries.project import find_project, find_report, find_target
from stations.projects.queries.team import team_of
from stations.projects.report_pdf import take_report


class ProgressRow(serializers.Serializer):
    """One target: agreed, done, left, all in its unit."""

    id = serializers.UUIDField()
    measure = serializers.CharField()
    goal = serializers.CharField()
    line = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    amount = serializers.IntegerField()
    done = serializers.IntegerField()
    left = serializers.IntegerField()
    percent = serializers.IntegerField()


class MonthRow(serializers.Serializer):
    """The fewest in the team on a day of the month."""

    month = serializers.DateField()
    workers = serializers.IntegerField()
    supervisors = serializers.IntegerField()
    enough = serializers.BooleanField()


class ProjectProgress(serializers.Serializer):
    project = serializers.UUIDField()
    state = serializers.CharField()
    as_of = serializers.DateField()
    targets = ProgressRow(many=True)
    months = MonthRow(many=True)
    ever = serializers.IntegerField(help_text="People who have belonged to the team.")
    left = serializers.IntegerField(help_text="Of them those who are in it no more.")


class EvidenceRow(serializers.Serializer):
    """A record that counts, without a person."""

    id = serializers.UUIDField()
    day = serializers.DateField()
    what = serializers.CharField()
    place = serializers.CharField()


class EvidencePage(serializers.Serializer):
    results = EvidenceRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class ProgressView(APIView):
    """Targets and team up to today; a purchaser reads those of their own projects."""

    @extend_schema(
        operation_id="read_project_progress",
        responses={200: ProjectProgress, 401: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        project, on = find_project(actor_of_request(request), uuid), today()
        team = team_of(project, on)
        answer = {
            "project": project.uuid,
            "state": project.state_on(on),
            "as_of": on,
            "targets": [_target(row) for row in progress_of(project, on)],
            "months": [
                {
                    "month": month.month,
                    "workers": month.workers,
                    "supervisors": month.supervisors,
                    "enough": month.enough,
                }
                for month in team.months
            ],
            "ever": team.ever,
            "left": team.left,
        }
        return unstored(answer_json(answer))


class EvidenceView(APIView):
    """The records that a target counts, the latest first."""

    @extend_schema(
        operation_id="list_project_evidence",
        responses={200: EvidencePage, 401: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, uuid: UUID, target: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        found = find_target(find_project(actor, uuid), target)
        check_query(request)
        return unstored(answer_page(request, evidence_of(found, today()), _evidence))


class ReportFile(APIView):
    """The PDF as it was drawn up; who took it is kept."""

    @extend_schema(
        operation_id="read_project_report_pdf",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 401: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        return unstored(take_report(actor=actor, report=find_report(actor, uuid)))


def _target(row: Progress) -> dict[str, Any]:
    return {
        "id": row.target.uuid,
        "measure": row.target.measure,
        "goal": row.target.goal.title,
        "line": row.target.line.title if row.target.line else None,
        "unit": row.agreed.unit,
        "amount": row.agreed.value,
        "done": row.done.value,
        "left": row.left,
        "percent": row.percent,
    }


def _evidence(row: Any) -> dict[str, Any]:
    told = tell_record(row)
    return {"id": told.uuid, "day": told.day, "what": told.what, "place": told.place}


urlpatterns = [
    path("api/v1/projects/<uuid:uuid>/progress", ProgressView.as_view(), name="project-progress"),
    path(
        "api/v1/projects/<uuid:uuid>/targets/<uuid:target>/records",
        EvidenceView.as_view(),
        name="project-evidence",
    ),
    path(
        "api/v1/project-reports/<uuid:uuid>/file",
        ReportFile.as_view(),
        name="project-report-file",
    ),
]
