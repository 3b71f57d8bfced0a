"""A piece of work in a county."""

from kernel.access.restrict import RestrictedQuerySet
from kernel.jobs import rules
from kernel.jobs.models.work import Work


class JobQuerySet(RestrictedQuerySet):
    rules = rules.JOB


class Job(Work):
    """Kept in the county that it is about."""

    objects = JobQuerySet.as_manager()
