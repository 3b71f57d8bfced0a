"""Reading jobs."""

from uuid import UUID

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import NotFound
from kernel.jobs.models import Job


def find_job(*, actor: Actor, uuid: UUID) -> Job:
    """The job, if the actor may see it. Raises NotFound."""
    job = Job.objects.restrict(actor, "view").filter(uuid=uuid).first()
    if job is None:
        raise NotFound(_("No such job."))
    return job
