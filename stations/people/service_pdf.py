"""The certificate of service as a PDF: what was kept when it was issued (X17)."""

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.access.actor import Actor
from kernel.audit.domain import record as write_audit
from kernel.errors import Conflict
from kernel.pdf import render_pdf
from stations.people.models import ServiceCertificate

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


def take_certificate(*, actor: Actor, certificate: ServiceCertificate) -> HttpResponse:
    """The file of a certificate the actor may see; who took it is kept.

    Raises Conflict for a withdrawn certificate.
    """
    if certificate.withdrawn_at is not None:
        raise Conflict(_("This certificate has been withdrawn."))
    answer = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{certificate.number}.pdf"'
    write_audit(actor=actor, action="servicecertificate.read", obj=certificate)
    return answer


def certificate_pdf(certificate: ServiceCertificate) -> bytes:
    """The same bytes each time: content and moment of the issue, in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        data = {
            **json.loads(certificate.content),
            "issued_on": date_format(certificate.issued_on),
            "labels": _labels(),
        }
    return render_pdf(TEMPLATE, data, certificate.received_at)


def _labels() -> dict[str, str]:
    return {
        "title": _("Certificate of volunteer service"),
        "name": _("Full name"),
        "id_number": _("ID number"),
        "national_number": _("Number in the national volunteer system"),
        "certificate_number": _("Number of the certificate"),
        "period": _("Time of service"),
        "hours": _("Hours of service"),
        "services": _("Record of services"),
        "trainings": _("Trainings attended"),
        "awards": _("Awards"),
        "day": _("Day of service"),
        "content": _("Content of the step"),
        "award": _("Award"),
        "given_by": _("Awarded by"),
        "statement": _(
            "This certificate is drawn from the records of volunteer service; it is free of charge."
        ),
    }
