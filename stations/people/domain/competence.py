"""Going through the checklist of competences with a worker."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.people.enums import Competence
from stations.people.models import CompetenceCheck, Staff
from stations.records.domain import (
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)


def check_competence(
    *, actor: Actor, staff: Staff, checked_on: date, found: Collection[str], checked_by: str
) -> CompetenceCheck:
    """Enter which competences a worker has (C52); a later check replaces it.

    Raises Forbidden, Conflict for a withdrawn person, or Invalid.
    """
    require_row(actor, staff, "edit")
    refuse_withdrawn(staff)
    refuse_future("checked_on", checked_on)
    known = Competence.values
    if unknown := sorted(set(found) - set(known)):
        refuse("found", _("Not one of the choices."), unknown, known)
    check = CompetenceCheck(
        staff=staff,
        checked_on=checked_on,
        found=[code for code in known if code in found],
        checked_by=checked_by.strip(),
    )
    return enter(check, actor=actor, action="competencecheck.enter")
