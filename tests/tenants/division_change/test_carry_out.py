"""Changes carried out: the list, and in each county areas, seats, memberships, roll-up, trail."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from evaluation.rollup.models import StationSpan
from evaluation.rollup.queries.coverage import coverage
from kernel.access.actor import Actor
from kernel.access.models import Membership
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, Stale
from kernel.tenancy import county_context
from stations.network.models import ServiceArea, Station
from tenants.domain.division_change import (
    carry_out,
    preview_change,
    propose_change,
    reject_change,
)
from tenants.models import Division, DivisionChange
from tenants.queries.division import find_division
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 1)
EVE = date(2024, 4, 30)
A, B, C = "510402001", "510402002", "510402200"


@pytest.fixture
def operator(counties: None, official: Callable[..., User]) -> Actor:
    return actor_of(official("PLATFORM"))


def do(operator: Actor, kind: str, old: list[str], new: list[tuple[str, str]], **more: Any):
    change = propose_change(
        actor=operator,
        kind=kind,
        effective_on=more.pop("on", DAY),
        predecessors=old,
        successors=new,
        **more,
    )
    return carry_out(actor=operator, change=change)


def covered(on: date, level: str = "township", below: str = COUNTY) -> tuple[int, int]:
    total = coverage({"code": below, "name": ""}, on)["total"][level]
    return total["due"], total["served"]


def areas(county: str = COUNTY) -> list[tuple[str, str, date, date | None]]:
    with county_context(county):
        rows = ServiceArea.objects.order_by("station__code", "division_code", "valid_from")
        return list(
            rows.exclude(station__level="HUB").values_list(
                "station__code", "division_code", "valid_from", "valid_to"
            )
        )


def test_towns_merged(operator: Actor) -> None:
    make_network()
    before = covered(EVE), covered(EVE, "village")

    do(operator, "MERGE", [A], [(B, "")], document="川民政函〔2024〕1号")

    ended = Division.objects.get(code=A)
    assert (ended.valid_to, ended.successors) == (DAY, [B])
    villages = Division.objects.filter(code__startswith=B, valid_from=DAY)
    assert list(villages.values_list("code", "name", "parent_code")) == [
        (f"{B}002", "金沙社区居民委员会", B),
        (f"{B}003", "凤凰社区居民委员会", B),
    ]
    assert (covered(EVE), covered(EVE, "village")) == before == ((3, 2), (4, 2))
    assert (covered(DAY), covered(DAY, "village")) == ((2, 1), (4, 2))
    opened = date(2021, 6, 1)
    assert areas() == [
        (f"{COUNTY}-R001", f"{A}001", opened, DAY),
        (f"{COUNTY}-R001", f"{B}002", DAY, None),
        (f"{COUNTY}-R002", f"{B}001", opened, None),
        (f"{COUNTY}-S001", A, opened, DAY),
        (f"{COUNTY}-S001", B, DAY, None),
        (f"{COUNTY}-S002", B, opened, None),
    ]
    with county_context(COUNTY):
        seats = Station.objects.exclude(level="HUB").order_by("code")
        assert list(seats.values_list("code", "division_code", "state")) == [
            (f"{COUNTY}-R001", f"{B}002", "RUNNING"),
            (f"{COUNTY}-R002", f"{B}001", "RUNNING"),
            (f"{COUNTY}-S001", B, "RUNNING"),
            (f"{COUNTY}-S002", B, "RUNNING"),
        ]
        entry = Entry.objects.get(action="division.change")
    assert entry.before == {
        "divisions": {
            A: "大渡口街道",
            f"{A}001": "金沙社区居民委员会",
            f"{A}002": "凤凰社区居民委员会",
        }
    }
    assert entry.actor_uuid == operator.user_uuid


def test_preview_says_what_is_done_and_does_nothing(operator: Actor) -> None:
    make_network()
    stood = areas(), list(Division.objects.order_by("id").values())
    change = propose_change(
        actor=operator, kind="MERGE", effective_on=DAY, predecessors=[A], successors=[(B, "")]
    )

    shown = preview_change(change)

    assert (areas(), list(Division.objects.order_by("id").values())) == stood
    assert not StationSpan.objects.filter(valid_from=DAY).exists()
    done = carry_out(actor=operator, change=change, seen=shown.plan.digest)
    effects = [(one["kind"], one["subject"]) for one in done.effects[0]["effects"]]
    assert effects == [(one.kind, one.subject) for one in shown.counties[0].effects]
    assert [kind for kind, _subject in effects] == ["area", "seat"] * 2 + ["span"]


def test_plan_other_than_shown_is_refused(operator: Actor) -> None:
    change = propose_change(
        actor=operator, kind="MERGE", effective_on=DAY, predecessors=[A], successors=[(B, "")]
    )
    do(operator, "RENAME", [f"{A}001"], [(f"{A}001", "新社区")], on=date(2023, 1, 1))

    with pytest.raises(Stale):
        carry_out(actor=operator, change=change, seen=preview_old())

    assert find_division(A, DAY) is not None


def preview_old() -> str:
    return "0" * 64


def test_service_area_of_several_towns_is_joined(operator: Actor) -> None:
    made = make_network()
    with county_context(COUNTY):
        ServiceArea.objects.create(
            station=made["S001"], division_code=B, valid_from=date(2022, 1, 1)
        )

    do(operator, "MERGE", [A], [(B, "")])

    assert [row for row in areas() if row[0].endswith("S001")] == [
        (f"{COUNTY}-S001", A, date(2021, 6, 1), DAY),
        (f"{COUNTY}-S001", B, date(2022, 1, 1), None),
    ]


def test_village_becomes_community(operator: Actor) -> None:
    Division.objects.filter(code=f"{C}201").update(reform_affected=True)

    do(operator, "TYPE_CHANGE", [f"{C}201"], [(f"{C}001", "阿署达社区居民委员会")])

    found = find_division(f"{C}001", DAY)
    assert found is not None
    assert (found.name, found.parent_code, found.reform_affected) == (
        "阿署达社区居民委员会",
        C,
        True,
    )
    assert find_division(f"{C}201", DAY) is None
    assert find_division(f"{C}201", EVE) is not None


def test_renamed_division_keeps_code_and_old_name(operator: Actor) -> None:
    make_network()

    do(operator, "RENAME", [A], [(A, "新街道")])

    names = [find_division(A, day).name for day in (EVE, DAY)]  # type: ignore[union-attr]
    assert names == ["大渡口街道", "新街道"]
    assert find_division(f"{A}001", DAY).valid_from == date(2020, 1, 1)  # type: ignore[union-attr]
    assert {row[3] for row in areas()} == {None}


def test_split_town_is_served_in_both_parts(operator: Actor) -> None:
    make_network()

    do(
        operator,
        "SPLIT",
        [A],
        [(A, ""), ("510402003", "弄弄坪街道")],
        below={f"{A}002": ("510402003001", "")},
    )

    assert covered(DAY) == (4, 3)
    assert find_division("510402003001", DAY).name == "凤凰社区居民委员会"  # type: ignore[union-attr]
    assert find_division(f"{A}001", DAY) is not None
    assert find_division(f"{A}002", DAY) is None


def test_dissolved_town_takes_its_villages_along(operator: Actor) -> None:
    make_network()

    do(operator, "END", [A], [])

    assert (covered(DAY), covered(DAY, "village")) == ((2, 1), (2, 1))
    assert covered(EVE) == (3, 2)


def test_membership_of_a_township_follows_from_today(
    operator: Actor, member: Callable[..., User]
) -> None:
    member("TOWNSHIP", scope_code=A)

    done = do(operator, "MERGE", [A], [(B, "")])

    (effect,) = [one for one in done.effects[0]["effects"] if one["kind"] == "membership"]
    assert (effect["subject"], effect["before"], effect["after"]) == ("乡镇（街道）: 1", A, B)
    with county_context(COUNTY):
        held = Membership.objects.order_by("id").values_list("scope_code", "valid_from", "valid_to")
        (old, new) = held
    assert (old[0], new[0], new[2]) == (A, B, None)
    assert (new[1] - old[2]).days == 1


@pytest.mark.parametrize(("last", "given"), [(None, 0), (date(2030, 1, 1), 1)])
def test_a_right_that_is_held_already_is_not_given_twice(
    operator: Actor, member: Callable[..., User], last: date | None, given: int
) -> None:
    """Ending one of two would leave the other; one that ends sooner is no substitute."""
    office = member("TOWNSHIP", scope_code=A)
    with county_context(COUNTY):
        for town, until in ((C, None), (B, last)):
            values = {"role": "TOWNSHIP", "scope_kind": "TOWNSHIP", "valid_to": until}
            Membership.objects.create(
                user_uuid=office.uuid, user_name="某", scope_code=town, **values
            )

    do(operator, "MERGE", [A, C], [(B, "")])

    with county_context(COUNTY):
        held = Membership.objects.filter(scope_code=B, user_uuid=office.uuid)
        assert held.filter(valid_from__isnull=False).count() == given
        assert {one.scope_code for one in actor_of(office).memberships} == {B}


def test_other_county_is_not_touched(operator: Actor) -> None:
    make_network()
    make_network(OTHER)
    stood = areas(OTHER)

    do(operator, "MERGE", [A], [(B, "")])

    assert areas(OTHER) == stood
    with county_context(OTHER):
        assert not Entry.objects.filter(action="division.change").exists()


def test_tenant_bears_the_new_name(operator: Actor) -> None:
    from tenants.models import County

    do(operator, "RENAME", [OTHER], [(OTHER, "米易市")])

    assert County.objects.get(code=OTHER).name == "米易市"


@pytest.mark.parametrize(
    ("kind", "old", "new", "field", "code"),
    [
        ("MERGE", ["510402999"], [(B, "")], "predecessors", "unknown"),
        ("MERGE", ["5104"], [(B, "")], "successors", "other_level"),
        ("MERGE", ["51040X"], [(B, "")], "predecessors", "bad_code"),
        ("MERGE", [A, A], [(B, "")], "predecessors", "twice"),
        ("MERGE", [A], [], "successors", "count"),
        ("MERGE", [A], [(f"{B}001", "")], "successors", "other_level"),
        ("MERGE", [A], [("510402009", "")], "successors", "name"),
        ("MERGE", [A], [("510499001", "新街道")], "successors", "no_parent"),
        ("TRANSFER", [A], [(B, "新街道")], "successors", "overlap"),
        ("TRANSFER", [A, B], [(B, "甲"), (A, "乙")], "successors", "circular"),
        ("RENAME", [A], [(B, "新街道")], "successors", "other_code"),
        ("SPLIT", [A], [("510402003", "甲街道"), ("510402004", "乙街道")], "below", "required"),
        ("BEGIN", [], [(A, "新街道")], "successors", "overlap"),
        ("NO_KIND", [A], [], "kind", "unknown"),
    ],
)
def test_bad_change_is_refused_with_field_and_reason(
    operator: Actor, kind: str, old: list[str], new: list[tuple[str, str]], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        do(operator, kind, old, new)

    assert (refused.value.errors[0].field, refused.value.errors[0].code) == (field, code)
    assert not DivisionChange.objects.exists()


@pytest.mark.parametrize("on", [date(2020, 1, 1), date(2019, 12, 31)])
def test_day_not_after_the_beginning_is_refused(operator: Actor, on: date) -> None:
    with pytest.raises(Invalid) as refused:
        do(operator, "END", [A], [], on=on)

    assert refused.value.errors[0].code in ("too_early", "unknown")
    assert not Division.objects.filter(valid_to__isnull=False).exists()


def test_change_to_come_is_proposed_but_not_carried_out(operator: Actor) -> None:
    change = propose_change(
        actor=operator,
        kind="END",
        effective_on=date(2999, 1, 1),
        predecessors=[A],
        successors=[],
    )

    assert [row.code for row in preview_change(change).plan.ended] == [A, f"{A}001", f"{A}002"]
    with pytest.raises(Conflict):
        carry_out(actor=operator, change=change)


def test_a_change_is_decided_once(operator: Actor) -> None:
    change = propose_change(
        actor=operator, kind="END", effective_on=DAY, predecessors=[A], successors=[]
    )
    with pytest.raises(Conflict):
        propose_change(
            actor=operator, kind="END", effective_on=DAY, predecessors=[A], successors=[]
        )
    with pytest.raises(Invalid):
        reject_change(actor=operator, change=change, reason=" ")

    reject_change(actor=operator, change=change, reason="未获批准")

    with pytest.raises(Conflict):
        carry_out(actor=operator, change=change)
    assert find_division(A, DAY) is not None


@pytest.mark.parametrize("role", ["PROVINCE", "PREFECTURE"])
def test_only_operators_change_divisions(
    counties: None, official: Callable[..., User], role: str
) -> None:
    with pytest.raises(Forbidden):
        do(actor_of(official(role, "51")), "END", [A], [])
