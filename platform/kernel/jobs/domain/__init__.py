from kernel.jobs.domain.job import enqueue
from kernel.jobs.domain.lease import LeaseLost

__all__ = ["LeaseLost", "enqueue"]
