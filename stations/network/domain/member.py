"""Who works in the county's name: the bureau lets people in, and ends what they may do."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NoReturn

import yaml
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.domain.membership import grant, revoke
from kernel.access.models import Membership, Role, ScopeKind
from kernel.access.queries import members_with_role
from kernel.access.restrict import require
from kernel.accounts.domain.user import create_user, reset_password, share_account
from kernel.accounts.models import User
from kernel.audit.domain import record
from kernel.errors import Conflict, FieldError, Invalid
from kernel.workdays.clock import today
from stations.network.domain.member_proposal import hold_proposal, settle_proposal
from stations.network.enums import ProposalState
from stations.network.models import MemberProposal
from stations.network.queries.member import current_members, place_codes
from stations.records.domain import refuse_far

FILE = Path(__file__).parents[1] / "data" / "members.yaml"
# Without letters and digits that are taken for one another when they are copied from paper.
LETTERS, LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 14


@dataclass(frozen=True)
class Admitted:
    """The membership; the first password where the account is new, shown this once."""

    membership: Membership
    password: str


@cache
def scope_of(role: str) -> str:
    """The kind of scope that a role has. Raises KeyError for a role that is none."""
    scopes = yaml.safe_load(FILE.read_text(encoding="utf-8"))["scopes"]
    return str(scopes[role])


@transaction.atomic
def admit_member(
    *,
    by: Actor,
    username: str,
    display_name: str,
    role: str,
    place: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    proposal: MemberProposal | None = None,
) -> Admitted:
    """Give a person a role, at a place where the role has one; make the account if there is none.

    An account that there is must carry the same name: so nobody learns here who stands behind a
    log-in name of another county. What a head proposed is settled by it; what the bureau enters
    counts, whatever was wished. Raises Forbidden, Invalid naming the field, or Conflict when
    the person holds the role there already or the proposal is decided.
    """
    require(by, Role.BUREAU)
    held = hold_proposal(by, proposal, "decide") if proposal else None
    kind = _check_place(role, place)
    for name, day in (("valid_from", valid_from), ("valid_to", valid_to)):
        if day is not None:
            refuse_far(name, day, "agreements")
    if valid_from and valid_to and valid_to < valid_from:
        _refuse("valid_to", _("The end lies before the beginning."), valid_to.isoformat())
    user, password = _find_or_make(by.county or "", username.strip(), display_name.strip())
    same = current_members().filter(user_uuid=user.uuid, role=role, scope_code=place)
    if same.exists():
        raise Conflict(_("This person holds the role there already."), code="member")
    made = grant(
        by=by,
        user=user,
        role=role,
        scope_kind=kind,
        scope_code=place,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    if held:
        admitted = ProposalState.ADMITTED
        settle_proposal(held, by=by, state=admitted, membership_uuid=made.uuid)
    return Admitted(made, password)


@transaction.atomic
def end_member(*, by: Actor, membership: Membership, on: date) -> Membership:
    """End a membership: ``on`` is the first day without it. The last bureau stays.

    Raises Forbidden, Conflict when it has ended or nobody of the bureau would be left, Invalid
    for a day before its beginning.
    """
    require(by, Role.BUREAU)
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    if held.valid_to is not None and held.valid_to < today():
        raise Conflict(_("This membership has ended."), code="ended")
    refuse_far("on", on, "agreements")
    if held.valid_from is not None and on <= held.valid_from:
        _refuse("on", _("The end lies before the beginning."), on.isoformat())
    others = members_with_role(Role.BUREAU, max(on, today())).exclude(pk=held.pk)
    if held.role == Role.BUREAU and not others.exists():
        raise Conflict(_("Somebody of the bureau must be left."), code="last")
    revoke(by=by, membership=held, on=on)
    return held


@transaction.atomic
def renew_password(*, by: Actor, membership: Membership) -> str:
    """A new first password for a member who has lost theirs, shown this once.

    Sessions and tokens of the account end. Raises Forbidden; Conflict for oneself, for a
    membership that has ended, for an account that others rely on too.
    """
    require(by, Role.BUREAU)
    user = User.objects.filter(uuid=membership.user_uuid).first()
    if user is None:
        raise Conflict(_("There is no account behind this membership."), code="no_account")
    if user.uuid == by.user_uuid:
        raise Conflict(_("Change your own password on its page."), code="own")
    if membership.valid_to is not None and membership.valid_to < today():
        raise Conflict(_("This membership has ended."), code="ended")
    password = get_random_string(LENGTH, LETTERS)
    reset_password(user=user, county=by.county or "", new=password)
    record(actor=by, action="account.reset", obj=membership)
    return password


def _check_place(role: str, place: str) -> str:
    """The kind of scope, when the place is one of it."""
    if role not in Role.values:
        _refuse("role", _("Unknown role."), role, Role.values)
    kind = scope_of(role)
    coded = kind in (ScopeKind.STATION, ScopeKind.TOWNSHIP)
    if coded and place not in place_codes(kind):
        _refuse("place", _("This role needs a place of its kind in the county."), place)
    if not coded and place:
        _refuse("place", _("This role has no place: leave it empty."), place)
    return kind


def _find_or_make(county: str, username: str, name: str) -> tuple[User, str]:
    known = User.objects.filter(username=username).first()
    if known is None:
        password = get_random_string(LENGTH, LETTERS)
        made = create_user(
            username=username, display_name=name, password=password, home_county=county
        )
        return made, password
    if known.display_name != name or not known.is_active:
        _refuse("username", _("This log-in name is taken."), username)
    share_account(user=known, county=county)
    return known, ""


def _refuse(field: str, message: str, given: str, allowed: list[str] | None = None) -> NoReturn:
    raise Invalid(message, errors=[FieldError(field, "invalid", message, given, allowed)])
