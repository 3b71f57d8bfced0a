"""The error answer as the OpenAPI document shows it."""

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class ProblemField(serializers.Serializer):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()
    given = serializers.JSONField(allow_null=True)
    allowed = serializers.JSONField(allow_null=True)


class Problem(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = ProblemField(many=True)  # type: ignore[assignment]
    request_id = serializers.CharField(allow_blank=True)


PROBLEM = OpenApiResponse(Problem, description="application/problem+json")
