"""The notice about rights and secrecy, given to a person with its version (N08)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.casework.consent_texts import notice_versions
from stations.casework.models import Beneficiary
from stations.records.domain import change, refuse, refuse_future, require_row


@transaction.atomic
def give_notice(
    *, actor: Actor, beneficiary: Beneficiary, on: date, version: str = ""
) -> Beneficiary:
    """The person was given the notice, the newest one by default.

    Raises Forbidden, Conflict for a withdrawn file, Invalid for a wrong day or version.
    """
    require_row(actor, beneficiary, "edit")
    return change(beneficiary, actor=actor, action="beneficiary.notice", **read_notice(on, version))


def read_notice(on: date, version: str = "") -> dict[str, object]:
    """The values a file keeps of the notice. Raises Invalid."""
    refuse_future("on", on)
    known = notice_versions()
    if version and version not in known:
        refuse("version", _("There is no such version of this text."), version, known)
    return {"notice_version": version or known[-1], "notice_given_on": on}
