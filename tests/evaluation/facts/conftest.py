"""Three stations of 510402 and a scope over them; test_counties has records of 510421 too."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from evaluation.facts.scope import Fact, FactScope, StationInfo
from kernel.workdays.clock import ZONE
from stations.network.models import Station
from tests.fixtures.cycles import held
from tests.fixtures.network import make_network, make_station

Ask = Callable[..., dict[str, Fact]]


@pytest.fixture(scope="module")
def held_network(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Station]]:
    """Built once a module, in a transaction that is never committed."""
    with held(django_db_blocker, build_network) as made:
        yield made


def build_network() -> dict[str, Station]:
    third = {"name": "银江镇社会工作服务站", "division_code": "510402200"}
    return make_network("510402") | {"S003": make_station(**third)}


@pytest.fixture
def network(held_network: dict[str, Station], county: object) -> dict[str, Station]:
    """H001, S001 to S003, R001 below S001 and R002 below S002, by short code."""
    return held_network


@pytest.fixture
def scope(network: dict[str, Station]) -> Callable[..., FactScope]:
    """scope("S001", ..., year=2023, cutoff=..., track=..., opened=...) -> FactScope."""

    def make(*codes: str, **given: Any) -> FactScope:
        year = given.get("year", 2023)
        stations = tuple(
            StationInfo(
                id=network[code].pk,
                code=network[code].code,
                track=given.get("track", "GUIDELINE"),
                opened_on=given.get("opened", date(2021, 6, 1)),
            )
            for code in codes or ("S001",)
        )
        return FactScope(
            county="510402",
            year=year,
            cutoff_on=given.get("cutoff", date(year, 12, 31)),
            received_by=datetime(year + 1, 1, 7, 23, 59, tzinfo=ZONE),
            stations=stations,
        )

    return make


@pytest.fixture
def ask(
    scope: Callable[..., FactScope], django_assert_num_queries: Any
) -> Callable[..., dict[str, Any]]:
    """ask(c05, "S001", "S002") -> {code: inputs}, always in one query."""

    def compute(module: ModuleType, *codes: str, **given: Any) -> dict[str, Any]:
        asked = scope(*codes, **given)
        Station.objects.exists()  # the connection stands in the county
        with django_assert_num_queries(1):
            facts = module.compute(asked)
        return {station.code[7:]: facts[station.id].inputs for station in asked.stations}

    return compute


@pytest.fixture
def behind(scope: Callable[..., FactScope]) -> Callable[..., set[tuple[str, Any]]]:
    """behind(c05) -> the (kind, uuid) of the records of S001."""

    def refs(module: ModuleType, **given: Any) -> set[tuple[str, Any]]:
        asked = scope("S001", **given)
        fact = module.compute(asked)[asked.stations[0].id]
        pairs = [(kind, UUID(uuid)) for kind, uuids in fact.records.items() for uuid in uuids]
        assert len(set(pairs)) == len(pairs)
        return set(pairs)

    return refs
