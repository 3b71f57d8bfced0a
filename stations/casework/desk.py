"""What casework puts on a person's work desk: reports of harm that no authority has answered."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.hooks import DeskTask
from kernel.workdays.clock import ZONE
from stations.casework.models import ProtectionReport

KIND = "protection"


def unanswered_reports(actor: Actor, on: date) -> list[DeskTask]:
    """Of those who may enter the answer: the head, and the persons named at the bureau (X13)."""
    rows = ProtectionReport.objects.restrict(actor, "answer")
    waiting = rows.filter(answered_on=None).select_related("station").order_by("noticed_at", "id")
    return [
        DeskTask(
            title=_("Enter the authority's answer"),
            url=reverse(
                "casework:protection-reports-one",
                args=[report.station.code, report.uuid],
                urlconf="config.urls_county",
            ),
            due_on=report.due_at.astimezone(ZONE).date(),
            kind=KIND,
            object_text=f"{report.station.name} · {report.receipt_number}",
        )
        for report in waiting
    ]
