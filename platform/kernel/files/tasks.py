"""What is done about files every day (config/settings/broker.py)."""

from celery import shared_task

from kernel.files.domain import sweep_files
from kernel.tenancy import county_codes
from kernel.tenancy.task import county_task


@county_task(name="kernel.files.sweep")
def sweep_county(*, county: str) -> None:
    """Content without a file of one county; a message that comes twice changes nothing more."""
    sweep_files()


@shared_task(name="kernel.files.sweep_all")
def sweep_all() -> int:
    """Send each active county's own task; how many. A lost message is made good on the next day."""
    codes = county_codes()
    for code in codes:
        sweep_county.delay(county=code)
    return len(codes)
