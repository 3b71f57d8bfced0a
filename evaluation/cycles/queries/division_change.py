"""Evaluations that stand open while the divisions of their stations change."""

from evaluation.cycles.models import Evaluation
from evaluation.cycles.states import State
from kernel.access.actor import Actor
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
        Effect("evaluation", str(evaluation), after=str(State(evaluation.state).label), kept=True)
        for evaluation in touched.select_related("station", "cycle").defer("cycle__rubric")
    ]
