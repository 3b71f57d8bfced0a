"""Resources linked for a person, as the person's page lists them (Z14, C84)."""

from typing import Any

from django.db.models import QuerySet

from kernel.access.actor import Actor
from stations.casework.models import Beneficiary
from stations.community.models import ResourceLink


def links_of(actor: Actor, person: Beneficiary) -> QuerySet[Any]:
    """The newest first; none that stands beside a report, for those name no person."""
    rows = ResourceLink.objects.restrict(actor, "view")
    return rows.filter(beneficiary=person, withdrawn_at=None).select_related("party")
