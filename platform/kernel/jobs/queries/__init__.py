from kernel.jobs.queries.job import find_job

__all__ = ["find_job"]
