from kernel.jobs.models.job import Job
from kernel.jobs.models.work import JobState, Work

__all__ = ["Job", "JobState", "Work"]
