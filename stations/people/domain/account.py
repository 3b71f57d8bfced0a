"""Which user a worker is: what that user records is then the worker's work."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.domain.staff import hold_working
from stations.people.models import Staff
from stations.people.queries.account import accounts_for
from stations.records.domain import change, refuse, require_row


@transaction.atomic
def name_account(*, actor: Actor, staff: Staff, account: UUID | None) -> Staff:
    """Say which user the worker is, or with None that it is nobody's account any more.

    Records that stand keep who did them. Raises Forbidden, Conflict when the worker has left or
    the account is another worker's, Invalid for an account that works nowhere within reach.
    """
    require_row(actor, staff, "account")
    hold_working(staff)
    if account is None:
        return change(staff, actor=actor, action="staff.account", user_uuid=None, user_name="")
    known = accounts_for(actor, staff)
    if account not in known:
        message = _("Nobody with this account works at the places you reach.")
        refuse("account", message, str(account), [str(each) for each in known])
    others = Staff.objects.filter(user_uuid=account, withdrawn_at=None, left_on=None)
    if others.exclude(pk=staff.pk).exists():
        raise Conflict(_("This account is another worker's."), code="account")
    name, _label = known[account]
    return change(staff, actor=actor, action="staff.account", user_uuid=account, user_name=name)
