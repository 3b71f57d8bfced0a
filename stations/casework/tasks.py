"""What is done about persons' files every day (config/settings/broker.py)."""

from celery import shared_task

from kernel.access.actor import Actor
from kernel.tenancy import county_codes
from kernel.tenancy.task import county_task
from stations.casework.domain.keeping import keep_archives


@county_task(name="stations.casework.keep_archives")
def keep_county(*, county: str) -> None:
    """Archives of one county; a message that comes twice changes nothing more."""
    keep_archives(actor=Actor.system(county))


@shared_task(name="stations.casework.keep_all_archives")
def keep_all() -> int:
    """Send each active county's own task, so that a fault in one holds up no other; how many.

    A message that is lost is made good on the next day.
    """
    codes = county_codes()
    for code in codes:
        keep_county.delay(county=code)
    return len(codes)
