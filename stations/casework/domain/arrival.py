"""A visit that a phone sends, once or again: one uuid is one visit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, NotFound
from stations.casework.domain.visit import record_visit
from stations.casework.models import Beneficiary, Visit

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
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

    Requests with one uuid wait for each other. Raises Differs, NotFound for a person or a
    visit out of reach, and what record_visit raises.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [str(uuid)])
    given: dict[str, Any] = {
        "held_at": held_at,
        "place": place,
        "result": result,
        "joint_work": joint_work,
        "note": note.strip(),
    }
    if Visit.objects.filter(uuid=uuid).exists():
        return _same(actor, uuid, beneficiary, given), False
    person = Beneficiary.objects.restrict(actor, "serve").filter(uuid=beneficiary).first()
    if person is None:
        raise NotFound(_("No such person."))
    return record_visit(actor=actor, beneficiary=person, uuid=uuid, **given), True


def _same(actor: Actor, uuid: UUID, beneficiary: UUID, given: dict[str, Any]) -> Visit:
    rows = Visit.objects.restrict(actor, "edit").select_related("beneficiary")
    stored = rows.filter(uuid=uuid).first()
    if stored is None:
        raise NotFound(_("No such visit."))
    found = {name: getattr(stored, name) for name in COMPARED}
    if found != given or stored.beneficiary.uuid != beneficiary:
        raise Differs(stored)
    return stored
