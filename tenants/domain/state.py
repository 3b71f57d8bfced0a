"""The states of a county: which may follow which, and who changed it and why."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict, FieldError, Invalid
from kernel.tenancy.hosts import forget_sites
from kernel.wakeups.domain import wake_county
from kernel.workdays.clock import now
from tenants.models import County, CountyEvent, CountyState

State = CountyState
NEXT_STATES: dict[CountyState, tuple[CountyState, ...]] = {
    State.PROVISIONING: (State.ACTIVE,),
    State.ACTIVE: (State.SUSPENDED, State.LEAVING),
    State.SUSPENDED: (State.ACTIVE, State.LEAVING),
    State.LEAVING: (State.SUSPENDED, State.ERASED),
    State.ERASED: (),
}
# Moves that anybody would ask the reason of.
EXPLAINED = (State.SUSPENDED, State.LEAVING, State.ERASED)


@transaction.atomic
def change_state(*, county: County, to: CountyState, actor: Actor, reason: str = "") -> County:
    """Move a county to another state, and write who did it and why.

    Raises Forbidden; Conflict for a state that cannot follow the present one; Invalid for a
    missing reason where one is due. The caller sees to schema and keys (domain/erase.py).
    """
    require(actor, OfficialRole.PLATFORM)
    county = County.objects.select_for_update().get(pk=county.pk)
    before = CountyState(county.state)
    if to not in NEXT_STATES[before]:
        allowed = [str(state) for state in NEXT_STATES[before]]
        message = _("%(now)s cannot be followed by %(then)s.") % {
            "now": before.label,
            "then": CountyState(to).label,
        }
        raise Conflict(message, errors=[FieldError("state", "wrong_state", message, to, allowed)])
    if not county.wrapped_key and to != State.ERASED:
        raise Conflict(_("Its data is gone already; the erasure must be finished."), code="erased")
    if to in EXPLAINED and not reason.strip():
        message = _("Say why.")
        raise Invalid(message, errors=[FieldError("reason", "required", message, reason)])
    county.state = to
    county.save(update_fields=["state"])
    record_event(county=county, actor=actor, from_state=before, to_state=to, reason=reason)
    if to == State.ACTIVE:
        wake_county(county=county.code)  # its jobs have waited
    transaction.on_commit(forget_sites)
    return county


def record_event(
    *,
    county: County,
    actor: Actor,
    from_state: str,
    to_state: str,
    reason: str = "",
    uuid: UUID | None = None,
) -> CountyEvent:
    """Write what happened to a county; equal states stand for a change of something else.

    `uuid`: that of the operation that did it, by which a second try knows it is done.
    """
    return CountyEvent.objects.create(
        uuid=uuid or uuid4(),
        county_code=county.code,
        county_name=county.name,
        at=now(),
        by_uuid=actor.user_uuid,
        by_name=actor.name,
        from_state=from_state,
        to_state=to_state,
        reason=reason.strip(),
    )
