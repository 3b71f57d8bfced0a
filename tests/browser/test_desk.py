"""The work desk and the pages of refusal, at a desk and on a phone, with and without scripts."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from kernel.access.actor import Actor
from kernel.accounts.models import User
from kernel.hooks import DeskTask, desk_tasks
from kernel.tenancy.hosts import forget_sites
from tenants.models import County
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site

pytestmark = pytest.mark.browser
COUNTY = "510402"
TODAY = date(2026, 11, 20)
TASKS = [
    DeskTask("填报自评表", "/logout/", date(2026, 11, 27), "evaluation", "银江镇社工站 2026 年度"),
    DeskTask(
        "补充佐证材料", "/logout/", date(2026, 11, 18), "evaluation", "银江镇社工站 2026 年度"
    ),
    DeskTask("核对人员名册", "/logout/", None, "people", "大渡口街道社工站"),
]


@pytest.fixture
def tasks(site: Site) -> Iterator[None]:
    """Three tasks for whoever is head of a station, on a day held still."""

    def give(actor: Actor, on: date) -> list[DeskTask]:
        return TASKS if actor.has("HEAD") else []

    own = desk_tasks.functions
    desk_tasks.functions = [give]
    with site.on_day(TODAY):
        yield
    desk_tasks.functions = own


@pytest.mark.parametrize(("js", "language"), [(True, "zh-hans"), (False, "zh-hans"), (True, "en")])
@pytest.mark.parametrize("width", [1440, 390])
def test_shows_what_is_next(
    site: Site,
    open_page: Callable[..., Page],
    member: Callable[..., User],
    tasks: None,
    width: int,
    js: bool,
    language: str,
) -> None:
    head = member("HEAD", scope_code="510402-S001")
    page = open_page(COUNTY, user=head, width=width, js=js, language=language)
    page.goto(site.url(COUNTY))
    zh = language == "zh-hans"
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台" if zh else "Work desk")
    expect(page.locator(".next-title")).to_have_text("补充佐证材料")
    expect(page.locator("tbody tr td:first-child")).to_have_text(
        ["补充佐证材料", "填报自评表", "核对人员名册"]
    )
    expect(page.locator("tbody .state")).to_have_text(
        ["逾期 2 个工作日", "剩 5 个工作日"]
        if zh
        else ["2 working days late", "5 working days left"]
    )
    if js:
        assert_sound(page)
        shot(page, f"desk-{width}-{language}")


@pytest.mark.parametrize("width", [1440, 390])
def test_says_that_nothing_waits(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User], tasks: None, width: int
) -> None:
    page = open_page(COUNTY, user=member("AUDITOR"), width=width)
    page.goto(site.url(COUNTY))
    expect(page.locator(".empty-title")).to_have_text("目前没有待办事项")
    assert_sound(page)
    shot(page, f"desk-empty-{width}")


@pytest.fixture
def trial(counties: None) -> Iterator[None]:
    """The county as a trial county, which every page says."""
    County.objects.filter(code=COUNTY).update(is_trial=True)
    forget_sites()
    yield
    forget_sites()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_trial_says_so_beside_the_place_on_a_phone(
    site: Site,
    open_page: Callable[..., Page],
    member: Callable[..., User],
    trial: None,
    language: str,
) -> None:
    page = open_page(COUNTY, user=member("AUDITOR"), width=390, language=language)
    page.goto(site.url(COUNTY))
    name, place, mark = (
        page.locator(f".gov-{part}").bounding_box() for part in ("name", "place", "trial")
    )
    assert name
    assert place
    assert mark
    assert name["x"] + name["width"] <= place["x"]
    cut = page.locator(".gov-place").evaluate("place => place.scrollWidth - place.clientWidth")
    assert cut <= 0
    assert place["y"] + place["height"] <= mark["y"]
    assert_sound(page)
    shot(page, f"desk-trial-390-{language}")


def test_first_tab_stop_leads_to_the_content(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User]
) -> None:
    page = open_page(COUNTY, user=member("BUREAU"))
    page.goto(site.url(COUNTY))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_menu_closes_on_escape(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User]
) -> None:
    page = open_page(COUNTY, user=member("BUREAU"))
    page.goto(site.url(COUNTY))
    page.locator("summary").click()
    button = page.get_by_role("button", name="退出登录")
    expect(button).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_hidden()


@pytest.mark.parametrize("width", [1440, 390])
def test_unknown_page_and_stranger(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User], width: int
) -> None:
    page = open_page(COUNTY, user=member("BUREAU"), width=width)
    assert page.goto(site.url(COUNTY, "/nothing-here/")).status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("未找到")
    assert_sound(page)
    shot(page, f"problem-404-{width}")

    stranger = open_page(COUNTY, user=member("BUREAU", county="510421"), width=width)
    assert stranger.goto(site.url(COUNTY)).status == 403
    expect(stranger.get_by_role("heading", level=1)).to_have_text("没有权限")
    expect(stranger.locator("nav")).to_have_count(0)
    assert_sound(stranger)
