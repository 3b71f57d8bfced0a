"""What casework puts on a person's work desk: alerts, and reports that nobody has answered."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.hooks import DeskTask
from kernel.workdays.clock import ZONE
from stations.casework.models import ProtectionReport
from stations.casework.queries.alert import Alert, alerts


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
            kind="protection",
            object_text=f"{report.station.name} · {report.receipt_number}",
        )
        for report in waiting
    ]


def alert_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """One task a place, due since the oldest of its alerts (N02); names no person."""
    if not actor.has(Role.HEAD):
        return []
    as_head = replace(actor, memberships=tuple(actor.holding(Role.HEAD)))
    by_place: dict[tuple[str, str], list[Alert]] = defaultdict(list)
    for alert in alerts(as_head):
        by_place[(alert.code, alert.place)].append(alert)
    return [
        DeskTask(
            ngettext("%(count)d alert to see to", "%(count)d alerts to see to", len(found))
            % {"count": len(found)},
            reverse("casework:alerts", args=[code]),
            min(alert.since for alert in found),
            "alert",
            place,
        )
        for (code, place), found in by_place.items()
    ]
