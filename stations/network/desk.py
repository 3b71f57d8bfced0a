"""What the network puts on the work desk: licences of agencies that end (C53)."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.hooks import DeskTask
from stations.network.queries.licence import ending_licences


def licence_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """One for each agency; the bureau enters the renewed licence at any of its places."""
    if not actor.has(Role.BUREAU, Role.HUB_STAFF):
        return []
    found: dict[str, DeskTask] = {}
    for row in ending_licences(actor, on):
        task = DeskTask(
            _("Licence of a resident agency ends"),
            reverse("network:licence", "config.urls_county", [row.station.code]),
            row.licence_until,
            "licence",
            row.agency_name,
        )
        found.setdefault(row.agency_code or row.agency_name, task)
    return list(found.values())
