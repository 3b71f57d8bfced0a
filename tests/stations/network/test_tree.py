"""The tree read lazily, search, and the rows of the list."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.access.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound
from stations.network.domain.station import change_state
from stations.network.models import Station
from stations.network.queries.station import find_station, station_rows
from stations.network.queries.tree import (
    Node,
    children_of,
    find_nodes,
    network_tree,
    running_below,
)
from tests.fixtures.network import OPENED, make_station

pytestmark = pytest.mark.django_db

Make = Callable[..., Actor]


def outline(nodes: list[Node]) -> list:
    """Codes with what was loaded below them: ["S001+1"] is closed with one child."""
    found: list = []
    for node in nodes:
        found.append(node.code[7:] if node.is_open else f"{node.code[7:]}+{node.below}")
        if node.children:
            found.append(outline(node.children))
    return found


def test_tree_opens_the_hub_only(network: dict[str, Station], bureau: Actor) -> None:
    assert outline(network_tree(bureau)) == ["H001", ["S001+1", "S002+1"]]


def test_tree_opens_down_to_the_selected_place(network: dict[str, Station], bureau: Actor) -> None:
    expected = ["H001", ["S001", ["R001+0"], "S002+1"]]

    assert outline(network_tree(bureau, network["S001"])) == expected
    assert [node.is_open for node in network_tree(bureau, network["R001"])] == [True]
    opened = network_tree(bureau, network["R001"])[0].children
    assert [(node.code[7:], node.is_open) for node in opened] == [("S001", True), ("S002", False)]


def test_tree_begins_where_the_actor_may_look(network: dict[str, Station], actor: Make) -> None:
    assert outline(network_tree(actor("HEAD", "510402-S001"))) == ["S001", ["R001+0"]]
    assert outline(network_tree(actor("ROOM_STAFF", "510402-R002"))) == ["R002"]
    assert network_tree(actor("PURCHASER")) == []


def test_township_counts_only_rooms_it_sees(network: dict[str, Station], actor: Make) -> None:
    make_station(
        level="ROOM", name="湖光社工室", division_code="510402002001", parent=network["S001"]
    )

    (top,) = network_tree(actor("TOWNSHIP", "510402001"))

    assert (top.code, top.below) == ("510402-S001", 1)
    assert outline([top]) == ["S001", ["R001+0"]]


def test_children_of_a_place(network: dict[str, Station], bureau: Actor) -> None:
    assert outline(children_of(bureau, network["H001"])) == ["S001+1", "S002+1"]
    assert children_of(bureau, network["R001"]) == []


def test_queries_of_the_tree_are_constant(network: dict[str, Station], bureau: Actor) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            network_tree(bureau, network["R001"])
        return len(queries)

    network_tree(bureau)
    # 1 the tops, 2 what is open below them
    assert count() == 2
    for _ in range(3):
        station = make_station()
        make_station(level="ROOM", name="室", division_code="510402001001", parent=station)
    network_tree(bureau)
    assert count() == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("炳草岗", ["R002", "S002"]),
        ("bcg", ["R002", "S002"]),
        ("BCG", ["R002", "S002"]),
        ("s001", ["S001"]),
        ("510402-R", ["R001", "R002"]),
        ("  总站 ", ["H001"]),
        ("%", []),
        ("米易", []),
    ],
)
def test_search_by_name_code_and_pinyin(
    network: dict[str, Station], bureau: Actor, text: str, found: list[str]
) -> None:
    assert [node.code[7:] for node in find_nodes(bureau, text)] == found


def test_search_finds_nothing_out_of_sight(network: dict[str, Station], actor: Make) -> None:
    assert find_nodes(actor("HEAD", "510402-S001"), "炳草岗") == []


def test_running_places_by_level(network: dict[str, Station], bureau: Actor, actor: Make) -> None:
    change_state(
        actor=bureau, station=network["S002"], state="SUSPENDED", on=date(2024, 1, 1), reason="因"
    )

    assert running_below(bureau) == {"HUB": 1, "STATION": 1, "ROOM": 2}
    assert running_below(actor("HEAD", "510402-S001")) == {"STATION": 1, "ROOM": 1}


def test_find_station_by_action(network: dict[str, Station], actor: Make) -> None:
    head = actor("HEAD", "510402-S001")

    assert find_station(head, "510402-R001", "equip") == network["R001"]
    for code in ("510402-S002", "510421-S001", "nonsense"):
        with pytest.raises(NotFound):
            find_station(head, code, "equip")
    with pytest.raises(Forbidden):
        find_station(head, "510402-S001", "change")


def test_row_of_a_list(network: dict[str, Station], bureau: Actor) -> None:
    (row,) = station_rows(bureau, search="S001")

    assert row == {
        "code": "510402-S001",
        "name": "大渡口街道社会工作服务站",
        "level": "STATION",
        "shown_track": "GUIDELINE",
        "shown_state": "RUNNING",
        "parent__code": "510402-H001",
        "divisions": ["510402001"],
        "opened_on": OPENED,
        "operation_mode": "SELF",
    }
    hub = station_rows(bureau, level="HUB").get()
    assert (hub["parent__code"], hub["shown_track"], hub["divisions"]) == (None, None, ["510402"])


def test_rows_of_a_day_show_what_was_then(network: dict[str, Station], bureau: Actor) -> None:
    paused = date(2024, 1, 1)
    change_state(actor=bureau, station=network["S001"], state="SUSPENDED", on=paused, reason="因")

    def states(on: date | None, state: str = "") -> list[tuple[str, str]]:
        rows = station_rows(bureau, on=on, state=state)
        return [(row["code"][7:], row["shown_state"]) for row in rows]

    assert states(date(2021, 5, 31)) == [("H001", "PLANNED")]
    assert states(date(2023, 12, 31), state="SUSPENDED") == []
    assert states(paused, state="SUSPENDED") == [("S001", "SUSPENDED")]
    assert states(None, state="SUSPENDED") == [("S001", "SUSPENDED")]
    assert len(states(date(2023, 12, 31), state="RUNNING")) == 5


def test_unknown_filter_is_refused(network: dict[str, Station], bureau: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        station_rows(bureau, level="CITY")

    (error,) = refused.value.errors
    assert (error.field, error.given) == ("level", "CITY")
    assert error.allowed == ["HUB", "STATION", "ROOM", "INSTITUTION_SITE"]
