"""Giving and ending memberships; only the county's bureau (or the system) does."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Membership, Role, ScopeKind
from kernel.access.restrict import require
from kernel.accounts.models import User
from kernel.audit.domain import record
from kernel.errors import FieldError, Invalid
from kernel.once import take_uuid
from kernel.workdays.clock import today

CODED = {ScopeKind.STATION, ScopeKind.TOWNSHIP}


@transaction.atomic
def grant(
    *,
    by: Actor,
    user: User,
    role: str,
    scope_kind: str = ScopeKind.COUNTY,
    scope_code: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Give a person a role within a scope. Raises Forbidden, or Invalid naming the field."""
    require(by, Role.BUREAU)
    _check(role, scope_kind, scope_code)
    membership = Membership.objects.create(
        uuid=take_uuid(uuid4()),
        user_uuid=user.uuid,
        user_name=user.display_name,
        role=role,
        scope_kind=scope_kind,
        scope_code=scope_code,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    after = {"role": role, "scope": membership.scope, "user": str(user.uuid)}
    record(actor=by, action="membership.grant", obj=membership, after=after)
    return membership


@transaction.atomic
def revoke(*, by: Actor, membership: Membership, on: date | None = None) -> None:
    """End a membership: its last day is the one before ``on`` (today by default)."""
    require(by, Role.BUREAU)
    membership.valid_to = (on or today()) - timedelta(days=1)
    membership.save(update_fields=["valid_to"])
    after = {"valid_to": membership.valid_to.isoformat()}
    record(actor=by, action="membership.revoke", obj=membership, after=after)


def _check(role: str, scope_kind: str, scope_code: str) -> None:
    wrong = None
    if role not in Role.values:
        wrong = FieldError("role", "unknown", _("Unknown role."), role, Role.values)
    elif scope_kind not in ScopeKind.values:
        wrong = FieldError(
            "scope_kind", "unknown", _("Unknown scope."), scope_kind, ScopeKind.values
        )
    elif (scope_kind in CODED) != bool(scope_code):
        message = _("A station or township scope names its code; others have none.")
        wrong = FieldError("scope_code", "invalid", message, scope_code)
    if wrong:
        raise Invalid(wrong.message, errors=[wrong])
