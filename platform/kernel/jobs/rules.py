"""Who sees a job: the person who asked for it, and the bureau."""

from django.db.models import Q

from kernel.access.actor import Actor


def own_or_bureau(actor: Actor) -> Q | None:
    """All jobs for the bureau, one's own for everybody else."""
    return Q(pk__isnull=False) if actor.has("BUREAU") else Q(created_by=actor.user_uuid)


JOB = {"view": own_or_bureau}
