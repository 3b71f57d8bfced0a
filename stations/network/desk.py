"""What the network puts on the work desk: licences of agencies that end (C53), and proposals of
members for the bureau to decide (glossary, section 9)."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.hooks import DeskTask
from kernel.listing import list_words
from stations.network.queries.licence import ending_licences
from stations.network.queries.member_proposal import waiting_places

NAMED = 3  # places that a task names, so that it stays one line on a phone


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


def proposal_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """One for the bureau, however many wait; it leads to their list."""
    places = waiting_places(actor) if actor.has(Role.BUREAU) else []
    if not places:
        return []
    title = ngettext(
        "%(count)d proposal of a member waits", "%(count)d proposals of members wait", len(places)
    ) % {"count": len(places)}
    names = list(dict.fromkeys(places))
    named = list_words(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    return [
        DeskTask(title, reverse("network:proposals", "config.urls_county"), None, "member", named)
    ]
