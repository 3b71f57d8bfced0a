"""A certificate of service as a file."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from stations.people.registers.volunteer import CERTIFICATES
from stations.people.service_pdf import take_certificate
from stations.records.pages import place_for
from stations.records.register.query import find_entry


@cache_control(no_store=True)
@require_GET
def download_certificate(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """The PDF; who took it is kept. Conflict for a withdrawn certificate."""
    station = place_for(request.actor, code, CERTIFICATES.view)
    certificate = find_entry(CERTIFICATES, request.actor, uuid, station)
    return take_certificate(actor=request.actor, certificate=certificate)
