"""A county accepts the terms of entrusted processing (X09)."""

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import require
from kernel.audit.domain import record
from kernel.audit.models import Entry
from kernel.errors import Conflict
from tenants.models import County
from tenants.queries.terms import ACCEPT, is_accepted
from tenants.terms import current_terms


@transaction.atomic
def accept_terms(*, actor: Actor, county: County) -> Entry:
    """Accept the current version for the county one stands in; who and when stay in its trail.

    Raises Forbidden for all but the bureau, Conflict when this very text is accepted already.
    """
    require(actor, Role.BUREAU)
    terms = current_terms()
    County.objects.select_for_update().get(pk=county.pk)
    if is_accepted(county):
        raise Conflict(_("These terms are accepted already."), code="accepted")
    after = {"version": terms.version, "digest": terms.digest}
    return record(actor=actor, action=ACCEPT, obj=county, after=after)
