"""The running year of a place: what is still wanted to the thresholds, visits by level, and what
is due soon. What the service tab of its page shows; how many, never who, but for reminders."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from kernel.workdays.clock import today
from stations.casework.queries.due import LevelCount, level_counts
from stations.casework.queries.gap import Gap, gaps
from stations.casework.queries.reminder import KINDS, Reminder, reminders
from stations.casework.rules import count_work
from stations.network.queries.station import find_station
from stations.records.domain import require_place

REFUSED = {401: PROBLEM, 403: PROBLEM, 404: PROBLEM}


class ThresholdRow(serializers.Serializer):
    """One threshold of the year's rubric; ``value``, ``wanted`` and ``missing`` in one unit."""

    indicator = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    clause = serializers.CharField()
    unit = serializers.CharField()
    value = serializers.IntegerField()
    wanted = serializers.IntegerField()
    missing = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True, help_text="Where something is missing.")


class LevelRow(serializers.Serializer):
    """Visits of a level that were due up to today, and those of them that were made."""

    level = serializers.IntegerField()
    due = serializers.IntegerField()
    done = serializers.IntegerField()


class Thresholds(serializers.Serializer):
    """Both lists are empty for a place that is not evaluated this year."""

    year = serializers.IntegerField()
    thresholds = ThresholdRow(many=True)
    levels = LevelRow(many=True)


class ReminderRow(serializers.Serializer):
    """``id`` is of the record of its kind; ``who`` is masked for whoever reads no names."""

    kind = serializers.ChoiceField(KINDS)
    id = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]
    who = serializers.CharField()
    due_on = serializers.DateField()
    overdue = serializers.BooleanField()


class ReminderList(serializers.Serializer):
    results = ReminderRow(many=True)


class ThresholdView(APIView):
    """The gaps to the year's thresholds, as the records stand today."""

    @extend_schema(operation_id="read_thresholds", responses={200: Thresholds, **REFUSED})
    def get(self, request: Request, code: str) -> HttpResponse:
        station = _counted(request, code)
        day = today()
        return answer_json(
            {
                "year": day.year,
                "thresholds": [_shape_gap(gap) for gap in gaps(station, day)],
                "levels": [_shape_level(count) for count in level_counts(station, day)],
            }
        )


class ReminderView(APIView):
    """Follow-ups, reviews, checks and families due soon, the longest due first."""

    @extend_schema(operation_id="list_reminders", responses={200: ReminderList, **REFUSED})
    def get(self, request: Request, code: str) -> HttpResponse:
        station = _counted(request, code)
        found = reminders(actor_of_request(request), station, today())
        return unstored(answer_json({"results": [_shape_reminder(each) for each in found]}))


def _counted(request: Request, code: str) -> Any:
    """The place, for whoever may open its service tab."""
    actor = actor_of_request(request)
    station = find_station(actor, code)
    require_place(actor, station, count_work(""))
    return station


def _shape_gap(gap: Gap) -> dict[str, Any]:
    return {
        "indicator": gap.indicator,
        "label": gap.label,
        "clause": gap.clause,
        "unit": gap.unit,
        "value": gap.value,
        "wanted": gap.wanted,
        "missing": gap.missing,
        "note": gap.note,
    }


def _shape_level(count: LevelCount) -> dict[str, Any]:
    return {"level": int(count.level), "due": count.due, "done": count.done}


def _shape_reminder(each: Reminder) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "id": each.uuid,
        "label": each.label,
        "who": each.who,
        "due_on": each.due_on,
        "overdue": each.overdue,
    }


urlpatterns = [
    path("api/v1/stations/<str:code>/thresholds", ThresholdView.as_view(), name="thresholds"),
    path("api/v1/stations/<str:code>/reminders", ReminderView.as_view(), name="reminders"),
]
