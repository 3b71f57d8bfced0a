"""Seeing to an alert (N02)."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.casework.models import AlertNote
from stations.casework.queries.alert import find_alert, resting_note
from stations.casework.rules import write_persons
from stations.records.domain import enter, refuse, refuse_future, require_place


def see_to_alert(*, actor: Actor, kind: str, subject: UUID, on: date, measure: str) -> AlertNote:
    """Say what was done about an alert that stands; it is then no longer shown.

    Raises NotFound for no such alert, Forbidden, Conflict when seen to, or Invalid.
    """
    alert = find_alert(actor, kind, subject, with_seen=True)
    require_place(actor, alert.station, write_persons(""))
    refuse_future("on", on)
    if on < alert.since:
        refuse("on", _("The alert arose later."), on, f">= {alert.since}")
    if not measure.strip():
        refuse("measure", _("Say what was done."), measure)
    if resting_note(kind, subject, alert.since).exists():
        raise Conflict(_("This alert has been seen to."))
    note = AlertNote(
        station_id=alert.station.pk,
        kind=kind,
        subject=subject,
        since=alert.since,
        done_on=on,
        measure=measure.strip(),
        by_uuid=actor.user_uuid,
        by_name=actor.name,
    )
    return enter(note, actor=actor, action="alert.see")
