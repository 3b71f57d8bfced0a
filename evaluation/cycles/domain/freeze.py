"""The sheets of a cycle: facts frozen, an evaluation with its items for every station."""

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.clocks import due_day
from evaluation.cycles.models import Cycle, Evaluation, Item
from evaluation.cycles.queries.cycle import freezes_from
from evaluation.cycles.queries.sheet import rubric_of
from evaluation.cycles.states import Act
from evaluation.facts.domain import freeze_facts
from evaluation.facts.scope import FactScope, StationInfo
from kernel.access.actor import Actor
from kernel.errors import Conflict, FieldError
from kernel.hooks import evaluation_changed
from kernel.tenancy import division_code
from kernel.workdays.clock import ZONE
from stations.network.queries.station import stations_evaluated


def make_sheets(cycle: Cycle, *, actor: Actor) -> list[Evaluation]:
    """Freeze the facts of the year's stations and open their self-evaluation.

    Inside the caller's transaction. Refused while a station has no track (Conflict).
    """
    stations = _stations(cycle)
    freeze_facts(cycle_uuid=cycle.uuid, scope=_scope(cycle, stations), actor=actor)
    evaluations = Evaluation.objects.bulk_create(_open_sheet(cycle, each) for each in stations)
    indicators = list(enumerate(rubric_of(cycle).indicators))
    Item.objects.bulk_create(
        (
            Item(evaluation=evaluation, indicator=indicator.id, position=position)
            for evaluation in evaluations
            for position, indicator in indicators
        ),
        batch_size=1000,
    )
    for evaluation in evaluations:
        evaluation_changed.call(evaluation)
    return evaluations


def _open_sheet(cycle: Cycle, station: Any) -> Evaluation:
    evaluation = Evaluation(
        cycle=cycle, station=station, track=station.track, opened_on=station.opened_on
    )
    evaluation.awaits = Act.SUBMIT
    evaluation.due_on = due_day(evaluation, Act.SUBMIT)
    return evaluation


def _stations(cycle: Cycle) -> list[Any]:
    """The stations of the year that had opened by the cut-off."""
    found = list(stations_evaluated(year=cycle.year).filter(opened_on__lte=cycle.cutoff_on))
    without = [each.code for each in found if not each.track]
    if without:
        message = _("These stations have no track yet.")
        raise Conflict(
            message, code="no_track", errors=[FieldError("stations", "no_track", message, without)]
        )
    return found


def _scope(cycle: Cycle, stations: list[Any]) -> FactScope:
    return FactScope(
        county=division_code(),
        year=cycle.year,
        cutoff_on=cycle.cutoff_on,
        received_by=datetime.combine(freezes_from(cycle), time(), ZONE),
        stations=tuple(
            StationInfo(each.pk, each.code, each.track, each.opened_on) for each in stations
        ),
    )
