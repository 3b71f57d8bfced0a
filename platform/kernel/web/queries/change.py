"""What changed lately, among the objects that somebody may see."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.urls import reverse

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import RestrictedQuerySet
from kernel.audit.models import Entry
from kernel.web.news import Names, News, news_for
from kernel.workdays.clock import now

PERIOD = timedelta(days=30)
LOOKED_AT = 100  # newest entries considered before access is asked
SHOWN = 10
NAMED_FOR = (Role.BUREAU, Role.AUDITOR)  # who reads the trail, and so the names in it


@dataclass(frozen=True)
class Change:
    """One line of the desk; ``by`` is empty where the actor may not know who it was."""

    label: Any
    object_text: str
    url: str
    by: str
    at: datetime


def latest_changes(actor: Actor) -> list[Change]:
    """The newest changes of the last 30 days, at most ten, newest first.

    Access follows the object, not the entry: the head of a station learns that their sheet
    was returned though the entry is another person's deed.
    """
    news = news_for(actor.roles)
    own = Entry.objects.filter(carried_from="")
    entries = list(own.filter(action__in=news, at__gte=now() - PERIOD)[:LOOKED_AT])
    visible = _visible_objects(actor, entries)
    seen = [entry for entry in entries if entry.object_uuid in visible[entry.object_type]]
    shown = seen[:SHOWN]
    names = _names(shown, news)
    return [_as_change(actor, entry, news[entry.action], names) for entry in shown]


def _visible_objects(actor: Actor, entries: list[Entry]) -> dict[str, set[UUID]]:
    """Object type -> UUIDs the actor may view: one query a type."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for entry in entries:
        if entry.object_uuid:
            wanted[entry.object_type].add(entry.object_uuid)
    visible: dict[str, set[UUID]] = defaultdict(set)
    for label, uuids in wanted.items():
        rows = apps.get_model(label)._default_manager.all()
        if isinstance(rows, RestrictedQuerySet) and "view" in rows.rules:
            found = rows.restrict(actor, "view").filter(uuid__in=uuids)
            visible[label] = set(found.values_list("uuid", flat=True))
    return visible


def _names(entries: list[Entry], news: dict[str, News]) -> dict[UUID, str]:
    """What objects are called where their apps say so: one query for each that does."""
    wanted: dict[Names, set[UUID]] = defaultdict(set)
    for entry in entries:
        names = news[entry.action].names
        if names is not None and entry.object_uuid:
            wanted[names].add(entry.object_uuid)
    found: dict[UUID, str] = {}
    for names, uuids in wanted.items():
        found |= names(uuids)
    return found


def _as_change(actor: Actor, entry: Entry, news: News, names: dict[UUID, str]) -> Change:
    url = reverse(news.url_name, args=[entry.object_uuid]) if news.url_name else ""
    known = actor.has(*NAMED_FOR) or entry.actor_uuid == actor.user_uuid
    own = names.get(entry.object_uuid) if news.names and entry.object_uuid else None
    return Change(
        news.label, own or entry.object_text, url, entry.actor_name if known else "", entry.at
    )
