"""Opening places, changing them, and their life from plan to end."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from kernel.access.actor import Actor
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.hooks import network_changed
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.network.domain.station import change_state, change_station, next_codes, open_station
from stations.network.models import ServiceArea, Station, StationState
from tests.fixtures.network import OPENED, make_station

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
TOWN = "510402001"
Make = Callable[..., Actor]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What the roll-up hook is called with."""
    calls: list[dict] = []
    monkeypatch.setattr(network_changed, "functions", [lambda **given: calls.append(given)])
    return calls


def spans_of(station: Station) -> list[tuple]:
    return list(station.states.values_list("state", "valid_from", "valid_to", "reason"))


def errors_of(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str, object]]:
    return [(error.field, error.code, error.given) for error in refused.value.errors]


def test_new_county_has_a_planned_hub(county: object) -> None:
    hub = Station.objects.get()

    assert (hub.code, hub.level, hub.name, hub.state, hub.opened_on, hub.path) == (
        "510402-H001",
        "HUB",
        "东区社会工作服务总站",
        "PLANNED",
        None,
        "510402-H001",
    )
    assert spans_of(hub) == [("PLANNED", None, None, "")]


def test_open_running_station(bureau: Actor, heard: list[dict]) -> None:
    station = open_station(
        actor=bureau,
        level="STATION",
        name=" 大渡口街道社会工作服务站 ",
        division_code=TOWN,
        build_mode="PROVINCIAL_GRANT",
        operation_mode="PURCHASED",
        opened_on=OPENED,
        service_divisions=["510402002", TOWN],
    )

    station.refresh_from_db()
    assert (station.code, station.path) == ("510402-S001", "510402-H001/510402-S001")
    assert (station.name, station.name_initials) == ("大渡口街道社会工作服务站", "ddkjdshgzfwz")
    assert (station.track, station.build_mode) == ("GUIDELINE", "PROVINCIAL_GRANT")
    assert (station.state, station.opened_on) == ("RUNNING", OPENED)
    assert spans_of(station) == [("RUNNING", OPENED, None, "")]
    assert list(station.areas.values_list("division_code", "valid_from", "valid_to")) == [
        ("510402001", OPENED, None),
        ("510402002", OPENED, None),
    ]
    entry = Entry.objects.get(action="station.open", object_uuid=station.uuid)
    assert (entry.actor_uuid, entry.after) == (
        bureau.user_uuid,
        {"code": "510402-S001", "state": "RUNNING", "serves": ["510402001", "510402002"]},
    )
    assert heard == [{"station": station}]


def test_room_hangs_below_its_station(bureau: Actor) -> None:
    station = make_station()
    room = make_station(level="ROOM", name="金沙社工室", division_code=f"{TOWN}001", parent=station)

    assert (room.code, room.parent, room.track) == ("510402-R001", station, "")
    assert room.path == "510402-H001/510402-S001/510402-R001"


def test_codes_are_never_used_again(county: object) -> None:
    first = make_station()
    first.delete()

    assert make_station().code == "510402-S002"


def test_codes_grow_beyond_three_digits(county: object) -> None:
    assert next_codes("ROOM", 1000)[998:] == ["510402-R999", "510402-R1000"]
    assert next_codes("ROOM", 1) == ["510402-R1001"]


def test_codes_of_counties_are_counted_apart(county: object) -> None:
    make_station("510421")
    make_station("510421", name="第二站")

    assert make_station().code == "510402-S001"


def test_second_hub_is_refused(bureau: Actor) -> None:
    with pytest.raises(Conflict) as refused:
        open_station(actor=bureau, level="HUB", name="又一总站", division_code="510402")

    assert refused.value.code == "hub_exists"
    assert Station.objects.count() == 1


