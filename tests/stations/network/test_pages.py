"""The network's pages by role, with forms answered by redirect or 422."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel.access.actor import Actor
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.network.domain.target import set_target
from stations.network.models import (
    BuildTarget,
    Equipment,
    ServiceArea,
    Station,
    StationOperator,
    Venue,
    VenueZone,
)
from stations.network.queries.figures import figure_sources
from stations.network.queries.heads import head_sources
from stations.network.tabs import Tab, _tabs
from tenants.models import County, Division
from tests.fixtures.network import OPENED, make_station

pytestmark = pytest.mark.django_db

S1 = "/network/510402-S001/"
DAY = date(2026, 11, 20)
CHANGE = ("edit/", "state/", "area/", "operator/")
EQUIP = ("venue/", "equipment/")


@pytest.fixture
def bureau_page(member: Callable, county_client: Callable) -> Client:
    return county_client(member("BUREAU"))


def read(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def in_county(rows: Callable) -> object:
    """Read rows of 510402 after a request has left the county."""
    with county_context("510402"):
        return rows()


@pytest.mark.parametrize(
    ("role", "scope_code", "seen", "changes", "equips"),
    [
        ("BUREAU", "", True, True, True),
        ("HUB_STAFF", "", True, True, True),
        ("AUDITOR", "", True, False, False),
        ("HEAD", "510402-S001", True, False, True),
        ("HEAD", "510402-S002", False, False, False),
        ("WORKER", "510402-S001", True, False, False),
        ("ROOM_STAFF", "510402-R001", False, False, False),
        ("TOWNSHIP", "510402001", True, False, False),
        ("TOWNSHIP", "510402002", False, False, False),
        ("SUPERVISOR", "510402-S001", True, False, False),
        ("AGENCY", "510402-S001", True, False, False),
        ("REVIEWER", "", False, False, False),
        ("PURCHASER", "", False, False, False),
    ],
)
def test_pages_of_a_place_by_role(
    network: dict[str, Station],
    member: Callable,
    county_client: Callable,
    role: str,
    scope_code: str,
    seen: bool,
    changes: bool,
    equips: bool,
) -> None:
    client = county_client(member(role, scope_code=scope_code))

    def status(path: str) -> int:
        return client.get(S1 + path).status_code

    no = 403 if seen else 404
    assert (status(""), status("children/")) == ((200, 200) if seen else (404, 404))
    assert {status(path) for path in CHANGE} == {200 if changes else no}
    assert {status(path) for path in EQUIP} == {200 if equips else no}


@pytest.mark.parametrize(
    ("role", "tree", "new", "targets", "targets_edit", "divisions"),
    [
        ("BUREAU", 200, 200, 200, 200, 200),
        ("HUB_STAFF", 200, 200, 200, 403, 403),
        ("AUDITOR", 200, 403, 200, 403, 403),
        ("HEAD", 200, 403, 403, 403, 403),
        ("PURCHASER", 200, 403, 403, 403, 403),
    ],
)
def test_pages_of_the_county_by_role(
    network: dict[str, Station],
    member: Callable,
    county_client: Callable,
    role: str,
    tree: int,
    new: int,
    targets: int,
    targets_edit: int,
    divisions: int,
) -> None:
    client = county_client(member(role))
    paths = ("", "new/", "targets/", "targets/edit/", "divisions/")

    found = [client.get(f"/network/{path}").status_code for path in paths]

    assert found == [tree, new, targets, targets_edit, divisions]


def test_nobody_and_a_member_of_another_county_stay_out(
    network: dict[str, Station], member: Callable, county_client: Callable
) -> None:
    assert county_client().get(S1).status_code == 302
    stranger = county_client(member("BUREAU", county="510421"))
    assert stranger.get(S1).status_code == 403
    at_home = county_client(member("BUREAU", county="510421"), county="510421")
    assert at_home.get(S1).status_code == 404
    assert at_home.get("/network/510421-S001/").status_code == 200


@pytest.mark.parametrize("path", ["510402-S999/", "510402-X001/", "nonsense/", "510402-S0/"])
def test_unknown_place_is_not_found(
    network: dict[str, Station], bureau_page: Client, path: str
) -> None:
    assert bureau_page.get(f"/network/{path}").status_code == 404


def test_tree_links_closed_places_and_shows_what_is_open(
    network: dict[str, Station], bureau_page: Client
) -> None:
    page = read(bureau_page.get("/network/"))

    assert 'href="/network/510402-S001/"' in page
    assert 'hx-get="/network/510402-S001/children/"' in page
    assert "510402-R001" not in page
    assert 'aria-current="page">大渡口' not in page
    assert "510402-R001" in read(bureau_page.get(S1))


def test_children_are_a_fragment(network: dict[str, Station], bureau_page: Client) -> None:
    fragment = read(bureau_page.get(f"{S1}children/"))

    assert fragment.startswith('<ul class="tree">')
    assert "510402-R001" in fragment
    assert "510402-R002" not in fragment


def test_search_without_script(network: dict[str, Station], bureau_page: Client) -> None:
    page = read(bureau_page.get("/network/?q=bcg"))
    assert "510402-S002" in page
    assert "510402-S001" not in page

    nothing = read(bureau_page.get("/network/?q=%00none"))
    assert "没有找到" in nothing


def test_purchaser_is_told_why_the_tree_is_empty(
    network: dict[str, Station], member: Callable, county_client: Callable
) -> None:
    page = read(county_client(member("PURCHASER")).get("/network/"))

    assert "您的角色没有可查看的站点" in page
    assert "510402-" not in page


def test_queries_of_tree_and_place_do_not_grow(
    network: dict[str, Station], bureau_page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_sources, "functions", [])
    monkeypatch.setattr(head_sources, "functions", [])
    own = {key: tab for key, tab in _tabs.items() if key in ("overview", "history")}
    monkeypatch.setattr("stations.network.tabs._tabs", own)

    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            read(bureau_page.get(path))
        return len([query for query in queries if not query["sql"].startswith("SET ")])

    paths = ("/network/", S1, f"{S1}?tab=history")
    for path in paths:
        count(path)
    before = [count(path) for path in paths]
    for _ in range(3):
        make_station(level="ROOM", name="室", division_code="510402001001", parent=network["S001"])
        make_station()
    # session, user, memberships; then the tree takes 2 and the figures above it 1; a place 1,
    # with the overview's area, names, venue, equipment, agency and two permissions, or the
    # history's states, areas, names, agencies, trail and names of the trail
    assert [count(path) for path in paths] == before == [6, 13, 12]


def test_tab_of_another_app_is_shown_where_it_has_something(
    network: dict[str, Station], bureau_page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tab(key: str, shown: bool) -> Tab:
        return Tab(
            key=key,
            title=f"页签{key}",
            order=20,
            shown=lambda actor, station: shown and actor.has("BUREAU"),
            template="network/_target_cell.html",
            context=lambda actor, station: {"cell": {"target": station.code, "actual": 1}},
        )

    own = {"overview": _tabs["overview"], "one": tab("one", True), "two": tab("two", False)}
    monkeypatch.setattr("stations.network.tabs._tabs", own)

    page = read(bureau_page.get(f"{S1}?tab=one"))

    assert f'<a href="{S1}?tab=one" aria-current="page">页签one</a>' in page
    assert "页签two" not in page
    assert '<td class="num">510402-S001</td>' in page
    assert "基本情况" in read(bureau_page.get(f"{S1}?tab=unknown"))


def test_english(network: dict[str, Station], bureau_page: Client) -> None:
    bureau_page.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = read(bureau_page.get(S1))

    assert "Township station" in page


def test_new_place(network: dict[str, Station], bureau_page: Client) -> None:
    answer = bureau_page.post(
        "/network/new/",
        {
            "level": "ROOM",
            "parent": "510402-S001",
            "division_code": "510402001002",
            "name": "凤凰社工室",
            "operation_mode": "SELF",
            "opened_on": "2024-05-01",
        },
    )

    assert (answer.status_code, answer["Location"]) == (302, "/network/510402-R003/")
    with county_context("510402"):
        room = Station.objects.get(code="510402-R003")
        assert (room.parent, room.opened_on, room.track) == (
            network["S001"],
            date(2024, 5, 1),
            "",
        )


def test_new_place_refused_keeps_what_was_typed(
    network: dict[str, Station], bureau_page: Client
) -> None:
    answer = bureau_page.post(
        "/network/new/",
        {
            "level": "ROOM",
            "division_code": "510402001",
            "name": "凤凰社工室",
            "operation_mode": "SELF",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="凤凰社工室"' in page
    assert page.count('class="form-error"') == 2  # its parent and its division
    assert in_county(lambda: Station.objects.filter(level="ROOM").count()) == 2


def test_new_place_begins_with_what_the_link_says(
    network: dict[str, Station], bureau_page: Client
) -> None:
    page = read(bureau_page.get("/network/new/?level=ROOM&parent=510402-S002"))

    assert '<option value="ROOM" selected>' in page
    assert '<option value="510402-S002" selected>' in page
    assert "510402-R001" not in page


def test_second_hub_is_told_above_the_form(
    network: dict[str, Station], bureau_page: Client
) -> None:
    answer = bureau_page.post(
        "/network/new/",
        {"level": "HUB", "division_code": "510402", "name": "又一", "operation_mode": "SELF"},
    )

    assert answer.status_code == 422
    assert "一个县（区）只有一个总站。" in answer.content.decode()


def test_change_facts(network: dict[str, Station], bureau_page: Client) -> None:
    facts = {"name": "新名站", "track": "BASIC", "build_mode": "", "operation_mode": "PURCHASED"}

    answer = bureau_page.post(f"{S1}edit/", facts)

    assert (answer.status_code, answer["Location"]) == (302, S1)
    changed = in_county(lambda: Station.objects.values(*facts).get(code="510402-S001"))
    assert changed == facts


def test_change_state_with_reason_and_date(
    network: dict[str, Station], bureau_page: Client
) -> None:
    sent = {"state": "SUSPENDED", "on": "2024-05-01", "reason": ""}
    assert bureau_page.post(f"{S1}state/", sent).status_code == 422

    answer = bureau_page.post(f"{S1}state/", sent | {"reason": "搬迁"})

    assert (answer.status_code, answer["Location"]) == (302, f"{S1}?tab=history")
    page = read(bureau_page.get(answer["Location"]))
    assert "2024年5月1日" in page
    assert "搬迁" in page


def test_change_area(network: dict[str, Station], bureau_page: Client) -> None:
    sent = {"divisions": ["510402001", "510402200"], "on": "2024-05-01"}

    assert bureau_page.post(f"{S1}area/", sent).status_code == 302

    areas = ServiceArea.objects.filter(station__code="510402-S001")
    found = in_county(lambda: list(areas.values_list("division_code", "valid_from")))
    assert found == [("510402001", OPENED), ("510402200", date(2024, 5, 1))]
    assert bureau_page.post(f"{S1}area/", {"on": "2024-05-01"}).status_code == 422


def test_head_enters_venue_with_zones(
    network: dict[str, Station], member: Callable, county_client: Callable
) -> None:
    client = county_client(member("HEAD", scope_code="510402-S001"))
    house = {
        "host_type": "SHARED",
        "address": "龙珠路12号",
        "office_m2": "40",
        "zones-TOTAL_FORMS": "2",
        "zones-INITIAL_FORMS": "0",
        "zones-0-kind": "OFFICE",
        "zones-0-name": "办公区",
        "zones-0-area_m2": "20.5",
        "zones-1-kind": "OFFICE",
        "zones-1-name": "",
    }

    wrong = client.post(f"{S1}venue/", house | {"zones-0-area_m2": "-1", "address": ""})
    assert wrong.status_code == 422
    assert in_county(Venue.objects.exists) is False
    assert client.post(f"{S1}venue/", house).status_code == 302

    zones = in_county(lambda: list(VenueZone.objects.values_list("name", "area_m2")))
    assert zones == [("办公区", pytest.approx(20.5))]
    assert 'value="龙珠路12号"' in read(client.get(f"{S1}venue/"))


def test_head_enters_equipment(
    network: dict[str, Station], member: Callable, county_client: Callable
) -> None:
    client = county_client(member("HEAD", scope_code="510402-S001"))
    fire = {"FIRE-count": "4", "FIRE-checked_on": "2026-03-01", "FIRE-expires_on": "2027-03-01"}

    early = client.post(f"{S1}equipment/", fire | {"FIRE-expires_on": "2026-02-01"})
    assert early.status_code == 422
    assert "有效期须晚于检查日期。" in early.content.decode()
    assert client.post(f"{S1}equipment/", fire | {"DESKS-count": "x"}).status_code == 422
    assert in_county(Equipment.objects.exists) is False
    assert client.post(f"{S1}equipment/", fire | {"DESKS-count": "0"}).status_code == 302

    kept = in_county(lambda: list(Equipment.objects.values_list("kind", "count", "expires_on")))
    assert kept == [("FIRE", 4, date(2027, 3, 1))]
    with frozen(date(2027, 3, 2)):
        assert "已过期" in read(client.get(S1))


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"FIRE-count": "4", "FIRE-checked_on": "9999-12-31"}, "FIRE-checked_on", "今天"),
        ({"FIRE-count": "4", "FIRE-expires_on": "0001-01-01"}, "FIRE-expires_on", "核对年份"),
        ({"DESKS-count": "", "DESKS-checked_on": "2026-03-01"}, "DESKS-count", "数量"),
    ],
)
def test_wrong_equipment_is_said_in_its_row(
    network: dict[str, Station],
    member: Callable,
    county_client: Callable,
    typed: dict,
    field: str,
    said: str,
) -> None:
    """Above the table nobody knows which kind is meant; days without a number went unsaid."""
    client = county_client(member("HEAD", scope_code="510402-S001"))

    answer = client.post(f"{S1}equipment/", typed)

    assert answer.status_code == 422
    beside = answer.content.decode().split(f'id="id_{field}_error">')[1].split("</p>")[0]
    assert said in beside
    assert in_county(Equipment.objects.exists) is False


def test_resident_agency_of_a_purchased_place(
    network: dict[str, Station], bureau_page: Client
) -> None:
    sent = {"agency_name": "启明社工中心", "on": "2024-05-01"}
    refused = bureau_page.post(f"{S1}operator/", sent)
    assert refused.status_code == 422
    assert "自主运营的站点没有驻站机构。" in refused.content.decode()

    in_county(lambda: Station.objects.filter(code="510402-S001").update(operation_mode="PURCHASED"))
    assert bureau_page.post(f"{S1}operator/", sent).status_code == 302
    assert in_county(lambda: StationOperator.objects.get().agency_name) == "启明社工中心"
    page = read(bureau_page.get(S1))
    assert "启明社工中心" in page
    assert "未登记证照" in page
    ended = {
        "licence_number": "民证字第1号",
        "licence_until": "2024-04-30",
        "documents": ["FINANCE"],
    }
    assert bureau_page.post(f"{S1}licence/", ended).status_code == 302
    page = read(bureau_page.get(S1))
    assert all(said in page for said in ("民证字第1号", "证照已过期", "内部治理结构"))
    refused = bureau_page.post(f"{S1}operator/", sent | {"on": "2024-06-01"})
    assert refused.status_code == 422
    assert "机构证照在该日之前已到期" in refused.content.decode()


def test_targets_of_a_year(network: dict[str, Station], bureau_page: Client) -> None:
    edit = "/network/targets/edit/"
    sent = {"year": "2021", "HUB": "1", "STATION": "4", "ROOM": "7"}
    assert bureau_page.post(edit, sent | {"ROOM": "-1"}).status_code == 422
    assert bureau_page.post(edit, sent | {"year": "1999"}).status_code == 422
    assert in_county(BuildTarget.objects.exists) is False

    answer = bureau_page.post(edit, sent)
    assert (answer.status_code, answer["Location"]) == (302, "/network/targets/")
    page = read(bureau_page.get("/network/targets/"))
    line = page[page.index(">2021") :].split("</tr>")[0]
    cells = [part.split("<")[0] for part in line.split('<td class="num">')[1:]]
    assert cells == ["1", "1", "0", "4", "2", "2", "7", "2", "5", "12", "5", "7"]
    assert 'value="4"' in read(bureau_page.get(f"{edit}?year=2021"))
    assert 'value="4"' not in read(bureau_page.get(f"{edit}?year=abc"))


def test_empty_level_keeps_its_target(
    network: dict[str, Station], system: Actor, bureau_page: Client
) -> None:
    set_target(actor=system, year=2022, level="ROOM", target=7)

    bureau_page.post("/network/targets/edit/", {"year": "2022", "STATION": "3", "ROOM": ""})

    kept = in_county(lambda: list(BuildTarget.objects.values_list("level", "target")))
    assert kept == [("ROOM", 7), ("STATION", 3)]


def test_bureau_marks_divisions(network: dict[str, Station], bureau_page: Client) -> None:
    page = read(bureau_page.get("/network/divisions/"))
    assert "攀莲镇" not in page
    assert page.count('name="reform_affected"') == 3

    bureau_page.post("/network/divisions/", {"reform_affected": ["510402001", "510421100"]})
    bureau_page.post(
        "/network/divisions/?in=510402001",
        {"reform_affected": ["510402001001"], "densely_populated": ["510402001002"]},
    )

    marked = Division.objects.filter(reform_affected=True).order_by("code")
    assert list(marked.values_list("code", flat=True)) == ["510402001", "510402001001"]
    populous = Division.objects.filter(densely_populated=True)
    assert list(populous.values_list("code", flat=True)) == ["510402001002"]

    bureau_page.post("/network/divisions/", {})
    assert list(marked.values_list("code", flat=True)) == ["510402001001"]


@pytest.mark.parametrize("code", ["510421100", "510402999", "51040", "abc"])
def test_villages_of_another_countys_township_are_not_shown(
    network: dict[str, Station], bureau_page: Client, code: str
) -> None:
    assert bureau_page.get(f"/network/divisions/?in={code}").status_code == 404


def test_rooms_outside_the_advice_are_saved_and_told(bureau_page: Client) -> None:
    County.objects.filter(code="510402").update(tags=["SOCIAL_WORK"])
    before = bureau_page.get("/network/targets/").content.decode()
    saved = bureau_page.post("/network/targets/edit/", {"year": 2021, "ROOM": 9})

    assert "试点县建议运行" not in before
    assert saved.status_code == 302
    assert "试点县建议运行5至8个" in bureau_page.get("/network/targets/").content.decode()
