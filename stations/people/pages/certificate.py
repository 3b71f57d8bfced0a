"""A certificate of service as a file."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.audit.domain import record as write_audit
from kernel.errors import Conflict
from stations.people.registers.volunteer import CERTIFICATES
from stations.people.service_pdf import certificate_pdf
from stations.records.pages import place_for
from stations.records.register.query import find_entry


@cache_control(no_store=True)
@require_GET
def download_certificate(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """The PDF; who took it is kept. Conflict for a withdrawn certificate."""
    station = place_for(request.actor, code, CERTIFICATES.view)
    certificate = find_entry(CERTIFICATES, request.actor, uuid, station)
    if certificate.withdrawn_at is not None:
        raise Conflict(_("This certificate has been withdrawn."))
    answer = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{certificate.number}.pdf"'
    write_audit(actor=request.actor, action="servicecertificate.read", obj=certificate)
    return answer
