"""Members of the county: who holds which role where; the bureau lets in and ends."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import clean_form, read_body, serializer_of
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from kernel.access.models import Membership, Role
from kernel.access.restrict import require
from stations.network.domain.member import admit_member, end_member, renew_password
from stations.network.member_forms import EndMemberForm, MemberFields
from stations.network.queries.member import find_member, members
from stations.network.queries.member_proposal import proposal_named

BODY = serializer_of(
    MemberFields,
    "NewMember",
    proposal=serializers.UUIDField(
        default=None,
        allow_null=True,
        help_text="Of a head's proposal, which is settled by admitting; left out where none was.",
    ),
)
END = serializer_of(EndMemberForm, "EndMember")
PAGING = [OpenApiParameter(name, OpenApiTypes.STR) for name in ("page", "page_size")]


class MemberAnswer(serializers.Serializer):
    """A membership; ``user`` is the person's id in all counties."""

    id = serializers.UUIDField()
    user = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.CharField()
    scope = serializers.CharField(help_text="A code, or the kind of scope where it has none.")
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)


class MemberMade(MemberAnswer):
    """``password`` is the first one of a new account, told this once; else empty."""

    password = serializers.CharField(allow_blank=True)


class NewPassword(serializers.Serializer):
    """Told this once."""

    password = serializers.CharField()


class MemberPage(serializers.Serializer):
    results = MemberAnswer(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class MemberList(APIView):
    """The memberships by name; a new one by POST, which settles the proposal it names."""

    @extend_schema(
        operation_id="list_members",
        parameters=PAGING,
        responses={200: MemberPage, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request)
        rows = members(actor_of_request(request))
        return unstored(answer_page(request, rows, shape_member))

    @extend_schema(
        operation_id="admit_member",
        request=BODY,
        responses={201: MemberMade, 403: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    @transaction.atomic
    def post(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require(actor, Role.BUREAU)
        values = read_body(BODY, request)
        proposal = proposal_named(actor, values.pop("proposal"))
        given = clean_form(MemberFields(values), values)
        made = admit_member(by=actor, proposal=proposal, **given)
        answer = shape_member(made.membership) | {"password": made.password}
        return unstored(answer_json(answer, 201))


class MemberEnd(APIView):
    """A membership ends: ``on`` is the first day without it."""

    @extend_schema(
        operation_id="end_member",
        request=END,
        responses={200: MemberAnswer, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    @transaction.atomic
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        held = find_member(actor, uuid)
        ended = end_member(by=actor, membership=held, **read_body(END, request))
        return unstored(answer_json(shape_member(ended)))


class MemberPassword(APIView):
    """A new first password for a member who lost theirs; sessions and tokens end."""

    @extend_schema(
        operation_id="renew_password",
        request=None,
        responses={200: NewPassword, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        password = renew_password(by=actor, membership=find_member(actor, uuid))
        return unstored(answer_json({"password": password}))


def shape_member(held: Membership) -> dict[str, Any]:
    return {
        "id": held.uuid,
        "user": held.user_uuid,
        "name": held.user_name,
        "role": held.role,
        "scope": held.scope,
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
    }


urlpatterns = [
    path("api/v1/members", MemberList.as_view(), name="members"),
    path("api/v1/members/<uuid:uuid>/end", MemberEnd.as_view(), name="member-end"),
    path("api/v1/members/<uuid:uuid>/password", MemberPassword.as_view(), name="member-password"),
]
