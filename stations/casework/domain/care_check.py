"""Checks of how children and elders are cared for at home (G3251)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.casework.care_enums import CareVerdict
from stations.casework.domain.basis import hold_file, refuse_ended
from stations.casework.models import Beneficiary, CareCheck
from stations.records.domain import (
    enter,
    refuse,
    refuse_far,
    refuse_future,
    refuse_withdrawn,
    require_row,
)


@transaction.atomic
def record_care_check(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    kind: str,
    checked_on: date,
    verdict: str,
    findings: str,
    guardian: str = "",
    measures: str = "",
    next_on: date | None = None,
) -> CareCheck:
    """Enter what a check found; where care is weak, also what is done and when one looks again.

    Raises Forbidden, Conflict for a withdrawn or erased file, or Invalid, also for a day after its
    closure.
    """
    require_row(actor, beneficiary, "edit")
    hold_file(beneficiary)
    refuse_withdrawn(beneficiary)
    refuse_future("checked_on", checked_on)
    refuse_ended(beneficiary, "checked_on", checked_on)
    if verdict != CareVerdict.SUITABLE:
        if not measures.strip():
            refuse("measures", _("Say what is done about it."))
        if next_on is None:
            refuse("next_on", _("Say when it is looked at again."))
    if next_on is not None and next_on <= checked_on:
        refuse("next_on", _("The next check comes after this one."), next_on, f"> {checked_on}")
    if next_on is not None:
        refuse_far("next_on", next_on, "plans")
    check = CareCheck(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        kind=kind,
        checked_on=checked_on,
        guardian=guardian.strip(),
        verdict=verdict,
        findings=findings.strip(),
        measures=measures.strip(),
        next_on=next_on,
    )
    return enter(check, actor=actor, action="care_check.record")
