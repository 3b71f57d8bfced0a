"""Targets against what runs: the county's line of annex 1."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.access.actor import Actor
from kernel.access.restrict import UnmappedAction
from kernel.audit.models import Entry
from kernel.errors import Forbidden, Invalid
from kernel.hooks import network_changed
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.network.domain.station import change_state
from stations.network.domain.target import set_target
from stations.network.models import BuildTarget, Station
from stations.network.queries.target import (
    TargetTable,
    target_table,
    target_tables,
    target_years,
    targets,
)
from tests.fixtures.network import make_station

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


def cells_of(table: TargetTable) -> dict[str, tuple]:
    rows = {str(level): (cell.target, cell.actual, cell.gap) for level, cell in table.cells.items()}
    total = table.total
    return rows | {"total": (total.target, total.actual, total.gap)}


def set_targets(actor: Actor, year: int, **by_level: int) -> None:
    for level, target in by_level.items():
        set_target(actor=actor, year=year, level=level, target=target)


def test_annex_1_line_closes(network: dict[str, Station], bureau: Actor) -> None:
    set_targets(bureau, 2021, HUB=1, STATION=4, ROOM=7)
    with county_context("510421"):
        set_targets(Actor.system("510421"), 2021, HUB=1, STATION=3, ROOM=9)

    assert cells_of(target_table(2021)) == {
        "HUB": (1, 1, 0),
        "STATION": (4, 2, 2),
        "ROOM": (7, 2, 5),
        "total": (12, 5, 7),
    }


def test_what_runs_counts_on_the_last_day_of_the_year(
    network: dict[str, Station], bureau: Actor
) -> None:
    change_state(
        actor=bureau, station=network["S001"], state="SUSPENDED", on=date(2022, 12, 31), reason="因"
    )
    change_state(
        actor=bureau, station=network["S002"], state="CLOSED", on=date(2023, 1, 1), reason="因"
    )
    make_station(opened_on=date(2023, 12, 31))
    make_station(opened_on=date(2024, 1, 1))

    actual = {year: target_table(year).cells["STATION"].actual for year in range(2020, 2025)}

    assert actual == {2020: 0, 2021: 2, 2022: 1, 2023: 1, 2024: 2}


def test_running_year_counts_today(network: dict[str, Station]) -> None:
    with frozen(DAY):
        make_station(opened_on=DAY)
        table = target_table(2026)

    assert (table.as_of, table.cells["STATION"].actual) == (DAY, 3)
    with frozen(date(2026, 11, 19)):
        assert target_table(2026).cells["STATION"].actual == 2


def test_year_without_target_has_no_gap(network: dict[str, Station], bureau: Actor) -> None:
    set_targets(bureau, 2022, STATION=1)

    assert cells_of(target_table(2022)) == {
        "HUB": (None, 1, None),
        "STATION": (1, 2, -1),
        "ROOM": (None, 2, None),
        "total": (1, 5, -4),
    }
    assert cells_of(target_table(2023))["total"] == (None, 5, None)


def test_tables_of_several_years_take_two_queries(bureau: Actor) -> None:
    set_targets(bureau, 2021, HUB=1)
    set_targets(bureau, 2022, HUB=1, STATION=2)

    with CaptureQueriesContext(connection) as queries:
        tables = target_tables([2022, 2021, 2020])

    assert len(queries) == 2
    assert [table.cells["HUB"].target for table in tables] == [1, 1, None]
    assert target_years() == [2022, 2021]
    assert targets() == [(2021, "HUB", 1), (2022, "HUB", 1), (2022, "STATION", 2)]


def test_setting_a_target_again(bureau: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[dict] = []
    monkeypatch.setattr(network_changed, "functions", [lambda **given: heard.append(given)])

    for target in (4, 4, 5):
        set_target(actor=bureau, year=2021, level="STATION", target=target)

    assert BuildTarget.objects.get().target == 5
    entries = Entry.objects.filter(action="target.set").order_by("seq")
    assert [(entry.before, entry.after) for entry in entries] == [
        ({"target": None}, {"year": 2021, "level": "STATION", "target": 4}),
        ({"target": 4}, {"year": 2021, "level": "STATION", "target": 5}),
    ]
    assert heard == [{"year": 2021}, {"year": 2021}]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"year": 1999}, "year"),
        ({"year": 2101}, "year"),
        ({"level": "INSTITUTION_SITE"}, "level"),
        ({"target": -1}, "target"),
        ({"target": 10000}, "target"),
    ],
)
def test_wrong_target_is_refused(bureau: Actor, given: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_target(actor=bureau, **({"year": 2021, "level": "ROOM", "target": 1} | given))

    assert [error.field for error in refused.value.errors] == [field]
    assert not BuildTarget.objects.exists()


def test_who_sees_and_who_sets_targets(actor: Callable[..., Actor], system: Actor) -> None:
    set_target(actor=system, year=2021, level="HUB", target=1)
    seen = {}
    for role in ("BUREAU", "HUB_STAFF", "AUDITOR", "HEAD", "TOWNSHIP", "REVIEWER", "PURCHASER"):
        person = actor(role)
        allowed = [
            BuildTarget.objects.restrict(person, action).count() for action in ("view", "change")
        ]
        seen[role] = allowed
        if role != "BUREAU":
            with pytest.raises(Forbidden):
                set_target(actor=person, year=2021, level="HUB", target=9)

    assert seen == {
        "BUREAU": [1, 1],
        "HUB_STAFF": [1, 0],
        "AUDITOR": [1, 0],
        "HEAD": [0, 0],
        "TOWNSHIP": [0, 0],
        "REVIEWER": [0, 0],
        "PURCHASER": [0, 0],
    }
    with pytest.raises(UnmappedAction):
        BuildTarget.objects.restrict(actor("BUREAU"), "delete")
