"""Supervisors of a station, and their sessions."""

from collections.abc import Collection
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.domain.staff import refuse_away
from stations.people.enums import SupervisionMode, SupervisionSite, SupervisionTopic
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

SITES = tuple(SupervisionSite.values)
MODES = tuple(mode for mode in SupervisionMode.values if mode not in SITES)


@transaction.atomic
def engage_supervisor(
    *,
    actor: Actor,
    station: models.Model,
    valid_from: date,
    name: str = "",
    staff: Staff | None = None,
    organisation: str = "",
    is_senior: bool = False,
) -> Supervisor:
    """A supervisor guides this station from a day on; the same one may guide others (Z23).

    A worker of the network, whose own name is taken, or somebody from outside by name. Raises
    Forbidden, Invalid, or Conflict when the supervisor guides the station already.
    """
    require_place(actor, station, write_people(""))
    refuse_future("valid_from", valid_from)
    if staff is not None:
        require_row(actor, staff, "view")
        refuse_withdrawn(staff)
        name = staff.name
    name, organisation = name.strip(), organisation.strip()
    if not name:
        message = _("Name the supervisor, or choose a worker of the network.")
        refuse("name", message, name, "")
    same = Q(name=name, organisation=organisation)
    if staff is not None:
        same |= Q(staff=staff)
    running = Supervisor.objects.filter(
        same, station_id=station.pk, valid_to=None, withdrawn_at=None
    )
    if running.exists():
        raise Conflict(_("This supervisor already guides the station."))
    supervisor = Supervisor(
        station_id=station.pk,
        staff=staff,
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


@transaction.atomic
def record_session(
    *,
    actor: Actor,
    station: models.Model,
    staff: Staff,
    kind: str,
    mode: str,
    site: str,
    held_on: date,
    supervisor: Supervisor | None = None,
    supervisor_name: str = "",
    topics: Collection[str] = (),
) -> SupervisionSession:
    """Enter one worker's part in a session (Z23, Z25).

    By a supervisor of the station, whose name is taken, or by somebody named. Raises Forbidden,
    Conflict or Invalid, also for the supervisor's own part.
    """
    require_place(actor, station, write_supervision(""))
    refuse_withdrawn(staff)
    refuse_future("held_on", held_on)
    refuse_away(staff, "held_on", held_on)
    _refuse_form(mode, site)
    _refuse_topics(topics)
    if supervisor is not None:
        supervisor_name = _name_supervisor(supervisor, station, staff)
        _refuse_day(supervisor, held_on)
    session = SupervisionSession(
        station_id=station.pk,
        staff=staff,
        kind=kind,
        mode=mode,
        site=site,
        held_on=held_on,
        supervisor=supervisor,
        supervisor_name=supervisor_name.strip(),
        topics=[topic for topic in SupervisionTopic.values if topic in topics],
    )
    return enter(session, actor=actor, action="supervision.record")


def _refuse_form(mode: str, site: str) -> None:
    """Both are told; a site is no mode, as it was once."""
    if mode in SITES:
        refuse("mode", _("Not one of the choices."), mode, list(MODES))
    if site not in SITES:
        refuse("site", _("Not one of the choices."), site, list(SITES))


def _name_supervisor(supervisor: Supervisor, station: models.Model, staff: Staff) -> str:
    refuse_withdrawn(supervisor)
    if supervisor.station_id != station.pk:
        message = _("This supervisor guides another station.")
        refuse("supervisor", message, str(supervisor.uuid), "")
    if supervisor.staff_id == staff.pk:
        message = _("Nobody supervises themselves.")
        refuse("supervisor", message, str(supervisor.uuid), "")
    return supervisor.name


def _refuse_day(supervisor: Supervisor, held_on: date) -> None:
    """The supervisor guided the station on the day of the session."""
    first, end = supervisor.valid_from, supervisor.valid_to
    if held_on < first or (end is not None and held_on >= end):
        message = _("The supervisor did not guide this station on that day.")
        allowed = f">= {first}" + (f", < {end}" if end else "")
        refuse("held_on", message, held_on, allowed)


def _refuse_topics(topics: Collection[str]) -> None:
    known = SupervisionTopic.values
    if unknown := sorted(set(topics) - set(known)):
        refuse("topics", _("Not one of the choices."), unknown, known)
