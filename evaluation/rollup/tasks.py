"""The push to the installation above, sent every minute by the schedule in config."""

from celery import shared_task

from evaluation.rollup.cells.outgoing import push_when_due


@shared_task(name="evaluation.rollup.push")
def push_rollup() -> int:
    """Push what changed; how many units. Repeating it does no harm."""
    pushed = push_when_due()
    return pushed.units if pushed else 0
