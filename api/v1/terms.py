"""The terms under which a county's data is processed for it: read and accepted (X09)."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.problem import PROBLEM
from kernel.access.actor import Actor
from kernel.access.restrict import require
from tenants.domain.terms import accept_terms
from tenants.models import County
from tenants.queries.terms import READERS, latest_acceptance
from tenants.terms import current_terms


class Article(serializers.Serializer):
    heading = serializers.CharField()
    text = serializers.CharField()


class Acceptance(serializers.Serializer):
    version = serializers.CharField()
    digest = serializers.CharField()
    accepted_by = serializers.CharField()
    accepted_at = serializers.DateTimeField()


class TermsAnswer(serializers.Serializer):
    """The current version; ``accepted`` is the county's latest acceptance, of any version."""

    version = serializers.CharField()
    in_force_from = serializers.DateField()
    title = serializers.CharField()
    articles = Article(many=True)
    digest = serializers.CharField()
    accepted = Acceptance(allow_null=True)


class TermsView(APIView):
    """The county's terms of entrusted processing."""

    @extend_schema(
        operation_id="read_terms", responses={200: TermsAnswer, 401: PROBLEM, 403: PROBLEM}
    )
    def get(self, request: Request) -> Response:
        actor = actor_of_request(request)
        require(actor, *READERS)
        return Response(_shape(_county_of(actor)))

    @extend_schema(
        operation_id="accept_terms",
        request=None,
        responses={201: TermsAnswer, 401: PROBLEM, 403: PROBLEM, 409: PROBLEM},
    )
    def post(self, request: Request) -> Response:
        actor = actor_of_request(request)
        county = _county_of(actor)
        accept_terms(actor=actor, county=county)
        return Response(_shape(county), status=201)


def _county_of(actor: Actor) -> County:
    return County.objects.get(code=actor.county)


def _shape(county: County) -> dict[str, Any]:
    terms, entry = current_terms(), latest_acceptance(county)
    accepted = entry and {
        "version": entry.after["version"],
        "digest": entry.after["digest"],
        "accepted_by": entry.actor_name,
        "accepted_at": entry.at,
    }
    return TermsAnswer(
        {
            "version": terms.version,
            "in_force_from": terms.in_force_from,
            "title": terms.title,
            "articles": terms.articles,
            "digest": terms.digest,
            "accepted": accepted,
        }
    ).data


urlpatterns = [path("api/v1/entrustment-terms", TermsView.as_view(), name="entrustment-terms")]
