"""The network of 510402 and persons of every role, for the tests of the station apps."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.audit.models import Entry
from kernel.tenancy.context import enter_county
from stations.network.models import Station
from tests.fixtures.counties import COUNTY
from tests.fixtures.cycles import held
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
def actors(actor: Callable[..., Actor]) -> Callable[[str], Actor]:
    """actors("HEAD"): as actor, the same person each time."""
    made = cache(actor)
    for role in ("HEAD", "BUREAU", "SUPERVISOR"):
        made(role)  # now: what a test makes may be rolled back
    return made


class Visitor:
    """A logged-in client of 510402; the test stands in the county again after each page."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, address: str) -> HttpResponse:
        return self._then_return(self.client.get(address))

    def post(self, address: str, form: dict[str, Any]) -> HttpResponse:
        return self._then_return(self.client.post(address, form))

    def _then_return(self, answer: HttpResponse) -> HttpResponse:
        enter_county(COUNTY)
        return answer


@pytest.fixture
def visitor(member: Callable, county_client: Callable) -> Callable[..., Visitor]:
    """visitor("HEAD", "510402-S001") -> that person's browser."""

    def make(role: str, scope_code: str = "", **held: str) -> Visitor:
        return Visitor(county_client(member(role, scope_code=scope_code, **held)))

    return make


@pytest.fixture(scope="module")
def held_network(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Station]]:
    """Built once a module, in a transaction that is never committed."""
    with held(django_db_blocker, lambda: make_network(COUNTY)) as made:
        yield made


@pytest.fixture
def network(held_network: dict[str, Station], county: object) -> dict[str, Station]:
    """H001, S001, S002 and a room below each, by short code."""
    return held_network


@pytest.fixture
def done() -> Callable[[], list[str]]:
    """The actions in the audit trail since the network was made, in order."""
    before = set(Entry.objects.values_list("seq", flat=True))

    def actions() -> list[str]:
        return list(
            Entry.objects.exclude(seq__in=before).order_by("seq").values_list("action", flat=True)
        )

    return actions
