"""What the product's operation puts on a county's work desk: terms to be accepted (X09)."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.hooks import DeskTask
from kernel.tenancy.connection import connection
from tenants.queries.terms import is_accepted
from tenants.terms import current_terms


def terms_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """The bureau's, until the version in force is accepted; without a day, for no law sets one."""
    if not actor.has(Role.BUREAU) or is_accepted(connection.tenant):
        return []
    terms = current_terms()
    url = reverse("terms:show", "config.urls_county")
    return [DeskTask(_("Accept the entrustment terms"), url, None, "terms", terms.title)]
