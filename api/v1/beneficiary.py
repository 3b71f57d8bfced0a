"""Persons served: rows and files masked, a new file, the reveal with a reason, consents."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from api.base.authentication import actor_of_request
from api.base.forms import read_body
from api.base.paging import answer_page, check_query
from api.base.problem import PROBLEM
from api.base.rendering import answer_json, unstored
from api.v1.beneficiary_schema import (
    ConsentBody,
    ConsentRow,
    FileBody,
    GuardianNoticeBody,
    PersonDetail,
    PersonPage,
    RevealBody,
    Revealed,
    SearchBody,
    WithdrawBody,
    shape_consent,
    shape_file,
    shape_row,
)
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import require
from kernel.errors import FieldError, Invalid
from kernel.workdays.clock import today
from stations.casework.domain import (
    file_beneficiary,
    give_consent,
    give_guardian_notice,
    open_household,
    reveal,
    withdraw_consent,
)
from stations.casework.models import Household
from stations.casework.queries.person import (
    check_village,
    find_beneficiary,
    find_consent,
    find_household,
    persons,
    read_file,
    search_persons,
)
from stations.casework.queries.work import sees_names
from stations.casework.rules import write_persons
from stations.network.queries.station import find_station
from stations.records.domain import refuse, require_place

FILTERS = [
    OpenApiParameter("station", OpenApiTypes.STR, description="Code of a place."),
    OpenApiParameter("level", OpenApiTypes.STR, description="Today's visit level, 1 to 5."),
    OpenApiParameter("category", OpenApiTypes.STR, description="A kind held today."),
    OpenApiParameter(
        "group", OpenApiTypes.STR, description="A group of kinds, of which one is held today."
    ),
    OpenApiParameter(
        "search",
        OpenApiTypes.STR,
        description="Pinyin initials only: names, ID numbers and codes go to "
        "/beneficiaries/search.",
    ),
    OpenApiParameter("page", OpenApiTypes.STR),
    OpenApiParameter("page_size", OpenApiTypes.STR),
]
NARROWED = ("level", "category", "group")


class BeneficiaryList(APIView):
    """The files the caller may see, by name; and a new one."""

    @extend_schema(
        operation_id="list_beneficiaries",
        parameters=FILTERS,
        responses={200: PersonPage, 401: PROBLEM, 404: PROBLEM, 422: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        check_query(request, "station", "search", *NARROWED)
        given = request.query_params
        return _answer_rows(request, given.get("station", ""), _read_initials(given))

    @extend_schema(
        operation_id="file_beneficiary",
        request=FileBody,
        responses={201: PersonDetail, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    @transaction.atomic
    def post(self, request: Request) -> HttpResponse:
        actor = actor_of_request(request)
        require(actor, Role.HEAD, Role.WORKER)
        values = read_body(FileBody, request)
        station = find_station(actor, values.pop("station"))
        require_place(actor, station, write_persons(""))
        check_village(station, values["division_code"])
        day = values.pop("filed_on") or today()
        household = _household(actor, station, day, values)
        made = file_beneficiary(
            actor=actor, station=station, household=household, filed_on=day, **values
        )
        return answer_file(request, made.uuid, 201)


class BeneficiarySearch(APIView):
    """A search by name, initials, ID number or the file's code (its first four characters or more).

    In the body, for neither names nor ID numbers may stand in an address, and digits of a code
    look like those of a number.
    """

    @extend_schema(
        operation_id="search_beneficiaries",
        request=SearchBody,
        responses={200: PersonPage, 401: PROBLEM, 404: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request) -> HttpResponse:
        check_query(request, *NARROWED)
        values = read_body(SearchBody, request)
        return _answer_rows(request, values["station"], values["search"])


class BeneficiaryItem(APIView):
    """One file, masked."""

    @extend_schema(
        operation_id="read_beneficiary",
        responses={200: PersonDetail, 401: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        return answer_file(request, uuid)


class BeneficiaryReveal(APIView):
    """ID number, phone and address in full; the reason is kept in the audit trail."""

    @extend_schema(
        operation_id="reveal_beneficiary",
        request=RevealBody,
        responses={200: Revealed, 403: PROBLEM, 404: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        person = find_beneficiary(actor, uuid, "reveal")
        values = read_body(RevealBody, request)
        return unstored(answer_json(reveal(actor=actor, beneficiary=person, **values)))


class ConsentList(APIView):
    """A consent of the person or a guardian, or the statutory duty in its place."""

    @extend_schema(
        operation_id="give_consent",
        request=ConsentBody,
        responses={201: ConsentRow, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        person = find_beneficiary(actor, uuid, "edit")
        values = read_body(ConsentBody, request)
        values["valid_from"] = values["valid_from"] or today()
        made = give_consent(actor=actor, beneficiary=person, **values)
        return unstored(answer_json(shape_consent(made), 201))


class GuardianNotice(APIView):
    """A minor's guardian was given the notice of their own, and agreed or refused (X10)."""

    @extend_schema(
        operation_id="give_guardian_notice",
        request=GuardianNoticeBody,
        responses={200: PersonDetail, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        person = find_beneficiary(actor, uuid, "edit")
        values = read_body(GuardianNoticeBody, request)
        values["on"] = values["on"] or today()
        give_guardian_notice(actor=actor, beneficiary=person, **values)
        return answer_file(request, uuid)


class ConsentWithdrawal(APIView):
    """The consent no longer holds from a day on."""

    @extend_schema(
        operation_id="withdraw_consent",
        request=WithdrawBody,
        responses={200: ConsentRow, 403: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        actor = actor_of_request(request)
        consent = find_consent(actor, uuid)
        values = read_body(WithdrawBody, request)
        values["on"] = values["on"] or today()
        ended = withdraw_consent(actor=actor, consent=consent, **values)
        return unstored(answer_json(shape_consent(ended)))


def _household(actor: Actor, station: Any, day: date, values: dict[str, Any]) -> Household | None:
    """The household that the body names, or a new one. Raises NotFound, or Invalid for both."""
    chosen, is_new = values.pop("household"), values.pop("new_household")
    if is_new and chosen:
        message = _("Name a household or open a new one, not both.")
        refuse("new_household", message, True, False)
    if is_new:
        return open_household(actor=actor, station=station, filed_on=day, person=values)
    return find_household(actor, station, chosen) if chosen else None


def _answer_rows(request: Request, code: str, search: str) -> HttpResponse:
    actor = actor_of_request(request)
    station = find_station(actor, code) if code else None
    given = request.query_params
    filters: dict[str, Any] = {name: given.get(name, "") for name in NARROWED}
    rows = search_persons(persons(actor, station=station, **filters), search)
    open_names = sees_names(actor)
    return unstored(answer_page(request, rows, lambda person: shape_row(person, open_names)))


def answer_file(request: Request, uuid: UUID, status: int = 200) -> HttpResponse:
    """The file as the caller sees it now."""
    actor = actor_of_request(request)
    person = find_beneficiary(actor, uuid, with_voided=True)
    detail = shape_file(person, read_file(actor, person), sees_names(actor))
    return unstored(answer_json(detail, status))


def _read_initials(given: Any) -> str:
    """Initials are no personal data; anything else is asked for in a body."""
    search = given.get("search", "")
    if search and not (search.isascii() and search.isalpha()):
        message = _("Only initials stand in an address; send names and ID numbers in a body.")
        raise Invalid(message, errors=[FieldError("search", "invalid", message, None, "a-z")])
    return search


urlpatterns = [
    path("api/v1/beneficiaries", BeneficiaryList.as_view(), name="beneficiaries"),
    path("api/v1/beneficiaries/search", BeneficiarySearch.as_view(), name="beneficiary-search"),
    path("api/v1/beneficiaries/<uuid:uuid>", BeneficiaryItem.as_view(), name="beneficiary"),
    path(
        "api/v1/beneficiaries/<uuid:uuid>/reveal",
        BeneficiaryReveal.as_view(),
        name="beneficiary-reveal",
    ),
    path(
        "api/v1/beneficiaries/<uuid:uuid>/consents",
        ConsentList.as_view(),
        name="beneficiary-consents",
    ),
    path(
        "api/v1/beneficiaries/<uuid:uuid>/guardian-notice",
        GuardianNotice.as_view(),
        name="beneficiary-guardian-notice",
    ),
    path(
        "api/v1/consents/<uuid:uuid>/withdraw", ConsentWithdrawal.as_view(), name="consent-withdraw"
    ),
]
