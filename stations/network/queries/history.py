"""What changed on a place: its states, the divisions it served, the agencies that ran it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from stations.network.enums import State
from stations.network.models import Station
from stations.network.queries.trail import trail_of
from stations.network.tabs import Tab
from tenants.queries.division import division_names


@dataclass(frozen=True)
class Change:
    """One span of a place's past: what held, from when, until when (excluded), why, by whom."""

    kind: str
    what: Any
    valid_from: date | None
    valid_to: date | None
    reason: str = ""
    by: str = ""


def history_tab() -> Tab:
    return Tab(
        key="history",
        title=gettext_lazy("Changes"),
        order=90,
        shown=lambda actor, station: True,
        template="network/_history.html",
        context=read_history,
    )


def read_history(actor: Actor, station: Station) -> dict[str, Any]:
    """All spans, newest first, and the audit entries as far as the actor may read them."""
    spans = [*state_changes(station), *area_changes(station), *operator_changes(station)]
    spans.sort(key=lambda change: change.valid_from or date.min, reverse=True)
    return {"changes": spans, "trail": trail_of(actor, station)}


def state_changes(station: Station) -> Iterable[Change]:
    for span in station.states.all():
        yield Change(
            _("State"),
            State(span.state).label,
            span.valid_from,
            span.valid_to,
            span.reason,
            span.by_name,
        )


def area_changes(station: Station) -> Iterable[Change]:
    spans = list(station.areas.all())
    names = division_names(span.division_code for span in spans)
    for span in spans:
        name = names.get(span.division_code, span.division_code)
        yield Change(_("Serves"), name, span.valid_from, span.valid_to)


def operator_changes(station: Station) -> Iterable[Change]:
    for span in station.operators.all():
        yield Change(_("Resident agency"), span.agency_name, span.valid_from, span.valid_to)
