"""Jobs of the files, run by a worker in the county."""

from django.utils.translation import gettext_lazy as _

from kernel.files.domain.stored_file import DROP_CONTENT, drop_content
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun


@job_kind(DROP_CONTENT, _("Destroy the content of a purged file"))
def drop_purged(job: JobRun) -> bool:
    """Nobody can read it any more; it is not restored from the disk either."""
    return drop_content(job.payload["digest"])
