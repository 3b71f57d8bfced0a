"""The network tree and a place's pages, at a desk and on a phone, with and without scripts."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from kernel.access.actor import Actor
from kernel.accounts.models import User
from kernel.workdays.clock import frozen
from stations.network.domain.equipment import Item, set_equipment
from stations.network.domain.station import change_state
from stations.network.domain.target import set_targets
from stations.network.domain.venue import Zone, set_venue
from stations.network.models import Station
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site
from tests.fixtures.network import make_network

pytestmark = pytest.mark.browser
COUNTY = "510402"
Open = Callable[..., Page]


@pytest.fixture
def network(county: object, system: Actor) -> dict[str, Station]:
    """A network with something on every card of 510402-S001."""
    made = make_network(COUNTY)
    station = made["S001"]
    with frozen(date(2026, 11, 20)):
        set_venue(
            actor=system,
            station=station,
            host_type="PARTY_SERVICE_CENTRE",
            address="大渡口街道龙珠路12号",
            office_m2=Decimal(40),
            service_m2=Decimal(160),
            activity_m2=Decimal(220),
            population_served=18600,
            zones=[Zone("OFFICE", "办公区", Decimal(40)), Zone("ACTIVITY", "多功能厅")],
        )
        fire = Item("FIRE", 6, date(2025, 3, 1), date(2026, 3, 1))
        set_equipment(actor=system, station=station, items=[Item("COMPUTER", 4), fire])
        change_state(
            actor=system,
            station=made["S002"],
            state="SUSPENDED",
            on=date(2026, 2, 1),
            reason="搬迁",
        )
        set_targets(actor=system, year=2021, targets={"HUB": 1, "STATION": 4, "ROOM": 7})
    return made


@pytest.fixture
def bureau(member: Callable[..., User]) -> User:
    return member("BUREAU")


def codes(page: Page) -> list[str]:
    """Codes of the visible nodes, in the order of the page."""
    shown = page.locator("#tree-nodes .node-notes .num:visible").all_inner_texts()
    return [code.strip()[7:] for code in shown]


@pytest.mark.parametrize("width", [1440, 390])
def test_tree_opens_below_and_finds_by_pinyin(
    site: Site, open_page: Open, network: dict[str, Station], bureau: User, width: int
) -> None:
    page = open_page(COUNTY, user=bureau, width=width)
    page.goto(site.url(COUNTY, "/network/"))
    assert codes(page) == ["H001", "S001", "S002"]
    assert_sound(page)
    shot(page, f"network-{width}")

    page.locator(".tree summary", has_text="大渡口街道社会工作服务站").click()
    expect(page.get_by_role("link", name="大渡口社工室")).to_be_visible()
    assert codes(page) == ["H001", "S001", "R001", "S002"]
    assert_sound(page)

    page.get_by_role("searchbox").fill("bcg")
    expect(page.get_by_role("status").filter(has_text="找到 2 个站点")).to_be_visible()
    assert codes(page) == ["R002", "S002"]
    assert_sound(page)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_page_of_a_place(
    site: Site,
    open_page: Open,
    network: dict[str, Station],
    bureau: User,
    width: int,
    language: str,
) -> None:
    page = open_page(COUNTY, user=bureau, width=width, language=language)
    page.goto(site.url(COUNTY, "/network/"))
    page.get_by_role("link", name="大渡口街道社会工作服务站").click()
    expect(page).to_have_url(site.url(COUNTY, "/network/510402-S001/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("大渡口街道社会工作服务站")
    expect(page.locator(".tree [aria-current=page]")).to_have_text("大渡口街道社会工作服务站")
    assert codes(page) == ["H001", "S001", "R001", "S002"]
    assert_sound(page)
    shot(page, f"station-{width}-{language}")

    history = "变更记录" if language == "zh-hans" else "Changes"
    page.get_by_role("link", name=history).click()
    expect(page.locator(".tabs [aria-current]")).to_have_text(history)
    assert_sound(page)
    shot(page, f"station-history-{width}-{language}")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("510402-R001/", "station-empty"),
        ("new/", "station-new"),
        ("510402-S001/edit/", "station-edit"),
        ("510402-S001/state/", "station-state"),
        ("510402-S001/area/", "station-area"),
        ("510402-S001/venue/", "station-venue"),
        ("510402-S001/equipment/", "station-equipment"),
        ("targets/", "targets"),
        ("targets/edit/", "targets-edit"),
        ("divisions/", "divisions"),
        ("divisions/?in=510402001", "divisions-villages"),
        ("?q=nothing", "network-nothing"),
    ],
)
def test_other_pages_are_sound(
    site: Site,
    open_page: Open,
    network: dict[str, Station],
    bureau: User,
    width: int,
    path: str,
    name: str,
) -> None:
    page = open_page(COUNTY, user=bureau, width=width)
    answer = page.goto(site.url(COUNTY, f"/network/{path}"))
    assert answer is not None
    assert answer.status == 200
    assert_sound(page)
    shot(page, f"{name}-{width}")


def test_without_scripts_a_station_is_found_opened_and_changed(
    site: Site, open_page: Open, network: dict[str, Station], bureau: User
) -> None:
    page = open_page(COUNTY, user=bureau, js=False)
    page.goto(site.url(COUNTY, "/network/"))
    page.get_by_role("searchbox").fill("ddk")
    page.get_by_role("button", name="搜索").click()
    assert codes(page) == ["R001", "S001"]

    page.get_by_role("link", name="大渡口街道社会工作服务站").click()
    assert codes(page) == ["H001", "S001", "R001", "S002"]
    page.get_by_role("link", name="变更状态").click()
    page.get_by_label("新状态").select_option(label="暂停")
    page.get_by_label("起始日期").fill("2026-01-01")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".form-error")).to_have_text("请填写原因。")

    page.get_by_label("原因").fill("搬迁")
    page.get_by_role("button", name="保存").click()
    expect(page).to_have_url(site.url(COUNTY, "/network/510402-S001/?tab=history"))
    expect(page.locator(".place-head .state")).to_have_text("暂停")
    network["S001"].refresh_from_db()
    assert network["S001"].state == "SUSPENDED"
