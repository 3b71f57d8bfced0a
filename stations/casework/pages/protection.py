"""The receipt of a child-protection report, to be printed and kept by whoever sent it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from stations.casework.domain.protection import is_as_sent
from stations.casework.receipt_pdf import answer_receipt
from stations.casework.registers.protection import REPORTS
from stations.records.pages import crumbs_of, place_for
from stations.records.register.query import find_entry


@cache_control(no_store=True)
@require_GET
def show_receipt(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """When what was sent to whom came in, without the content: it is no page for other eyes."""
    station = place_for(request.actor, code, REPORTS.view)
    report = find_entry(REPORTS, request.actor, uuid, station)
    back = reverse(REPORTS.address("one"), args=[station.code, uuid])
    context = {
        "station": station,
        "report": report,
        "as_sent": is_as_sent(report),
        "crumbs": crumbs_of(station, (REPORTS.one, back), _("Receipt")),
    }
    return render(request, "casework/protection_receipt.html", context)


@cache_control(no_store=True)
@require_GET
def download_receipt(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """The receipt as a PDF."""
    station = place_for(request.actor, code, REPORTS.view)
    report = find_entry(REPORTS, request.actor, uuid, station)
    return answer_receipt(report)
