"""Reading what is encrypted in a record: for a reason, and kept in the audit trail."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record as write_audit
from stations.records.domain import refuse, require_row
from stations.records.models import Record

REASON_LENGTH = 200
# Digits as long as a telephone's or an ID number's: not for the audit trail.
NUMBER = re.compile(r"\d{7}")


@transaction.atomic
def reveal_fields(
    *, actor: Actor, entry: Record, fields: Sequence[str], reason: str
) -> dict[str, str]:
    """The fields in full; who read them and why stays in the audit trail.

    Raises Forbidden, or Invalid without a reason or with a number in it.
    """
    require_row(actor, entry, "reveal")
    write_audit(
        actor=actor,
        action=f"{entry._meta.model_name}.reveal",
        obj=entry,
        after={"fields": list(fields), "reason": read_reason(reason)},
    )
    return {name: getattr(entry, name) for name in fields}


def read_reason(reason: str) -> str:
    """A reason fit for the audit trail. Raises Invalid when empty, long, or with a number in it."""
    plain = reason.strip()
    if not plain or len(plain) > REASON_LENGTH:
        message = _("Say in up to %(length)s characters why.") % {"length": REASON_LENGTH}
        refuse("reason", message, None, f"1-{REASON_LENGTH}")
    if NUMBER.search(plain):
        refuse("reason", _("Give a reason without telephone or ID numbers."))
    return plain
