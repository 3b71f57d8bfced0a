"""The sweep, sent every few seconds by the schedule in config."""

from celery import shared_task

from kernel.wakeups.domain import sweep


@shared_task(name="kernel.wakeups.sweep")
def sweep_wakeups() -> int:
    """Wake the jobs that are due, in all counties; how many."""
    return sweep()
