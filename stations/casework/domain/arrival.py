"""A visit that a phone sends, once or again: one uuid is one visit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, DomainError, NotFound
from stations.casework.domain.visit import make_visit
from stations.casework.models import Beneficiary, Visit
from stations.records.domain import enter_once

COMPARED = ("held_at", "place", "result", "joint_work", "note")


class Differs(Conflict):
    """The uuid stands with other content; ``stored`` is it."""

    code = "differs"

    def __init__(self, stored: Visit) -> None:
        super().__init__(_("This visit has been received with other content."))
        self.stored = stored


@transaction.atomic
def put_visit(
    *,
    actor: Actor,
    uuid: UUID,
    beneficiary: UUID,
    held_at: datetime,
    place: str,
    result: str,
    joint_work: bool,
    note: str,
) -> tuple[Visit, bool]:
    """The visit, and whether it is new; the same again changes nothing.

    Requests with one uuid wait for each other at the table's unique uuid. Raises Differs,
    NotFound for a person or a visit out of reach, and what make_visit raises.
    """
    given: dict[str, Any] = {
        "held_at": held_at,
        "place": place,
        "result": result,
        "joint_work": joint_work,
        "note": note.strip(),
    }
    try:
        visit = make_visit(beneficiary=_find_person(actor, beneficiary), uuid=uuid, **given)
    except DomainError:
        # What was received before stays received, whatever became of the person's file.
        if not Visit.objects.filter(uuid=uuid).exists():
            raise
    else:
        if enter_once(visit, actor=actor, action="visit.record"):
            return visit, True
    return _same(actor, uuid, beneficiary, given), False


def _find_person(actor: Actor, uuid: UUID) -> Beneficiary:
    person = Beneficiary.objects.restrict(actor, "serve").filter(uuid=uuid).first()
    if person is None:
        raise NotFound(_("No such person."))
    return person


def _same(actor: Actor, uuid: UUID, beneficiary: UUID, given: dict[str, Any]) -> Visit:
    rows = Visit.objects.restrict(actor, "edit").select_related("beneficiary")
    stored = rows.filter(uuid=uuid).first()
    if stored is None:
        raise NotFound(_("No such visit."))
    found = {name: getattr(stored, name) for name in COMPARED}
    if found != given or stored.beneficiary.uuid != beneficiary:
        raise Differs(stored)
    return stored
