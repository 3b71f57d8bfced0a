"""The assessment of a case: whether the station can help, and the needs in their order."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.casework.care_enums import CapabilityOutcome
from stations.casework.domain.case import lock_case, refuse_closed
from stations.casework.domain.case_end import decline_case, refer_case
from stations.casework.gates import may_check
from stations.casework.models import CapabilityCheck, Case, CaseNeed
from stations.records.domain import change, enter, hold, refuse, refuse_future, refuse_withdrawn


@transaction.atomic
def check_capability(
    *,
    actor: Actor,
    case: Case,
    outcome: str,
    grounds: str,
    checked_on: date,
    receiver: str = "",
) -> CapabilityCheck:
    """At intake: can the station do what is asked for (C81c)? If not, the case ends here.

    No case goes on without ACCEPT; in a crisis the check may follow (data/gates.yaml). REFER
    names who takes the case; DECLINE takes nobody. Raises Forbidden; Conflict when closed, past
    the stage or checked before; Invalid.
    """
    held = lock_case(actor, case, "edit")
    refuse_closed(held)
    if not may_check(held.kind, held.stage):
        raise Conflict(_("The check belongs to the intake of a case."), code="wrong_stage")
    if CapabilityCheck.objects.filter(case=held, round=held.round, withdrawn_at=None).exists():
        raise Conflict(_("The check of this case is done."), code="checked")
    _check_grounds(held, outcome, grounds, checked_on, receiver)
    check = CapabilityCheck(
        case=held,
        checked_on=checked_on,
        outcome=outcome,
        grounds=grounds.strip(),
        round=held.round,
        by_uuid=actor.user_uuid,
        by_name=actor.name,
    )
    enter(check, actor=actor, action="case.check")
    if outcome == CapabilityOutcome.REFER:
        refer_case(actor=actor, case=held, receiver=receiver, reason=grounds, on=checked_on)
    if outcome == CapabilityOutcome.DECLINE:
        decline_case(actor=actor, case=held, reason=grounds, on=checked_on)
    return check


@transaction.atomic
def add_case_need(
    *, actor: Actor, case: Case, need: str, cause: str, found_on: date, rank: int | None = None
) -> CaseNeed:
    """Enter a need with its cause; at a turn if one is given, else the last (C82).

    Raises Forbidden, Conflict for a closed case, or Invalid.
    """
    held = lock_case(actor, case, "edit")
    refuse_closed(held)
    refuse_future("found_on", found_on)
    if found_on < held.opened_on:
        message = _("The case was opened later.")
        refuse("found_on", message, found_on, f">= {held.opened_on}")
    standing = _standing(held)
    entry = CaseNeed(
        case=held,
        rank=len(standing) + 1,
        need=need.strip(),
        cause=cause.strip(),
        found_on=found_on,
        round=held.round,
    )
    enter(entry, actor=actor, action="case.add_need")
    if rank is not None:
        _place(actor, [*standing, entry], entry, rank)
    return entry


@transaction.atomic
def rank_case_need(*, actor: Actor, entry: CaseNeed, rank: int) -> CaseNeed:
    """Give a need another turn; the others move up or down (C82).

    Raises Forbidden, Conflict for a closed case, or Invalid for a turn that is none.
    """
    held = lock_case(actor, entry.case, "edit")
    refuse_closed(held)
    hold(entry)
    refuse_withdrawn(entry)
    standing = _standing(held)
    found = next((each for each in standing if each.pk == entry.pk), None)
    if found is None:
        raise Conflict(_("This need belongs to an earlier round of the case."))
    _place(actor, standing, found, rank)
    return found


def _place(actor: Actor, standing: list[CaseNeed], entry: CaseNeed, rank: int) -> None:
    if not 1 <= rank <= len(standing):
        refuse("rank", _("There is no such turn."), rank, f"1-{len(standing)}")
    order = [each for each in standing if each.pk != entry.pk]
    order.insert(rank - 1, entry)
    for number, each in enumerate(order, 1):
        if each.rank != number:
            change(each, actor=actor, action="case.rank_need", rank=number)


def _standing(case: Case) -> list[CaseNeed]:
    return list(CaseNeed.objects.filter(case=case, round=case.round, withdrawn_at=None))


def _check_grounds(case: Case, outcome: str, grounds: str, checked_on: date, receiver: str) -> None:
    if outcome not in CapabilityOutcome.values:
        refuse("outcome", _("Not one of the choices."), outcome, CapabilityOutcome.values)
    if not grounds.strip():
        refuse("grounds", _("Say why."), grounds)
    if checked_on < case.opened_on:
        message = _("The case was opened later.")
        refuse("checked_on", message, checked_on, f">= {case.opened_on}")
    refuse_future("checked_on", checked_on)
    if outcome == CapabilityOutcome.REFER and not receiver.strip():
        refuse("receiver", _("Say who takes the case."), receiver)
    if receiver.strip() and outcome != CapabilityOutcome.REFER:
        refuse("receiver", _("Only a referral names a receiver."), receiver)
