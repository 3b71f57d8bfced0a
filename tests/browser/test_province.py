"""The province's pages at a desk and on a phone, with and without scripts, in both languages."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site
from tests.evaluation.rollup.rows import make_period, make_spans, make_year

pytestmark = pytest.mark.browser
AREAS = {"F": {"points": "10.0000", "score": "8.8000"}}
PAGES = ("/", "/targets/", "/coverage/", "/evaluations/", "/records/")


@pytest.fixture
def figures(counties: None) -> None:
    """One county decided, one half reported and late, three without a report."""
    make_period("510402", 2025, 1, 4, 7)
    make_period("510421", 2025, 1, 3, 9)
    make_spans("510402-H001", ["510402"])
    make_spans("510402-S001", ["510402001", "510402002"])
    make_spans("510421-R001", ["510421100001"])
    make_year("510402-S001", total="91.5", grade="EXCELLENT", areas=AREAS, name="大渡口站")
    make_year("510421-S001", state="REVIEWING", reported=True, on_time=True, name="攀莲站")
    make_year("510421-S002", due_on=date(2026, 11, 18), name="丙谷站")


@pytest.fixture
def open_province(site: Site, open_page: Callable[..., Page], official: Callable[..., User]):
    """open_province(path, **options) -> the page, as the province's official."""

    def open_one(path: str, **options) -> Page:
        page = open_page("province", user=official("PROVINCE", "51"), **options)
        page.goto(site.url("province", path))
        return page

    return open_one


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_are_sound(figures, open_province, path: str, width: int, language: str) -> None:
    page = open_province(path, width=width, language=language)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_sound(page)
    shot(page, f"province-{path.strip('/') or 'board'}-{width}-{language}")


@pytest.mark.parametrize("js", [True, False])
def test_the_board_leads_down_to_a_countys_stations(figures, open_province, js: bool) -> None:
    page = open_province("/", js=js)

    expect(page.locator(".tile")).to_contain_text(
        [
            "东区 平均 91.50 已报 1/1",
            "西区 未报",
            "仁和区 未报",
            "米易县 评审中 已报 1/2",
            "盐边县 未报",
        ]
    )
    page.locator(".tile", has_text="米易县").click()
    expect(page.locator(".crumbs li")).to_have_text(["四川省", "攀枝花市", "米易县"])
    expect(page.locator("table tbody th")).to_contain_text(["攀莲站", "丙谷站", "米易县"])


@pytest.mark.parametrize("js", [True, False])
def test_another_year_and_division_are_chosen_by_a_form(figures, open_province, js: bool) -> None:
    page = open_province("/targets/", js=js)

    page.get_by_label("行政区划").select_option("510402")
    page.get_by_label("年度").select_option("2025")
    page.get_by_role("button", name="查看").click()

    expect(page.locator("tfoot td.num")).to_have_text(
        ["1", "1", "0", "4", "1", "3", "7", "0", "7", "12", "2", "10"]
    )
