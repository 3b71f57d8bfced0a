"""Evaluations that stand open while the divisions of their stations change."""

from django.utils.translation import gettext as _

from evaluation.cycles.models import Cycle, Evaluation
from evaluation.cycles.states import CycleState, State
from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.hooks import DivisionMoves, Effect
from stations.network.queries.division import places_moved

OVER = (State.FINAL, State.WITHDRAWN)


def open_evaluations(moves: DivisionMoves, actor: Actor) -> list[Effect]:
    """Evaluations not yet final of places that were moved (hook divisions_settled).

    They are named and left alone: frozen facts and sheets are never changed, and nothing drawn
    for them later asks where a station serves, but for C04's question whether the reform reached
    it in the year, which reads old and new areas alike.
    """
    touched = Evaluation.objects.filter(station__in=places_moved(moves)).exclude(state__in=OVER)
    return [
        Effect("evaluation", f"{evaluation.station.code} {evaluation.cycle.year}", kept=True)
        for evaluation in touched.select_related("station", "cycle").defer("cycle__rubric")
    ]


def refuse_running() -> None:
    """A county is merged with its evaluations at an end (hook county_merging): clocks, teams and
    memberships of a running one belong to the county that began it. Drafts go along as they are.

    Raises Conflict naming the cycles.
    """
    running = Cycle.objects.filter(
        carried_from="", state__in=[CycleState.OPENED, CycleState.FROZEN]
    )
    if named := ", ".join(f"{one} ({CycleState(one.state).label})" for one in running):
        message = _("The county still evaluates: %(cycles)s. Its bureau closes them first.")
        raise Conflict(message % {"cycles": named}, code="cycle_running")
