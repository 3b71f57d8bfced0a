"""Reading what is encrypted in a record: for a reason, and kept in the audit trail."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from kernel.access.actor import Actor
from kernel.audit.domain import record as write_audit
from stations.records.domain import require_row
from stations.records.models import Record
from stations.records.reasons import read_reason


@transaction.atomic
def reveal_fields(
    *,
    actor: Actor,
    entry: Record,
    fields: Sequence[str],
    reason: str,
    trail: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """The fields in full; who read them and why stays in the audit trail, with ``trail``.

    Raises Forbidden, or Invalid without a reason or with a number in it.
    """
    require_row(actor, entry, "reveal")
    write_audit(
        actor=actor,
        action=f"{entry._meta.model_name}.reveal",
        obj=entry,
        after={"fields": list(fields), "reason": read_reason(reason), **(trail or {})},
    )
    return {name: getattr(entry, name) for name in fields}
