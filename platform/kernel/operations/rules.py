"""Who sees operations: the platform's operators, all of them."""

from django.db.models import Q

from kernel.access.actor import Actor


def operators(actor: Actor) -> Q | None:
    return Q(pk__isnull=False) if actor.has("PLATFORM") else None


OPERATION = {"view": operators, "ask": operators}
