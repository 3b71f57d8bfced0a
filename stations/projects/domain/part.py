"""What belongs to a project and was entered wrongly is taken back, part by part."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.projects.models import Project
from stations.projects.queries.part import find_part, name_of
from stations.records.domain import hold, require_row, withdraw


@transaction.atomic
def drop_part(*, actor: Actor, entry: Project, part: str, reason: str) -> Any:
    """Take a line, goal, target, activity, effect or member of the team back; it stays readable
    with who, when and why. ``part`` is its key (queries/part.py).

    Raises Forbidden, NotFound, Conflict when it is withdrawn or others hang on it, or Invalid.
    """
    require_row(actor, entry, "edit")
    hold(entry)
    found = find_part(entry, part)
    _refuse_held(found)
    return withdraw(actor=actor, entry=found, reason=reason)


def _refuse_held(part: Any) -> None:
    """A goal, line or target goes after what hangs on it, or that would hang on nothing."""
    for name in ("targets", "outcomes", "activities", "deliveries"):
        below = getattr(part, name, None)
        if below is not None and below.filter(withdrawn_at=None).exists():
            raise Conflict(
                _("Something hangs on it: %(what)s. Take that back first.")
                % {"what": name_of(below.model)},
                code="held",
            )
