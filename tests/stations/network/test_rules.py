"""Who sees and who changes which place, with other places and another county's present."""

from collections.abc import Callable
from datetime import date

import pytest

from kernel.access.actor import Actor
from kernel.access.restrict import UnmappedAction
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.network.domain.service_area import set_service_area
from stations.network.models import Station
from stations.network.queries.scope import assigned_stations
from tests.fixtures.network import make_station

pytestmark = pytest.mark.django_db

ALL = ["H001", "R001", "R002", "S001", "S002"]
S1 = "510402-S001"


def reached(actor: Actor, action: str) -> list[str]:
    rows = Station.objects.restrict(actor, action).order_by("code")
    assert {row.code[:6] for row in rows} <= {"510402"}
    return [row.code[7:] for row in rows]


@pytest.mark.parametrize(
    ("role", "scope_code", "view", "change", "equip"),
    [
        ("BUREAU", "", ALL, ALL, ALL),
        ("HUB_STAFF", "", ALL, ALL, ALL),
        ("AUDITOR", "", ALL, [], []),
        ("HEAD", S1, ["R001", "S001"], [], ["R001", "S001"]),
        ("WORKER", S1, ["R001", "S001"], [], []),
        ("ROOM_STAFF", "510402-R001", ["R001"], [], []),
        ("TOWNSHIP", "510402001", ["R001", "S001"], [], []),
        ("SUPERVISOR", S1, ["R001", "S001"], [], []),
        ("AGENCY", S1, ["R001", "S001"], [], []),
        ("PURCHASER", "", [], [], []),
    ],
)
def test_roles(
    network: dict[str, Station],
    actor: Callable[..., Actor],
    role: str,
    scope_code: str,
    view: list[str],
    change: list[str],
    equip: list[str],
) -> None:
    person = actor(role, scope_code)

    found = [reached(person, action) for action in ("view", "change", "equip")]

    assert found == [view, change, equip]


def test_system_reaches_all_and_nobody_without_membership(network: dict[str, Station]) -> None:
    assert reached(Actor.system("510402"), "change") == ALL
    stranger = Actor(Actor.system(None).user_uuid, "无", "510402", ())
    assert reached(stranger, "view") == []


def test_unknown_action_is_refused(network: dict[str, Station], bureau: Actor) -> None:
    with pytest.raises(UnmappedAction):
        Station.objects.restrict(bureau, "delete")


def test_member_of_another_county_reaches_nothing_here(
    network: dict[str, Station], member: Callable
) -> None:
    from kernel.access.queries import actor_of

    stranger = actor_of(member("BUREAU", county="510421"))

    assert stranger.memberships == ()
    assert reached(stranger, "view") == []


def test_scope_of_s100_does_not_reach_s1000(county: object, actor: Callable[..., Actor]) -> None:
    short = make_station()
    long = make_station()
    for station, code in ((short, "510402-S100"), (long, "510402-S1000")):
        station.code, station.path = code, f"510402-H001/{code}"
        station.save()
    for station in (short, long):
        make_station(level="ROOM", name="室", division_code="510402001001", parent=station)

    assert reached(actor("HEAD", "510402-S100"), "view") == ["R001", "S100"]


def test_township_reaches_what_serves_it_today_by_its_area(
    network: dict[str, Station], bureau: Actor, actor: Callable[..., Actor]
) -> None:
    office = actor("TOWNSHIP", "510402200")
    first, last = date(2024, 3, 1), date(2025, 3, 1)
    set_service_area(
        actor=bureau, station=network["S002"], divisions=["510402002", "510402200"], on=first
    )
    set_service_area(actor=bureau, station=network["S002"], divisions=["510402002"], on=last)

    seen = {}
    for day in (date(2024, 2, 29), first, date(2025, 2, 28), last):
        with frozen(day):
            seen[day] = reached(office, "view")

    assert list(seen.values()) == [[], ["S002"], ["S002"], []]


def test_reviewer_reaches_assigned_stations_only(
    network: dict[str, Station], actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewer = actor("REVIEWER", scope_kind="ASSIGNMENT")
    assert reached(reviewer, "view") == []
    ids = {reviewer.user_uuid: [network["S002"].pk]}
    monkeypatch.setattr(assigned_stations, "functions", [lambda held: ids.get(held.user_uuid, [])])

    assert reached(reviewer, "view") == ["S002"]
    for scope_kind, scope_code in (("COUNTY", ""), ("STATION", S1)):
        wider = actor("REVIEWER", scope_code, scope_kind=scope_kind)
        assert reached(wider, "view") == []
    assert reached(reviewer, "equip") == []
    assert reached(actor("REVIEWER", scope_kind="ASSIGNMENT"), "view") == []


def test_two_memberships_add_up(
    network: dict[str, Station], member: Callable, county: object
) -> None:
    from kernel.access.queries import actor_of

    user = member("HEAD", scope_code=S1)
    member("WORKER", scope_code="510402-S002", user=user)

    assert reached(actor_of(user), "view") == ["R001", "R002", "S001", "S002"]
    assert reached(actor_of(user), "equip") == ["R001", "S001"]


def test_equal_row_ids_exist_in_both_counties(network: dict[str, Station]) -> None:
    own = set(Station.objects.values_list("pk", flat=True))
    with county_context("510421"):
        other = set(Station.objects.values_list("pk", flat=True))

    assert own & other, "the leak tests would prove nothing"
