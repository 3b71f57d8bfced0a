"""Sealing the chain's head into public, where the county cannot reach it."""

from django.db import transaction

from kernel.audit.models import ChainHead
from kernel.seals.models import Seal
from kernel.tenancy import current_county
from kernel.workdays.clock import now, today


@transaction.atomic
def seal_chain() -> Seal | None:
    """Seal the present county's chain for today; None while nothing was written yet."""
    head = ChainHead.objects.first()
    county = current_county()
    if head is None or head.seq == 0 or county is None:
        return None
    seal, _ = Seal.objects.update_or_create(
        county_code=county,
        day=today(),
        defaults={"seq": head.seq, "digest": head.digest, "sealed_at": now()},
    )
    return seal