def test_second_hub_is_refused_by_the_database(county: object) -> None:
    with pytest.raises(IntegrityError, match="station_one_hub"), transaction.atomic():
        Station.objects.create(code="510402-H002", level="HUB", name="x", division_code="510402")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"level": "CITY"}, [("level", "unknown", "CITY")]),
        ({"name": "  "}, [("name", "invalid", "")]),
        ({"name": "长" * 81}, [("name", "invalid", "长" * 81)]),
        ({"track": "NONE"}, [("track", "unknown", "NONE")]),
        ({"track": ""}, [("track", "unknown", "")]),
        ({"build_mode": "X"}, [("build_mode", "unknown", "X")]),
        ({"operation_mode": ""}, [("operation_mode", "unknown", "")]),
        ({"opened_on": date(2026, 11, 21)}, [("opened_on", "future", date(2026, 11, 21))]),
        ({"service_divisions": ["510421100"]}, [("service_divisions", "unknown", "510421100")]),
        (
            {"division_code": "510402999"},
            [("division_code", "unknown", "510402999")],
        ),
        (
            {"division_code": "510402001001", "service_divisions": [TOWN]},
            [("division_code", "unknown", "510402001001")],
        ),
        ({"level": "ROOM", "division_code": f"{TOWN}001"}, [("parent", "invalid", None)]),
    ],
)
def test_wrong_values_are_refused_together(bureau: Actor, given: dict, expected: list) -> None:
    facts = {"level": "STATION", "name": "站", "division_code": TOWN, "opened_on": OPENED} | given

    with frozen(DAY), pytest.raises(Invalid) as refused:
        open_station(actor=bureau, **facts)

    assert errors_of(refused) == expected
    assert Station.objects.count() == 1
    assert not ServiceArea.objects.filter(station__level="STATION").exists()


def test_station_below_an_ended_hub_is_refused(bureau: Actor) -> None:
    hub = Station.objects.get()
    change_state(actor=bureau, station=hub, state="CLOSED", on=OPENED)

    with pytest.raises(Invalid) as refused:
        open_station(
            actor=bureau, level="STATION", name="站", division_code=TOWN, parent=hub,
            opened_on=OPENED,
        )  # fmt: skip

    assert errors_of(refused) == [("parent", "invalid", "510402-H001")]


@pytest.mark.parametrize(
    "role",
    ["HEAD", "WORKER", "ROOM_STAFF", "TOWNSHIP", "REVIEWER", "SUPERVISOR", "AGENCY", "PURCHASER",
     "AUDITOR"],
)  # fmt: skip
def test_other_roles_may_not_open(actor: Make, role: str) -> None:
    with pytest.raises(Forbidden):
        open_station(actor=actor(role), level="STATION", name="站", division_code=TOWN)

    assert Station.objects.count() == 1


def test_change_facts(network: dict[str, Station], actor: Make, heard: list[dict]) -> None:
    changed = change_station(
        actor=actor("HUB_STAFF"), station=network["S001"], name="东城社工站", track="BASIC"
    )

    changed.refresh_from_db()
    assert (changed.name, changed.name_initials, changed.track) == ("东城社工站", "dcsgz", "BASIC")
    entry = Entry.objects.get(action="station.change")
    assert entry.before == {"name": "大渡口街道社会工作服务站", "track": "GUIDELINE"}
    assert entry.after == {"name": "东城社工站", "track": "BASIC"}
    assert heard == [{"station": changed}]


def test_equal_facts_are_no_change(
    network: dict[str, Station], bureau: Actor, heard: list[dict]
) -> None:
    change_station(actor=bureau, station=network["S001"], track="GUIDELINE")

    assert not Entry.objects.filter(action="station.change").exists()
    assert heard == []


