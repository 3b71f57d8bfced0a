"""The daily seal of every county's audit chain."""

from celery import shared_task

from kernel.audit.domain import seal_chain
from kernel.tenancy import county_codes, county_context


@shared_task(name="kernel.audit.seal")
def seal_chains() -> int:
    """Seal the chain of each active county; how many there were. Repeating it does no harm."""
    codes = county_codes()
    for code in codes:
        with county_context(code):
            seal_chain()
    return len(codes)
