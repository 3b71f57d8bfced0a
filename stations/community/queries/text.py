"""The texts about a place's organisations and sessions of groups that may be purged: where they
stand, not what they say.

Told by kind, day and field (C41b).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.errors import NotFound
from kernel.workdays.clock import ZONE
from stations.community.models import CommunityOrg, GroupMeeting, Incubation, OrgActivity
from stations.records.places import at_place
from stations.records.purge import texts_in

# Model, the way to its station, what a row of it is called.
TABLES: tuple[tuple[Any, str, Any], ...] = (
    (CommunityOrg, "station__", gettext_lazy("Community organisation")),
    (OrgActivity, "org__station__", gettext_lazy("Activity of an organisation")),
    (Incubation, "station__", gettext_lazy("Organisation in the making")),
    (GroupMeeting, "group__station__", gettext_lazy("Session")),
)


@dataclass(frozen=True)
class Text:
    """One text of one row."""

    entry: Any
    title: Any
    field: models.Field

    @property
    def key(self) -> str:
        return f"{self.entry._meta.model_name}:{self.entry.uuid}:{self.field.name}"

    @property
    def label(self) -> str:
        day = date_format(self.entry.received_at.astimezone(ZONE).date())
        return f"{self.title} · {day} · {self.field.verbose_name}"


def texts_at(actor: Actor, station: Any) -> list[Text]:
    """The texts of a place that are not empty, latest first; a query for each kind."""
    return [text for table in TABLES for text in _texts(actor, station, *table)]


def find_text(actor: Actor, station: Any, key: str) -> Text:
    """The text chosen. Raises NotFound."""
    for text in texts_at(actor, station):
        if text.key == key:
            return text
    raise NotFound(_("There is no such text."))


def _texts(actor: Actor, station: Any, model: Any, way: str, title: Any) -> Iterator[Text]:
    rows = model.objects.restrict(actor, "purge").filter(at_place(station, way))
    for entry in rows.order_by("-received_at", "-id"):
        yield from (Text(entry, title, field) for field in texts_in(entry))
