"""Supervision sessions."""

from datetime import date

from django.db import models

from kernel.access.actor import Actor
from stations.people.models import Staff, SupervisionSession
from stations.people.rules import write_supervision
from stations.records.domain import enter, refuse_future, refuse_withdrawn, require_place


def record_session(
    *,
    actor: Actor,
    station: models.Model,
    staff: Staff,
    kind: str,
    mode: str,
    held_on: date,
    supervisor_name: str,
) -> SupervisionSession:
    """Enter one worker's part in a session. Raises Forbidden, Conflict or Invalid."""
    require_place(actor, station, write_supervision(""))
    refuse_withdrawn(staff)
    refuse_future("held_on", held_on)
    session = SupervisionSession(
        station_id=station.pk,
        staff=staff,
        kind=kind,
        mode=mode,
        held_on=held_on,
        supervisor_name=supervisor_name.strip(),
    )
    return enter(session, actor=actor, action="supervision.record")
