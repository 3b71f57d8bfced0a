"""Divisions on a day, and what a county decides about its own."""

from collections.abc import Callable
from datetime import date

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.audit.models import Entry
from kernel.errors import Forbidden, Invalid
from tenants.domain.division import (
    mark_densely_populated,
    mark_reform_affected,
)
from tenants.models import Division
from tenants.queries.division import (
    division_names,
    division_path,
    divisions_in_force,
    missing_codes,
)

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 1)
TOWN, NEXT = "510402001", "510402002"


def codes(level: str, on: date, below: str = "510402") -> list[str]:
    return [found.code for found in divisions_in_force(below=below, level=level, on=on)]


@pytest.fixture
def bureau(county: object, member: Callable[..., User]) -> Actor:
    return actor_of(member("BUREAU"))


def test_in_force_on_the_first_day_and_not_before() -> None:
    assert codes("TOWNSHIP", date(2019, 12, 31)) == []
    assert codes("TOWNSHIP", date(2020, 1, 1)) == [TOWN, NEXT, "510402200"]


def test_below_a_prefecture_only_its_counties() -> None:
    assert codes("COUNTY", DAY, below="5104") == ["510402", "510403", "510411", "510421", "510422"]


def test_path_and_names() -> None:
    path = [found.name for found in division_path("510402002001", DAY)]

    assert path == ["四川省", "攀枝花市", "东区", "炳草岗街道", "湖光社区居民委员会"]
    assert division_names(["510402", "999999"], DAY) == {"510402": "东区"}


def test_missing_codes_name_strangers_and_other_counties() -> None:
    asked = ["510421100", TOWN, "510402999"]

    assert missing_codes(asked, below="510402", on=DAY) == ["510402999", "510421100"]


def test_reform_mark_is_written_once_and_audited(bureau: Actor) -> None:
    mark_reform_affected(codes=[TOWN, NEXT], actor=bureau)
    mark_reform_affected(codes=[TOWN], actor=bureau)

    marked = Division.objects.filter(reform_affected=True).values_list("code", flat=True)
    assert list(marked) == [TOWN, NEXT]
    entries = Entry.objects.filter(action="division.reform_affected").order_by("seq")
    assert [(entry.object_text, entry.before, entry.after) for entry in entries] == [
        ("510402001 大渡口街道", {"reform_affected": False}, {"reform_affected": True}),
        ("510402002 炳草岗街道", {"reform_affected": False}, {"reform_affected": True}),
    ]


def test_reform_mark_is_taken_back(bureau: Actor) -> None:
    mark_reform_affected(codes=[TOWN], actor=bureau)
    mark_reform_affected(codes=[TOWN], actor=bureau, value=False)

    assert not Division.objects.filter(reform_affected=True).exists()


def test_populous_village_is_marked(bureau: Actor) -> None:
    mark_densely_populated(codes=["510402001001"], actor=bureau)

    marked = Division.objects.filter(densely_populated=True).values_list("code", flat=True)
    assert list(marked) == ["510402001001"]


def test_another_countys_division_is_refused_and_nothing_written(bureau: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        mark_reform_affected(codes=[TOWN, "510421100"], actor=bureau)

    assert [(error.field, error.given) for error in refused.value.errors] == [
        ("codes", "510421100")
    ]
    assert not Division.objects.filter(reform_affected=True).exists()


@pytest.mark.parametrize("role", ["HUB_STAFF", "HEAD", "TOWNSHIP", "AUDITOR", "REVIEWER"])
def test_only_the_bureau_decides(county: object, member: Callable[..., User], role: str) -> None:
    actor = actor_of(member(role))

    with pytest.raises(Forbidden):
        mark_reform_affected(codes=[TOWN], actor=actor)
