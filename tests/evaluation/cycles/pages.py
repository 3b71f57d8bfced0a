"""How page tests visit: as one person of a town, on the county's host."""

from typing import Any
from uuid import uuid4

from django.test import Client

from evaluation.cycles.models import Cycle, Evaluation
from kernel.tenancy import county_context
from tests.fixtures.clients import client_for
from tests.fixtures.cycles import Town


def log_in(town: Town, name: str) -> Client:
    return client_for(town.users[name], town.county)


def visit(town: Town, name: str, path: str) -> Any:
    return log_in(town, name).get(path)


def address(evaluation: Evaluation, rest: str = "") -> str:
    return f"/evaluations/{evaluation.uuid}/{rest}"


def send(town: Town, name: str, path: str, **data: Any) -> Any:
    """A form sent as a browser sends it; ``act`` and fields by name."""
    return log_in(town, name).post(path, {key.replace("__", "-"): data[key] for key in data})


def reread(town: Town, code: str = "S001") -> Evaluation:
    """A request leaves the test outside the county."""
    with county_context(town.county):
        return town.read(code)


def add_year(town: Town, year: int, code: str = "S001") -> Evaluation:
    """One more evaluation of a station, past the domain, for lists."""
    cycle = Cycle.objects.get(pk=town.cycle.pk)
    cycle.pk, cycle.uuid, cycle.year = None, uuid4(), year
    cycle.save()
    station = town.stations[code]
    return Evaluation.objects.create(
        cycle=cycle, station=station, track="GUIDELINE", opened_on=station.opened_on
    )
