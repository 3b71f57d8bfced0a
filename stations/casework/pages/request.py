"""Requests about personal data: all of the county by their days, and handing a file out, once."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from stations.casework.domain import hand_out
from stations.casework.models import DataRequest, TeamRequest
from stations.casework.models.request import SubjectRequest
from stations.casework.queries.held import make_file
from stations.casework.queries.request import (
    COUNTY_READERS,
    RequestRow,
    count_requests,
    county_requests,
    find_request,
)
from stations.casework.request_forms import CountyListForm, HandOutForm
from stations.casework.rules import write_requests
from stations.records.pages import PAGE_SIZE, answer_download, answers_form, place_for

NOUNS = {DataRequest: "data-requests", TeamRequest: "team-requests"}


@cache_control(no_store=True)
@require_GET
def list_county(request: ActorRequest) -> HttpResponse:
    """Requests at all stations for the bureau: late ones first. Names nobody."""
    require(request.actor, *COUNTY_READERS)
    form = CountyListForm(request.GET or None)
    rows = county_requests(request.actor, **(form.cleaned_data if form.is_valid() else {}))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [_line(RequestRow(*row[1:])) for row in page.object_list],
        "counts": count_requests(request.actor),
        "crumbs": [(_("Requests about personal data"), "")],
    }
    status = 422 if form.errors else 200
    return render(request, "casework/county_requests.html", context, status=status)


def _line(row: RequestRow) -> tuple[RequestRow, str]:
    return row, reverse(f"casework:{row.noun}-one", args=[row.code, row.uuid])


@answers_form
def send_file(
    request: ActorRequest, code: str, uuid: UUID, model: type[SubjectRequest] = DataRequest
) -> HttpResponse:
    """The file; a second time is refused."""
    actor = request.actor
    station = place_for(actor, code, write_requests(""))
    found = find_request(actor, station, uuid, model)

    def make(values: dict[str, Any]) -> HttpResponse:
        with transaction.atomic():
            done = hand_out(actor=actor, entry=found)
            return make_file(done, by=actor).as_answer()

    return answer_download(
        request,
        HandOutForm(request.POST or None),
        make,
        station=station,
        title=_("Hand out the file"),
        back=reverse(f"casework:{NOUNS[model]}-one", args=[station.code, uuid]),
    )
