"""Who reads the audit trail: the bureau and the auditor all of it, others their own deeds."""

from django.db.models import Q

from kernel.access.actor import Actor
from kernel.access.models import Role


def see_entries(actor: Actor) -> Q | None:
    if actor.has(Role.BUREAU, Role.AUDITOR):
        return Q(pk__isnull=False)
    return Q(actor_uuid=actor.user_uuid)


ENTRY_RULES = {"view": see_entries}