def test_other_fields_are_not_changed(network: dict[str, Station], bureau: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        change_station(actor=bureau, station=network["S001"], code="510402-S009")

    assert errors_of(refused) == [("code", "unknown", "code")]


def test_head_sees_but_may_not_change(network: dict[str, Station], actor: Make) -> None:
    with pytest.raises(Forbidden):
        change_station(actor=actor("HEAD", "510402-S001"), station=network["S001"], name="新名")
    with pytest.raises(NotFound):
        change_station(actor=actor("HEAD", "510402-S001"), station=network["S002"], name="新名")

    assert not Station.objects.filter(name="新名").exists()


def test_planned_hub_opens_on_a_past_day_and_serves_from_it(bureau: Actor) -> None:
    hub = change_state(
        actor=bureau, station=Station.objects.get(), state="RUNNING", on=OPENED, reason="挂牌"
    )

    hub.refresh_from_db()
    assert (hub.state, hub.opened_on) == ("RUNNING", OPENED)
    assert spans_of(hub) == [("PLANNED", None, OPENED, ""), ("RUNNING", OPENED, None, "挂牌")]
    assert list(hub.areas.values_list("division_code", "valid_from")) == [("510402", OPENED)]


def test_life_of_a_station(network: dict[str, Station], bureau: Actor, heard: list[dict]) -> None:
    station = network["S001"]
    paused, resumed, merged = date(2022, 3, 1), date(2022, 9, 1), date(2024, 1, 1)

    change_state(actor=bureau, station=station, state="SUSPENDED", on=paused, reason="搬迁")
    change_state(actor=bureau, station=station, state="RUNNING", on=resumed, reason="迁毕")
    change_state(actor=bureau, station=station, state="MERGED", on=merged, reason="并入二站")

    station.refresh_from_db()
    assert (station.state, station.opened_on) == ("MERGED", OPENED)
    assert spans_of(station) == [
        ("RUNNING", OPENED, paused, ""),
        ("SUSPENDED", paused, resumed, "搬迁"),
        ("RUNNING", resumed, merged, "迁毕"),
        ("MERGED", merged, None, "并入二站"),
    ]
    written = StationState.objects.get(station=station, state="MERGED")
    assert (written.by_uuid, written.by_name) == (bureau.user_uuid, bureau.name)
    entry = Entry.objects.filter(action="station.state", object_uuid=station.uuid).first()
    assert entry is not None
    assert (entry.before, entry.after) == (
        {"state": "RUNNING"},
        {"state": "MERGED", "on": "2024-01-01", "reason": "并入二站"},
    )
    assert heard == [{"station": station}] * 3


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ([], "PLANNED"),
        ([], "RUNNING"),
        (["SUSPENDED"], "PLANNED"),
        (["CLOSED"], "RUNNING"),
        (["MERGED"], "CLOSED"),
        ([], "NONSENSE"),
    ],
)
def test_state_that_cannot_follow_is_refused(
    network: dict[str, Station], bureau: Actor, path: list[str], state: str
) -> None:
    station = network["S001"]
    for month, step in enumerate(path, start=1):
        change_state(
            actor=bureau, station=station, state=step, on=date(2022, month, 1), reason="因"
        )

    with pytest.raises(Conflict) as refused:
        change_state(actor=bureau, station=station, state=state, on=date(2023, 1, 1), reason="因")

    assert refused.value.code == "wrong_state"
    assert station.states.count() == 1 + len(path)


@pytest.mark.parametrize(
    ("on", "reason", "expected"),
    [
        (date(2026, 11, 21), "因", ("on", "future", date(2026, 11, 21))),
        (OPENED, "因", ("on", "too_early", OPENED)),
        (date(2022, 1, 1), "  ", ("reason", "required", "  ")),
        (date(2022, 1, 1), "因" * 301, ("reason", "invalid", "因" * 301)),
    ],
)
def test_impossible_change_of_state_is_refused(
    network: dict[str, Station], bureau: Actor, on: date, reason: str, expected: tuple
) -> None:
    with frozen(DAY), pytest.raises(Invalid) as refused:
        change_state(actor=bureau, station=network["S001"], state="SUSPENDED", on=on, reason=reason)

    assert errors_of(refused) == [expected]
    assert spans_of(network["S001"]) == [("RUNNING", OPENED, None, "")]


def test_another_countys_station_stays_as_it_is(network: dict[str, Station], bureau: Actor) -> None:
    change_state(
        actor=bureau, station=network["S001"], state="CLOSED", on=date(2023, 1, 1), reason="因"
    )

    with county_context("510421"):
        other = Station.objects.get(code="510421-S001")
        assert (other.state, other.uuid != network["S001"].uuid) == ("RUNNING", True)


def test_object_of_another_county_is_not_found(network: dict[str, Station], bureau: Actor) -> None:
    with county_context("510421"):
        other = Station.objects.get(code="510421-S001")

    with pytest.raises(NotFound):
        change_station(actor=bureau, station=other, name="新名")
    with pytest.raises(NotFound):
        open_station(
            actor=bureau, level="ROOM", name="室", division_code=f"{TOWN}001", parent=other
        )


def test_uuid_leaves_the_house_not_the_id(county: object) -> None:
    assert isinstance(make_station().uuid, UUID)
