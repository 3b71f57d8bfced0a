"""Complaints about ethics: taken down by the station, decided by the county."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.people.models import EthicsComplaint, Staff
from stations.people.rules import write_complaints
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    require_place,
    require_row,
)


def record_complaint(
    *,
    actor: Actor,
    station: models.Model,
    raised_on: date,
    summary: str,
    staff: Staff | None = None,
) -> EthicsComplaint:
    """Take a complaint down. Raises Forbidden or Invalid."""
    require_place(actor, station, write_complaints(""))
    refuse_future("raised_on", raised_on)
    complaint = EthicsComplaint(
        station_id=station.pk, staff=staff, raised_on=raised_on, summary=summary.strip()
    )
    return enter(complaint, actor=actor, action="complaint.record")


def uphold_complaint(*, actor: Actor, complaint: EthicsComplaint, on: date) -> EthicsComplaint:
    """The county finds it justified. Raises Forbidden, Conflict when decided, or Invalid."""
    return _decide(actor, complaint, on, "complaint.uphold", upheld_on=on)


def dismiss_complaint(*, actor: Actor, complaint: EthicsComplaint, on: date) -> EthicsComplaint:
    """The county finds it unjustified. Raises Forbidden, Conflict when decided, or Invalid."""
    return _decide(actor, complaint, on, "complaint.dismiss", dismissed_on=on)


def _decide(
    actor: Actor, complaint: EthicsComplaint, on: date, action: str, **decision: Any
) -> EthicsComplaint:
    require_row(actor, complaint, "decide")
    if complaint.upheld_on or complaint.dismissed_on:
        raise Conflict(_("This complaint has been decided."))
    if on < complaint.raised_on:
        message = _("The decision lies before the complaint.")
        refuse(next(iter(decision)), message, on, f">= {complaint.raised_on}")
    refuse_future(next(iter(decision)), on)
    now = clock.now()
    return change(complaint, actor=actor, action=action, decided_received_at=now, **decision)
