"""What waits for a station head on the work desk: the alerts of the station (N02)."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.hooks import DeskTask
from stations.casework.queries.alert import Alert, alerts

KIND = "alert"


def alert_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """One task a place, due since the oldest of its alerts; names no person."""
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
            KIND,
            place,
        )
        for (code, place), found in by_place.items()
    ]
