"""Signing the ethics pledge."""

from datetime import date

from kernel.access.actor import Actor
from stations.people.models import EthicsPledge, Staff
from stations.records.domain import enter, refuse_future, refuse_withdrawn, require_row


def sign_pledge(*, actor: Actor, staff: Staff, signed_on: date) -> EthicsPledge:
    """Enter that a worker signed. Raises Forbidden, Conflict for a withdrawn person, Invalid."""
    require_row(actor, staff, "edit")
    refuse_withdrawn(staff)
    refuse_future("signed_on", signed_on)
    return enter(EthicsPledge(staff=staff, signed_on=signed_on), actor=actor, action="pledge.sign")
