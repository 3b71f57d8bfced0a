"""The ways of work of a station, each step with the page that this actor may open."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kernel.access.actor import Actor
from stations.community.catalogue import Flow, Step, flows
from stations.records.lists import links_for


@dataclass(frozen=True)
class StepHere:
    """A step; ``url`` is empty for who may not open its page."""

    step: Step
    url: str


@dataclass(frozen=True)
class FlowHere:
    flow: Flow
    steps: list[StepHere]


def flows_at(actor: Actor, station: Any) -> list[FlowHere]:
    """In the order of the file; as many queries as the links of the station's page take."""
    open_to = {link.url for link in links_for(actor, station)}
    return [
        FlowHere(flow, [_here(step, station, open_to) for step in flow.steps]) for flow in flows()
    ]


def _here(step: Step, station: Any, open_to: set[str]) -> StepHere:
    url = reverse(step.page, args=[station.code])
    return StepHere(step, url if url in open_to else "")
