"""The small network in both counties, so that a leak has something to leak."""

from collections.abc import Callable

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from stations.network.models import Station
from tests.fixtures.network import make_network


@pytest.fixture
def network(county: object) -> dict[str, Station]:
    """Places of 510402 by short code; 510421 has places of the same codes' numbers."""
    make_network("510421")
    return make_network("510402")


@pytest.fixture
def actor(county: object, member: Callable) -> Callable[..., Actor]:
    """actor("HEAD", "510402-S001") -> that person in 510402."""

    def make(role: str, scope_code: str = "", **held: str) -> Actor:
        return actor_of(member(role, scope_code=scope_code, **held))

    return make


@pytest.fixture
def bureau(actor: Callable[..., Actor]) -> Actor:
    return actor("BUREAU")
