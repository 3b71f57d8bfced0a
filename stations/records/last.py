"""What a person enters again and again is offered from their last entry (data/last_values.yaml)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Exists, Model, OuterRef, QuerySet

from kernel.access.actor import Actor
from kernel.audit.models import Entry

FILE = Path(__file__).parent / "data" / "last_values.yaml"
LOOKED_AT = 50  # so many of the latest rows at most: who wrote none of them is offered nothing


@cache
def offered_fields() -> dict[str, list[str]]:
    """The fields that the form of each noun offers."""
    found: dict[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def last_values(noun: str, actor: Actor, rows: QuerySet[Any]) -> dict[str, Any]:
    """The values of the latest of ``rows`` that the actor wrote, in one query. Raises KeyError for
    a noun whose form offers nothing."""
    names = offered_fields()[noun]
    latest = rows.order_by("-id")[:LOOKED_AT].values("pk")
    own = Entry.objects.filter(object_uuid=OuterRef("uuid"), actor_uuid=actor.user_uuid)
    model: type[Model] = rows.model
    found = model._default_manager.filter(Exists(own), pk__in=latest).order_by("-id")
    return found.values(*names).first() or {}
