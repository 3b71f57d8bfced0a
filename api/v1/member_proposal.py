"""Proposals of members: heads propose and take back, the bureau declines.

The bureau admits with `POST /api/v1/members`, naming the proposal.
"""

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
from kernel.access.restrict import require
from kernel.crypto import mask_phone
from stations.network.domain.member_proposal import (
    decline_proposal,
    propose_member,
    withdraw_proposal,
)
from stations.network.member_forms import DeclineForm, ProposalFields
from stations.network.models import MemberProposal
from stations.network.queries.member_proposal import find_proposal, place_to_propose, proposals
from stations.network.rules import MAY_PROPOSE

BODY = serializer_of(ProposalFields, "NewMemberProposal")
DECLINE = serializer_of(DeclineForm, "DeclineMemberProposal")
PAGING = [OpenApiParameter(name, OpenApiTypes.STR) for name in ("page", "page_size")]


class ProposalAnswer(serializers.Serializer):
    """A proposal; ``membership`` is the id of the one it was admitted with."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.CharField()
    place = serializers.CharField(help_text="The place's code.")
    phone = serializers.CharField(
        allow_blank=True, help_text="Masked; empty as soon as it is decided."
    )
    note = serializers.CharField(allow_blank=True)
    proposed_by = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    state = serializers.CharField(help_text="PROPOSED, ADMITTED, DECLINED or WITHDRAWN.")
    decided_by = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True, help_text="Why it was declined.")
    membership = serializers.UUIDField(allow_null=True)


class ProposalPage(serializers.Serializer):
    results = ProposalAnswer(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class ProposalList(APIView):
    """A head's own, for the bureau the county's, those that wait first; a new one by POST."""

    @extend_schema(
        operation_id="list_member_proposals",
        parameters=PAGING,
        responses={200: ProposalPage, 401: PROBLEM, 403: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request)
        rows = proposals(actor_of_request(request))
        return unstored(answer_page(request, rows, shape_proposal))

    @extend_schema(
        operation_id="propose_member",
        request=BODY,
        responses={201: ProposalAnswer, 403: PROBLEM, 422: PROBLEM},
    )
    @transaction.atomic
    def post(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require(actor, *MAY_PROPOSE)
        values = read_body(BODY, request)
        given = clean_form(ProposalFields(values), values)
        place = place_to_propose(actor, given.pop("place"))
        made = propose_member(by=actor, place=place, **given)
        return unstored(answer_json(shape_proposal(made), 201))


class ProposalItem(APIView):
    """One proposal."""

    @extend_schema(
        operation_id="read_member_proposal",
        responses={200: ProposalAnswer, 401: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        found = find_proposal(actor_of_request(request), uuid)
        return unstored(answer_json(shape_proposal(found)))


class ProposalWithdraw(APIView):
    """The station takes its proposal back."""

    @extend_schema(
        operation_id="withdraw_member_proposal",
        request=None,
        responses={200: ProposalAnswer, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM},
    )
    @transaction.atomic
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        found = find_proposal(actor, uuid, "withdraw")
        settled = withdraw_proposal(by=actor, proposal=found)
        return unstored(answer_json(shape_proposal(settled)))


class ProposalDecline(APIView):
    """The bureau says no, and why."""

    @extend_schema(
        operation_id="decline_member_proposal",
        request=DECLINE,
        responses={200: ProposalAnswer, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    @transaction.atomic
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        found = find_proposal(actor, uuid, "decide")
        values = read_body(DECLINE, request)
        given = clean_form(DeclineForm(values), values)
        settled = decline_proposal(by=actor, proposal=found, **given)
        return unstored(answer_json(shape_proposal(settled)))


def shape_proposal(proposal: MemberProposal) -> dict[str, Any]:
    return {
        "id": proposal.uuid,
        "name": proposal.display_name,
        "role": proposal.role,
        "place": proposal.station.code,
        "phone": mask_phone(proposal.phone) if proposal.phone else "",
        "note": proposal.note,
        "proposed_by": proposal.proposed_by_name,
        "proposed_at": proposal.proposed_at,
        "state": proposal.state,
        "decided_by": proposal.decided_by_name,
        "decided_at": proposal.decided_at,
        "reason": proposal.decline_reason,
        "membership": proposal.membership_uuid,
    }


TOP = "api/v1/member-proposals"
urlpatterns = [
    path(TOP, ProposalList.as_view(), name="member-proposals"),
    path(f"{TOP}/<uuid:uuid>", ProposalItem.as_view(), name="member-proposal"),
    path(f"{TOP}/<uuid:uuid>/withdraw", ProposalWithdraw.as_view(), name="proposal-withdraw"),
    path(f"{TOP}/<uuid:uuid>/decline", ProposalDecline.as_view(), name="proposal-decline"),
]
