"""Complaints about ethics: taken down at the station, decided by the county."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.people.enums import ComplaintState
from stations.people.models import EthicsComplaint, Staff
from stations.people.rules import write_complaints
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)

# The field that holds the day of each decision, and what the audit trail calls it.
DECISIONS = {
    ComplaintState.UPHELD: ("upheld_on", "complaint.uphold"),
    ComplaintState.NOT_UPHELD: ("dismissed_on", "complaint.dismiss"),
}


def record_complaint(
    *,
    actor: Actor,
    station: models.Model,
    raised_on: date,
    source: str,
    summary: str,
    staff: Staff | None = None,
) -> EthicsComplaint:
    """Take a complaint down, about a worker of the station or about no named one (G24).

    Raises Forbidden, Invalid (also without a word of what happened), or Conflict for a
    withdrawn worker.
    """
    require_place(actor, station, write_complaints(""))
    refuse_future("raised_on", raised_on)
    _require_words("summary", summary)
    if staff is not None:
        require_row(actor, staff, "view")
        refuse_withdrawn(staff)
    complaint = EthicsComplaint(
        station_id=station.pk,
        staff=staff,
        raised_on=raised_on,
        source=source,
        summary=summary.strip(),
        taken_by_uuid=actor.user_uuid,
    )
    return enter(complaint, actor=actor, action="complaint.record")


@transaction.atomic
def decide_complaint(
    *, actor: Actor, entry: EthicsComplaint, result: str, on: date, reason: str
) -> EthicsComplaint:
    """The county finds it justified or not, once, with its reason.

    Raises Forbidden, Conflict when decided, or Invalid for a wrong result or day or no reason.
    """
    require_row(actor, entry, "decide")
    # Two who decide at once come one after the other.
    standing = EthicsComplaint.objects.select_for_update().get(pk=entry.pk)
    if standing.decided_on:
        raise Conflict(_("This complaint has been decided."))
    if result not in DECISIONS:
        refuse("result", _("Upheld or not upheld."), result, [str(each) for each in DECISIONS])
    field, action = DECISIONS[ComplaintState(result)]
    if on < standing.raised_on:
        message = _("The decision lies before the complaint.")
        refuse("on", message, on, f">= {standing.raised_on}")
    refuse_future("on", on)
    _require_words("reason", reason)
    decision: dict[str, Any] = {
        field: on,
        "decided_received_at": clock.now(),
        "decision_reason": reason.strip(),
    }
    return change(standing, actor=actor, action=action, **decision)


def _require_words(field: str, text: str) -> None:
    if not text.strip():
        refuse(field, _("Say it in a few words."), text)
