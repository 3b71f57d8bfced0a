"""The receipt of a child-protection report as a PDF: the same bytes each time (X13)."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.errors import Conflict
from kernel.pdf import render_pdf
from kernel.workdays.clock import ZONE
from stations.casework.domain.protection import is_as_sent
from stations.casework.models import ProtectionReport

TEMPLATE = Path(__file__).parent / "typst" / "protection_receipt.typ"


def answer_receipt(report: ProtectionReport) -> HttpResponse:
    """The receipt as a file. Raises Conflict where the report no longer says what was sent."""
    if not is_as_sent(report):
        detail = _(
            "The report no longer says what this receipt was given for. Tell the county's bureau."
        )
        raise Conflict(detail, code="not_as_sent")
    answer = HttpResponse(receipt_pdf(report), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{report.receipt_number}.pdf"'
    return answer


def receipt_pdf(report: ProtectionReport) -> bytes:
    """What was sent to whom, and when it came in; no child, nothing seen, no place."""
    with override(settings.LANGUAGE_CODE):
        data = {
            "title": _("Receipt of a protection report"),
            "number": report.receipt_number,
            "station": report.station.name,
            "received_on": date_format(report.received_at.astimezone(ZONE)),
            "facts": receipt_facts(report),
            "statement": _(
                "The content of the report is kept as it was sent. Whoever has to add something "
                "makes a statement."
            ),
        }
    return render_pdf(TEMPLATE, data, report.received_at)


def receipt_facts(report: ProtectionReport) -> list[tuple[str, str]]:
    """What the receipt says, line by line: label and words."""
    told = f"{report.get_authority_display()} · {report.get_channel_display()}"
    return [
        (_("Number of the receipt"), report.receipt_number),
        (_("Received at"), _moment(report.received_at)),
        (_("Reported by"), report.reporter_name),
        (_("Noticed at"), _moment(report.noticed_at)),
        (_("Authority told"), told),
        (_("Authority told at"), _moment(report.reported_at)),
    ]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
