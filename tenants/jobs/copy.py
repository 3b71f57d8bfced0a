"""A rehearsal copy is removed by a worker."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tenants.domain.copy import check_removal, remove_copy
from tenants.jobs.archive import operator_of
from tenants.models import County

REMOVE = "tenants.remove_copy"


def order_removal(*, actor: Actor, county: County, reason: str) -> Operation:
    """Have a worker remove the copy. Raises Forbidden, Conflict, Invalid."""
    check_removal(code=county.code, reason=reason, actor=actor)
    payload = {"code": county.code, "reason": reason}
    return enqueue_operation(kind=REMOVE, payload=payload, actor=actor, county_code=county.code)


@job_kind(REMOVE, gettext_lazy("Remove the rehearsal copy"))
def run_removal(run: JobRun) -> dict[str, Any]:
    """A second try after the first had removed it finds its event."""
    given = run.payload
    remove_copy(code=given["code"], reason=given["reason"], actor=operator_of(run), order=run.uuid)
    return {"report": {_("Removed"): given["code"]}, "code": given["code"]}
