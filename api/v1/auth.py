"""Tokens and the caller's own identity."""

from typing import cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.problem import PROBLEM
from kernel.access.middleware import may_enter, open_to_public
from kernel.access.queries import actor_of
from kernel.access.request import ActorRequest
from kernel.accounts.domain.credentials import LoginRefused, check_login
from kernel.accounts.domain.session import host_of
from kernel.accounts.domain.token import issue_token


class TokenRequest(serializers.Serializer):
    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    otp = serializers.CharField(max_length=10, required=False, allow_blank=True)


class TokenAnswer(serializers.Serializer):
    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    host = serializers.CharField()


class HeldRole(serializers.Serializer):
    role = serializers.CharField()
    scope = serializers.CharField(allow_blank=True)


class MeAnswer(serializers.Serializer):
    id = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField()
    host = serializers.CharField()
    county = serializers.CharField(allow_null=True)
    roles = HeldRole(many=True)


class TokenView(APIView):
    """Exchange a log-in for a bearer token of this host."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        request=TokenRequest,
        responses={200: TokenAnswer, 401: PROBLEM, 422: PROBLEM},
        auth=[],
        operation_id="issue_token",
    )
    def post(self, request: Request) -> Response:
        given = TokenRequest(data=request.data)
        given.is_valid(raise_exception=True)
        host = host_of(request._request)
        user = check_login(host=host, **given.validated_data)
        if not may_enter(cast(ActorRequest, request._request), actor_of(user)):
            raise LoginRefused(_("You have no active membership here."), code="no_membership")
        if user.has_first_password:
            message = _("Choose a password of your own on the pages first.")
            raise LoginRefused(message, code="first_password")
        plain, token = issue_token(user=user, host=host)
        return Response({"token": plain, "expires_at": token.expires_at, "host": host})


class MeView(APIView):
    """Who the caller is here, and with which roles."""

    @extend_schema(responses={200: OpenApiResponse(MeAnswer), 401: PROBLEM}, operation_id="read_me")
    def get(self, request: Request) -> Response:
        actor = actor_of_request(request)
        user = request._request.user
        roles = [{"role": held.role, "scope": held.scope} for held in actor.memberships]
        return Response(
            {
                "id": actor.user_uuid,
                "username": user.username,
                "name": actor.name,
                "host": host_of(request._request),
                "county": actor.county,
                "roles": roles,
            }
        )


issue_token_view = open_to_public(TokenView.as_view())
me_view = MeView.as_view()
