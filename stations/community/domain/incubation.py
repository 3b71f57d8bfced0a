"""Bringing an organisation to its registration, stage by stage."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.community.domain.org import add_org
from stations.community.enums import OrgKind, Stage
from stations.community.models import Incubation, IncubationStage
from stations.community.rules import write_community
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)


@transaction.atomic
def start_incubation(
    *,
    actor: Actor,
    station: models.Model,
    name: str,
    started_on: date,
    is_sw_agency: bool = False,
) -> Incubation:
    """Begin, which is the stage PREPARING. Raises Forbidden or Invalid."""
    require_place(actor, station, write_community(""))
    refuse_future("started_on", started_on)
    incubation = Incubation(
        station_id=station.pk, name=name.strip(), is_sw_agency=is_sw_agency, started_on=started_on
    )
    enter(incubation, actor=actor, action="incubation.start")
    _stage(actor, incubation, Stage.PREPARING, started_on)
    return incubation


@transaction.atomic
def reach_stage(
    *, actor: Actor, incubation: Incubation, stage: str, on: date, division_code: str = ""
) -> IncubationStage:
    """A further stage is reached; REGISTERED also enters the organisation, in its village.

    Raises Forbidden, Conflict when abandoned or already that far, or Invalid.
    """
    require_row(actor, incubation, "edit")
    refuse_withdrawn(incubation)
    if incubation.abandoned_on is not None:
        raise Conflict(_("This incubation was given up."))
    refuse_future("reached_on", on)
    _refuse_step_back(incubation, stage, on)
    if stage == Stage.REGISTERED:
        _register(actor, incubation, on, division_code)
    return _stage(actor, incubation, stage, on)


def abandon_incubation(*, actor: Actor, incubation: Incubation, on: date) -> Incubation:
    """The attempt is given up. Raises Forbidden, Conflict when it is over, or Invalid."""
    require_row(actor, incubation, "edit")
    if incubation.abandoned_on is not None or incubation.org_id is not None:
        raise Conflict(_("This incubation is over."))
    refuse_future("abandoned_on", on)
    given_up = {"abandoned_on": on, "abandoned_received_at": clock.now()}
    return change(incubation, actor=actor, action="incubation.abandon", **given_up)


def _refuse_step_back(incubation: Incubation, stage: str, on: date) -> None:
    if stage not in Stage.values:
        refuse("stage", _("Unknown stage."), stage, Stage.values)
    order = Stage.values.index
    last = incubation.stages.filter(withdrawn_at=None).order_by("-reached_on", "-id").first()
    if last is None:
        return
    if order(stage) <= order(last.stage):
        raise Conflict(_("This stage has been reached."))
    if on < last.reached_on:
        message = _("The former stage was reached later.")
        refuse("reached_on", message, on, f">= {last.reached_on}")


def _register(actor: Actor, incubation: Incubation, on: date, division_code: str) -> None:
    org = add_org(
        actor=actor,
        station=incubation.station,
        name=incubation.name,
        kind=OrgKind.OTHER,
        division_code=division_code or incubation.station.division_code,
        is_sw_agency=incubation.is_sw_agency,
        registered_on=on,
    )
    change(incubation, actor=actor, action="incubation.register", org=org)


def _stage(actor: Actor, incubation: Incubation, stage: str, on: date) -> IncubationStage:
    entry = IncubationStage(incubation=incubation, stage=stage, reached_on=on)
    return enter(entry, actor=actor, action="incubation.stage")
