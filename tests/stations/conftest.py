"""The network of 510402 and persons of every role, for the tests of the station apps."""

from collections.abc import Callable

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.audit.models import Entry
from stations.network.models import Station
from tests.fixtures.network import make_network

ROLES = {
    "BUREAU": "",
    "HUB_STAFF": "",
    "HEAD": "510402-S001",
    "WORKER": "510402-S001",
    "ROOM_STAFF": "510402-R001",
    "TOWNSHIP": "510402001",
    "REVIEWER": "",
    "SUPERVISOR": "510402-S001",
    "AGENCY": "510402-S001",
    "PURCHASER": "",
    "AUDITOR": "",
}


@pytest.fixture
def actor(county: object, member: Callable) -> Callable[..., Actor]:
    """actor("HEAD") -> head of S001; actor("HEAD", "510402-S002") -> of S002."""

    def make(role: str, scope_code: str | None = None) -> Actor:
        code = ROLES[role] if scope_code is None else scope_code
        return actor_of(member(role, scope_code=code))

    return make


@pytest.fixture
def network(county: object) -> dict[str, Station]:
    """H001, S001, S002 and a room below each, by short code."""
    return make_network("510402")


@pytest.fixture
def done() -> Callable[[], list[str]]:
    """The actions in the audit trail since the network was made, in order."""
    before = set(Entry.objects.values_list("seq", flat=True))

    def actions() -> list[str]:
        return list(
            Entry.objects.exclude(seq__in=before).order_by("seq").values_list("action", flat=True)
        )

    return actions
