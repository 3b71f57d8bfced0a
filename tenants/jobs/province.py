"""Making the counties of a province, asked for on a page or by the API."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.errors import Conflict, FieldError, Invalid
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tenants.domain.province import (
    CountyRow,
    add_counties,
    check_counties,
    read_counties,
    rows_of_province,
)

ADD_PROVINCE = "tenants.add_province"


def ask_for_province(
    *, actor: Actor, province: str = "", text: str = "", is_trial: bool = False
) -> Operation:
    """Have a worker make the counties of a province, or those of a CSV text; checked at once.

    One that waits for the same is not asked for twice. Raises Forbidden; Invalid, with every
    fault of the text by line and field, or when not just one of the two is given.
    """
    if bool(province) == bool(text):
        message = _("Give either a province or a file.")
        raise Invalid(message, errors=[FieldError("province", "invalid", message, province)])
    rows = read_counties(text.splitlines()) if text else rows_of_province(province)
    check_counties(rows, actor=actor, is_trial=is_trial)
    payload = {"rows": [row.as_payload() for row in rows], "is_trial": is_trial}
    dedup_key = f"{province} {is_trial}" if province else ""
    return enqueue_operation(kind=ADD_PROVINCE, payload=payload, actor=actor, dedup_key=dedup_key)


@job_kind(ADD_PROVINCE, gettext_lazy("Make the counties of a province"))
def add_province(run: JobRun) -> dict[str, Any]:
    """Counties that are there are kept, so a second worker goes on where the first was killed."""
    actor = actor_of(User.objects.get(uuid=str(run.created_by)))
    rows = [CountyRow.from_payload(values) for values in run.payload["rows"]]
    report = add_counties(
        rows, actor=actor, is_trial=run.payload["is_trial"], progress=run.progress
    )
    if report.failed:
        named = "; ".join(f"{code}: {why}" for code, why in sorted(report.failed.items()))
        raise Conflict(_("Not all were made: %(named)s") % {"named": named}, code="not_made")
    shown = {_("Made"): len(report.made), _("There already"): len(report.kept)}
    return {"report": shown, "made": report.made, "kept": report.kept}
