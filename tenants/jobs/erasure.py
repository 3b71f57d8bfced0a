"""The erasure of a county, carried out by a worker after the second person's word."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tenants.domain.erase import carry_out, confirm_erasure
from tenants.jobs.archive import operator_of
from tenants.models import County

ERASE = "tenants.erase"


@transaction.atomic
def order_erasure(*, actor: Actor, county: County) -> Operation:
    """Confirm, as the second person, and have a worker erase. Raises Forbidden, Conflict."""
    confirm_erasure(code=county.code, actor=actor)
    payload = {"code": county.code}
    return enqueue_operation(
        kind=ERASE, payload=payload, actor=actor, county_code=county.code, dedup_key=county.code
    )


@job_kind(ERASE, gettext_lazy("Erase the county"))
def run_erasure(run: JobRun) -> dict[str, Any]:
    """A second try goes on from the step that the first had reached."""
    erasure = carry_out(code=run.payload["code"], actor=operator_of(run))
    shown = {_("Certificate of erasure"): str(erasure.uuid), _("Signature"): erasure.signature}
    return {"report": shown, "certificate": str(erasure.uuid), "signature": erasure.signature}
