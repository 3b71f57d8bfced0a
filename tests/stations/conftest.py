"""The network of 510402 and persons of every role, for the tests of the station apps."""

from collections.abc import Callable

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of

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
