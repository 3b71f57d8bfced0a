"""News on the desk: only registered deeds, only of objects the actor may view."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.audit.domain import record
from kernel.web import news
from kernel.web.queries import latest_changes
from kernel.workdays.clock import ZONE, frozen
from stations.network.models import Station
from tests.fixtures.network import make_network

NOW = datetime(2026, 11, 20, 9, tzinfo=ZONE)


@pytest.fixture
def network(county: object, monkeypatch: pytest.MonkeyPatch) -> dict[str, Station]:
    """Stations, and three kinds of deeds: for all, for the bureau, for nobody."""
    made = make_network("510402")
    monkeypatch.setattr(news, "_news", {})
    news.register("test.open", "Opened")
    news.register("test.grade", "Graded", roles={"BUREAU"})
    return made


def do(actor: Actor, action: str, station: Station, days_ago: int = 0) -> None:
    with frozen(NOW - timedelta(days=days_ago)):
        record(actor=actor, action=action, obj=station)


def seen_by(user: User) -> list[tuple[str, str, str]]:
    with frozen(NOW):
        changes = latest_changes(actor_of(user))
    return [(change.label, change.object_text, change.by) for change in changes]


def test_by_object_and_role(
    network: dict[str, Station], system: Actor, member: Callable[..., User]
) -> None:
    own, other = network["S001"], network["S002"]
    do(system, "test.open", own, days_ago=3)
    do(system, "test.open", other, days_ago=2)
    do(system, "test.grade", own, days_ago=1)
    do(system, "test.secret", own)
    head = member("HEAD", scope_code=own.code)
    assert seen_by(head) == [("Opened", str(own), "")]
    assert seen_by(member("BUREAU")) == [
        ("Graded", str(own), "system"),
        ("Opened", str(other), "system"),
        ("Opened", str(own), "system"),
    ]


def test_names_oneself(network: dict[str, Station], member: Callable[..., User]) -> None:
    head = member("HEAD", scope_code=network["S001"].code)
    do(actor_of(head), "test.open", network["S001"])
    assert seen_by(head) == [("Opened", str(network["S001"]), head.display_name)]


def test_thirty_days_and_ten_lines(
    network: dict[str, Station], system: Actor, member: Callable[..., User]
) -> None:
    do(system, "test.open", network["S001"], days_ago=31)
    bureau = member("BUREAU")
    assert seen_by(bureau) == []
    for _ in range(12):
        do(system, "test.open", network["S002"])
    assert seen_by(bureau) == [("Opened", str(network["S002"]), "system")] * 10


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_for_entries_and_one_a_kind(
    network: dict[str, Station],
    system: Actor,
    member: Callable[..., User],
    django_assert_num_queries: Callable,
    count: int,
) -> None:
    for code in ("S001", "S002", "H001")[:count]:
        do(system, "test.open", network[code])
    actor = actor_of(member("BUREAU"))
    with frozen(NOW), django_assert_num_queries(2):
        assert len(latest_changes(actor)) == count


def test_the_desk_shows_them(
    network: dict[str, Station],
    system: Actor,
    member: Callable[..., User],
    county_client: Callable[..., Client],
) -> None:
    record(actor=system, action="test.open", obj=network["S001"])
    record(actor=system, action="test.open", obj=network["S002"])
    head = member("HEAD", scope_code=network["S001"].code)
    page = county_client(head).get("/").content.decode()
    assert str(network["S001"]) in page
    assert str(network["S002"]) not in page
