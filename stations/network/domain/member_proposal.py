"""A head asks for a member; the bureau admits (domain/member.py) or declines.

A proposal is decided once. Whoever decides holds its row, so that of two who act at once the
second sees what the first did.
"""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.audit.domain import record
from kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from kernel.once import take_uuid
from kernel.phone import read_phone
from kernel.workdays.clock import now
from stations.network.domain.checks import check_choices, check_model, lock_station, refuse
from stations.network.enums import ENDED, ProposalState
from stations.network.models import MemberProposal, Station
from stations.network.numbers import numbers

TEXT_LENGTH = 300  # of what a station and the bureau tell each other


@transaction.atomic
def propose_member(
    *,
    by: Actor,
    place: Station,
    role: str,
    display_name: str,
    phone: str = "",
    note: str = "",
) -> MemberProposal:
    """Ask the bureau to let somebody in at a place, as one of data/rules.yaml's proposed_roles.

    For heads, at the own station and its rooms. Raises NotFound, Forbidden; Invalid naming each
    wrong field: a role that is none of them or is not held at such a place, a place that has
    ended, no name, a number nobody can dial.
    """
    place = lock_station(by, place, "propose")
    proposal = MemberProposal(
        uuid=take_uuid(uuid4()),
        station=place,
        role=role,
        display_name=display_name.strip(),
        note=note.strip(),
        proposed_by_uuid=by.user_uuid,
        proposed_by_name=by.name,
    )
    errors = _check_role(role, place) + check_model(proposal, only=["display_name"])
    refuse(errors + _check_phone(phone) + _check_length("note", proposal.note))
    proposal.phone = read_phone(phone)
    proposal.save()
    after = {"role": role, "place": place.code}
    record(actor=by, action="member_proposal.propose", obj=proposal, after=after)
    return proposal


@transaction.atomic
def withdraw_proposal(*, by: Actor, proposal: MemberProposal) -> MemberProposal:
    """Take a proposal back, for whoever heads its place.

    Raises NotFound, Forbidden, or Conflict when it is decided.
    """
    held = hold_proposal(by, proposal, "withdraw")
    return settle_proposal(held, by=by, state=ProposalState.WITHDRAWN)


@transaction.atomic
def decline_proposal(*, by: Actor, proposal: MemberProposal, reason: str) -> MemberProposal:
    """Say no, with the reason that the station reads. Raises NotFound, Forbidden, Conflict when
    it is decided, Invalid without a reason."""
    held = hold_proposal(by, proposal, "decide")
    plain = reason.strip()
    if not plain:
        refuse([FieldError("reason", "required", _("Give the reason."), reason)])
    refuse(_check_length("reason", plain))
    return settle_proposal(held, by=by, state=ProposalState.DECLINED, decline_reason=plain)


def hold_proposal(by: Actor, proposal: MemberProposal, action: str) -> MemberProposal:
    """The row, fresh and locked until the transaction ends, for somebody who may do the action.

    Raises NotFound for one out of sight, Forbidden for one that may only be seen, Conflict for
    one that is decided. Found by UUID: row ids of two counties are equal.
    """
    rows = MemberProposal.objects.filter(uuid=proposal.uuid)
    if not rows.restrict(by, "view").exists():
        raise NotFound(_("No such proposal."))
    allowed = rows.restrict(by, action).values("pk")
    held = MemberProposal.objects.select_for_update().filter(pk__in=allowed).first()
    if held is None:
        raise Forbidden(_("Your role may not do this."))
    if not held.is_open:
        state = ProposalState(held.state)
        message = _("This proposal is decided already: %(state)s.") % {"state": state.label}
        wrong = FieldError("proposal", "wrong_state", message, str(held.uuid))
        raise Conflict(message, errors=[wrong])
    return held


def read_number(*, by: Actor, proposal: MemberProposal) -> str:
    """The phone in full, for whoever is about to admit; who read it is kept in the trail (X08)."""
    if proposal.phone:
        after = {"fields": ["phone"], "reason": _("Before admitting")}
        record(actor=by, action="member_proposal.reveal", obj=proposal, after=after)
    return proposal.phone


def settle_proposal(
    held: MemberProposal, *, by: Actor, state: ProposalState, **more: Any
) -> MemberProposal:
    """Write what became of a proposal that is held (`hold_proposal`), and drop the phone."""
    settled = {
        "state": state,
        "decided_by_uuid": by.user_uuid,
        "decided_by_name": by.name,
        "decided_at": now(),
        "phone": "",
        **more,
    }
    for name, value in settled.items():
        setattr(held, name, value)
    held.save(update_fields=[*settled])
    after = {"state": str(state)}
    if held.membership_uuid:
        after["membership"] = str(held.membership_uuid)
    action = f"member_proposal.{DEEDS[state]}"
    record(actor=by, action=action, obj=held, before={"state": ProposalState.PROPOSED}, after=after)
    return held


DEEDS = {
    ProposalState.ADMITTED: "admit",
    ProposalState.DECLINED: "decline",
    ProposalState.WITHDRAWN: "withdraw",
}


def _check_role(role: str, place: Station) -> list[FieldError]:
    """The role may be proposed, is held at such a place, and the place has not ended."""
    allowed = numbers().proposed_roles
    if wrong := check_choices({"role": (role, allowed)}):
        return wrong
    if place.state in ENDED:
        return [FieldError("place", "ended", _("This place has ended."), place.code)]
    if place.level not in allowed[role]:
        message = _("%(role)s: not at a place of this kind.") % {"role": Role(role).label}
        return [FieldError("place", "invalid", message, place.code, [*map(str, allowed[role])])]
    return []


def _check_phone(phone: str) -> list[FieldError]:
    try:
        read_phone(phone)
    except Invalid as refused:
        return list(refused.errors)
    return []


def _check_length(field: str, text: str) -> list[FieldError]:
    """A text ends somewhere; it is not repeated."""
    if len(text) <= TEXT_LENGTH:
        return []
    message = _("At most %(length)s characters.") % {"length": TEXT_LENGTH}
    return [FieldError(field, "too_long", message, None, f"<= {TEXT_LENGTH}")]
