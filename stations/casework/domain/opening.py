"""Minors' files: who is responsible, and the recorded reason that opens one for hours (X10)."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.custody_rules import load_custody
from stations.casework.minors import counts_as_minor
from stations.casework.models import Beneficiary, FileOpening
from stations.casework.queries.responsible import members_for
from stations.records.domain import change, enter, refuse, refuse_withdrawn, require_row
from stations.records.reasons import read_reason


@transaction.atomic
def open_minor_file(*, actor: Actor, beneficiary: Beneficiary, reason: str) -> FileOpening:
    """Open a minor's file to the actor for the hours of data/custody.yaml.

    Raises Forbidden, Conflict for an adult's file or one the actor may read already, Invalid
    without a reason or with a number in it.
    """
    require_row(actor, beneficiary, "open")
    refuse_withdrawn(beneficiary)
    if not counts_as_minor(beneficiary):
        raise Conflict(_("This is not the file of a minor."), code="no_minor")
    opened = FileOpening.objects.filter(beneficiary=beneficiary, by_uuid=actor.user_uuid)
    now = clock.now()
    if opened.filter(valid_until__gt=now, withdrawn_at=None).exists():
        raise Conflict(_("The file is open to you."), code="file_open")
    opening = FileOpening(
        station_id=beneficiary.station_id,
        beneficiary=beneficiary,
        by_uuid=actor.user_uuid,
        by_name=actor.name,
        reason=read_reason(reason),
        opened_at=now,
        valid_until=now + timedelta(hours=load_custody()["opening_hours"]),
    )
    # The log of disclosures finds what was read of a file by its person, and says why.
    told = {"person": beneficiary.uuid, "reason": opening.reason}
    return enter(opening, actor=actor, action="beneficiary.open", trail=told)


@transaction.atomic
def name_responsible(*, actor: Actor, beneficiary: Beneficiary, user: UUID | str) -> Beneficiary:
    """Name who is responsible for a file: somebody who works at its station.

    Raises Forbidden, Conflict for a withdrawn file, Invalid for anybody else.
    """
    require_row(actor, beneficiary, "name")
    people = {str(uuid): name for uuid, name in members_for(beneficiary.station)}
    name = people.get(str(user))
    if name is None:
        refuse("user", _("Nobody of this station."), str(user), sorted(people))
    return change(
        beneficiary,
        actor=actor,
        action="beneficiary.name_responsible",
        responsible_uuid=UUID(str(user)),
        responsible_name=name,
    )
