"""Naming a head, and ending it."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.domain.staff import refuse_away
from stations.people.models import HeadAppointment, Staff
from stations.people.rules import write_head
from stations.records.domain import (
    end_span,
    enter,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)


@transaction.atomic
def appoint_head(
    *, actor: Actor, station: models.Model, staff: Staff, appointed_by: str, valid_from: date
) -> HeadAppointment:
    """Name the head of a station from a day on.

    Raises Forbidden, Invalid, or Conflict when another headship lasts beyond that day:
    a station has one head (guideline 2.2), so the former one is ended first.
    """
    require_place(actor, station, write_head(""))
    refuse_withdrawn(staff)
    refuse_future("valid_from", valid_from)
    # Two who name one at the same moment come one after the other: no table tells of the second.
    type(station)._base_manager.select_for_update(no_key=True).get(pk=station.pk)
    refuse_away(staff, "valid_from", valid_from)
    lasting = Q(valid_to=None) | Q(valid_to__gt=valid_from)
    standing = HeadAppointment.objects.filter(lasting, station_id=station.pk, withdrawn_at=None)
    if standing.exists():
        raise Conflict(_("The station has a head on this day; end that headship first."))
    appointment = HeadAppointment(
        staff=staff, station_id=station.pk, appointed_by=appointed_by, valid_from=valid_from
    )
    return enter(appointment, actor=actor, action="head.appoint")


def end_headship(*, actor: Actor, appointment: HeadAppointment, on: date) -> HeadAppointment:
    """End it: ``on`` is the first day without. Raises Forbidden, Conflict when ended, Invalid."""
    require_row(actor, appointment, "edit")
    return end_span(appointment, actor=actor, action="head.end", on=on)
