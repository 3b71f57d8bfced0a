"""The tab of a station's page: its evaluations, year by year."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from evaluation.cycles.models import Evaluation
from evaluation.cycles.pages.common import GRADES, role_label
from evaluation.cycles.queries.evaluation import as_row, list_evaluations
from kernel.access.actor import Actor
from stations.network.tabs import Tab


def station_tab() -> Tab:
    return Tab(
        key="evaluations",
        title=_("Evaluation"),
        order=60,
        shown=lambda actor, station: _rows_of(actor, station).exists(),
        template="cycles/_station_tab.html",
        context=read_evaluations,
    )


def read_evaluations(actor: Actor, station: Any) -> dict[str, Any]:
    """The evaluations this person may see, the newest first; results as far as they may."""
    rows = list_evaluations(actor).filter(station=station)
    return {"evaluations": [shown_row(actor, row) for row in rows], "grades": dict(GRADES)}


def shown_row(actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    """A row of `list_evaluations` for a table: with the next actor in words."""
    given = as_row(actor, row)
    return given | {"actor": role_label(given["next_actor"])}


def _rows_of(actor: Actor, station: Any) -> Any:
    return Evaluation.objects.restrict(actor, "view").filter(station=station)
