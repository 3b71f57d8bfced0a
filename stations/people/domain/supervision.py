"""Supervisors of a station, and their sessions."""

from collections.abc import Collection
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.enums import SupervisionTopic
from stations.people.models import Staff, SupervisionSession, Supervisor
from stations.people.rules import write_people, write_supervision
from stations.records.domain import (
    end_span,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)


@transaction.atomic
def engage_supervisor(
    *,
    actor: Actor,
    station: models.Model,
    name: str,
    valid_from: date,
    organisation: str = "",
    is_senior: bool = False,
) -> Supervisor:
    """A supervisor guides this station from a day on; the same one may guide others (Z23).

    Raises Forbidden, Invalid, or Conflict when the supervisor guides the station already.
    """
    require_place(actor, station, write_people(""))
    refuse_future("valid_from", valid_from)
    name, organisation = name.strip(), organisation.strip()
    running = Supervisor.objects.filter(
        station_id=station.pk,
        name=name,
        organisation=organisation,
        valid_to=None,
        withdrawn_at=None,
    )
    if running.exists():
        raise Conflict(_("This supervisor already guides the station."))
    supervisor = Supervisor(
        station_id=station.pk,
        name=name,
        organisation=organisation,
        is_senior=is_senior,
        valid_from=valid_from,
    )
    return enter(supervisor, actor=actor, action="supervisor.engage")


def end_supervisor(*, actor: Actor, entry: Supervisor, on: date) -> Supervisor:
    """End it: ``on`` is the first day without. Raises Forbidden, Conflict when ended, Invalid."""
    require_row(actor, entry, "edit")
    return end_span(entry, actor=actor, action="supervisor.end", on=on)


def record_session(
    *,
    actor: Actor,
    station: models.Model,
    staff: Staff,
    kind: str,
    mode: str,
    held_on: date,
    supervisor_name: str,
    topics: Collection[str] = (),
) -> SupervisionSession:
    """Enter one worker's part in a session. Raises Forbidden, Conflict or Invalid."""
    require_place(actor, station, write_supervision(""))
    refuse_withdrawn(staff)
    refuse_future("held_on", held_on)
    _refuse_topics(topics)
    session = SupervisionSession(
        station_id=station.pk,
        staff=staff,
        kind=kind,
        mode=mode,
        held_on=held_on,
        supervisor_name=supervisor_name.strip(),
        topics=[topic for topic in SupervisionTopic.values if topic in topics],
    )
    return enter(session, actor=actor, action="supervision.record")


def _refuse_topics(topics: Collection[str]) -> None:
    known = SupervisionTopic.values
    if unknown := sorted(set(topics) - set(known)):
        refuse("topics", _("Not one of the choices."), unknown, known)
