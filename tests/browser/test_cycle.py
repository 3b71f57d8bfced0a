"""A year's evaluation, driven by each actor on the real pages; once more without scripts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from evaluation.cycles.domain.review import finish_review
from evaluation.cycles.models import Cycle, Item
from tests.browser.helpers import assert_fits, assert_sound, shot
from tests.browser.server import Site
from tests.fixtures.counties import COUNTY
from tests.fixtures.cycles import (
    FREEZE_DAY,
    PROOF,
    Town,
    bring,
    fill_quickly,
    freeze_town,
    grade_all,
    make_town,
    publish,
    standing_in,
)

pytestmark = pytest.mark.browser
WIDTHS = (1440, 390)
UNFOLD = "open => document.querySelectorAll('details').forEach((each, at) => each.open = open[at])"


class Walk:
    """A town and its people at their screens."""

    def __init__(self, town: Town, site: Site, open_page: Callable[..., Page]) -> None:
        self.town, self.site, self.open_page = town, site, open_page
        self.screens: dict[Any, Page] = {}

    def at(self, name: str, path: str = "", *, width: int = 1440, js: bool = True) -> Page:
        """The person's screen on a page of the evaluation, or on any page of the county."""
        if (name, js) not in self.screens:
            page = self.open_page(COUNTY, user=self.town.users[name], width=width, js=js)
            page.on("dialog", lambda dialog: dialog.accept())
            self.screens[name, js] = page
        page = self.screens[name, js]
        if not path.startswith("/"):
            path = f"/evaluations/{self.town.evaluation.uuid}/{path}"
        page.goto(self.site.url(COUNTY, path))
        return page

    def item(self, indicator: str) -> Item:
        return Item.objects.get(evaluation=self.town.evaluation, indicator=indicator)


@pytest.fixture
def walk(counties: None, site: Site, open_page: Callable[..., Page]) -> Iterator[Walk]:
    """A county before its first cycle, on the day on which 2023 can be frozen."""
    town = make_town()
    publish()
    with standing_in(town), site.on_day(FREEZE_DAY):
        yield Walk(town, site, open_page)


@contextmanager
def kept_width(page: Page) -> Iterator[None]:
    size = page.viewport_size
    yield
    if size:
        page.set_viewport_size(size)


def look(page: Page, name: str) -> None:
    """Sound at a desk and on a phone, in both languages."""
    for language in ("en", "zh-hans"):
        speak(page, language)
        with kept_width(page):
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                assert_sound(page)
                shot(page, f"cycle-{name}-{width}-{language}")


def speak(page: Page, language: str) -> None:
    """The same page again in another language, folded as it was."""
    opened = page.evaluate("[...document.querySelectorAll('details')].map(each => each.open)")
    home = urljoin(page.url, "/")
    cookie = {"url": home, "name": settings.LANGUAGE_COOKIE_NAME, "value": language}
    page.context.add_cookies([cookie])
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.evaluate(UNFOLD, opened)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def saved(page: Page) -> None:
    expect(page.locator("[data-autosave-state]")).to_contain_text("已保存")


def told(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


def test_the_whole_cycle_by_each_actor(walk: Walk) -> None:
    open_the_year(walk)
    fill_the_sheet(walk)
    check_in_the_township(walk)
    review_blindly(walk)
    decide_in_the_bureau(walk)
    read_the_result(walk)


def open_the_year(walk: Walk) -> None:
    page = walk.at("bureau", "/cycles/")
    look(page, "cycles-empty")
    page.get_by_label("年度").fill("2023")
    page.get_by_label("取数截止").fill("2023-12-31")
    press(page, "新建")
    press(page, "启动")
    press(page, "冻结数据")
    told(page, "数据已冻结，自评表已下发各站点。")
    look(page, "cycles")
    walk.town.cycle = Cycle.objects.get()


def fill_the_sheet(walk: Walk) -> None:
    page = walk.at("head", "/", width=390)
    page.get_by_role("link", name="填报自评").first.click()
    expect(page.locator("#clauses")).to_be_hidden()
    page.get_by_role("link", name="全部条款").click()
    expect(page.locator("#clauses")).to_be_visible()
    walk.at("head", "self/C17/")
    kinds = page.locator("[name=kinds]")
    kinds.fill("9")
    expect(page.locator("[data-autosave-state]")).to_contain_text("未保存")
    expect(kinds).to_have_value("9")
    kinds.fill("3")
    saved(page)
    expect(page.locator("#own-missing li")).to_have_count(0)
    assert walk.item("C17").inputs == {"kinds": 3}
    look(page, "self-declared")
    walk.at("head", "self/C05/")
    press(page, "确认")
    expect(page.locator(".system-fact")).to_contain_text("已确认")
    look(page, "self-confirmed")
    walk.at("head", "self/F1/")
    page.get_by_label("上传佐证材料").set_input_files(
        {"name": "平面图.pdf", "mimeType": "application/pdf", "buffer": PROOF}
    )
    press(page, "上传")
    expect(page.get_by_role("link", name="平面图.pdf")).to_be_visible()
    walk.at("head", "self/hand-in/")
    expect(page.get_by_role("button", name="提交")).to_be_disabled()
    look(page, "hand-in")
    fill_quickly(walk.town, "S001", "head")
    hand_in(walk)


def hand_in(walk: Walk) -> None:
    page = walk.at("head", "self/hand-in/")
    page.get_by_label("我承诺").check()
    press(page, "提交")
    told(page, "自评表已提交。")


def check_in_the_township(walk: Walk) -> None:
    page = walk.at("township", "township/")
    look(page, "township")
    page.get_by_label("原因").fill("志愿者名册与实际不符")
    press(page, "退回自评表")
    told(walk.at("head", "self/F1/"), "志愿者名册与实际不符")
    hand_in(walk)
    page = walk.at("township", "township/")
    expect(page.get_by_role("button", name="退回自评表")).to_have_count(0)
    press(page, "确认自评表")
    told(page, "自评表已确认。")


def review_blindly(walk: Walk) -> None:
    page = walk.at("bureau", "manage/")
    names = [walk.town.users[each].display_name for each in ("r1", "r2", "r3")]
    for name in names:
        page.get_by_label(name, exact=True).check()
    press(page, "指派")
    told(page, "已办理。")
    page = walk.at("r1", "review/")
    look(page, "review-declare")
    press(page, "我声明：无需回避")
    page.get_by_role("link", name="继续评分").click()
    look(page, "review-clause")
    page.get_by_label("E · ").check()
    press(page, "保存并评下一项")
    expect(page.locator(".form-error")).to_contain_text("须填写理由")
    page.get_by_label("原因").fill("现场未见证明")
    press(page, "保存并评下一项")
    for _each in range(4):
        page.get_by_label("B · ").check()
        press(page, "保存并评下一项")
    look(page, "review-mine")
    other = walk.at("r2", "review/")
    press(other, "我声明：无需回避")
    for rest in ("review/", "review/F1/", ""):
        text = walk.at("r2", rest).content()
        assert "现场未见证明" not in text
        assert names[0] not in text
    walk.at("r1", "review/")
    press(page, "完成评审")
    told(page, "您已完成评审。")
    for name in ("r2", "r3"):
        grade_all(walk.town, name)
        finish_review(actor=walk.town.actor(name), evaluation=walk.town.evaluation)


def decide_in_the_bureau(walk: Walk) -> None:
    page = walk.at("bureau", "manage/")
    for indicator, percent in {"T1": "84", "T2": "90", "T3": "75.5", "T4": "90"}.items():
        page.locator(f"#{indicator}_mean_percent").fill(percent)
        press(page, f"保存 {indicator}")
        told(page, "已办理。")
    look(page, "manage-spread")
    page.get_by_label("F1的决定等级").select_option("C")
    press(page, "汇总评分")
    expect(page.locator(".form-error")).to_contain_text("须填写理由")
    expect(page.get_by_label("F1的决定等级")).to_have_value("C")
    page.get_by_label("F1的决定理由").fill("两人现场复核")
    press(page, "汇总评分")
    told(page, "汇总人不得审定，须由另一人审定。")
    expect(page.get_by_role("button", name="审定结果")).to_have_count(0)
    page = walk.at("second", "manage/")
    press(page, "审定结果")
    press(page, "开始公示")
    told(page, "公示期于")
    ends_on = walk.town.evaluation.publicity_ends_on
    with walk.site.on_day(ends_on):
        walk.at("second", "manage/")
        press(page, "确认结果")
        told(page, "已办理。")
    look(page, "manage-final")


def read_the_result(walk: Walk) -> None:
    page = walk.at("head", "/evaluations/")
    look(page, "list")
    page.get_by_role("link", name="大渡口街道社会工作服务站").click()
    expect(page.locator(".total")).to_be_visible()
    clause = page.locator("details", has_text="社区志愿者")
    clause.locator("summary").click()
    expect(clause).to_contain_text("3.1.5")
    look(page, "result")
    clause.get_by_role("link", name="条记录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C05")
    look(page, "records")


def test_a_shorter_walk_without_scripts(walk: Walk) -> None:
    freeze_town(walk.town)
    page = walk.at("head", "self/C17/", width=390, js=False)
    page.locator("[name=kinds]").fill("many")
    press(page, "保存")
    expect(page.locator("[name=kinds]")).to_have_value("many")
    expect(page.locator(".note-bad")).to_contain_text("未保存")
    assert_fits(page)
    page.locator("[name=kinds]").fill("2")
    press(page, "保存")
    told(page, "已保存。")
    walk.at("head", "self/S2/", js=False)
    page.locator("summary", has_text="对该数据提出异议").click()
    page.locator("[name=active]").fill("7")
    page.get_by_label("原因").fill("名册漏登")
    press(page, "提交异议")
    assert walk.item("S2").disputed == {"active": 7}
    bring(walk.town, "SUBMITTED")
    page = walk.at("township", "township/", js=False)
    press(page, "确认自评表")
    bring(walk.town, "ASSIGNED")
    page = walk.at("bureau", "manage/", js=False)
    page.get_by_label("采纳站点数据").check()
    page.locator("#S2_reason").fill("已核实")
    press(page, "作出裁定")
    told(page, "已核实")
    page = walk.at("r1", "review/", width=390, js=False)
    press(page, "我声明：无需回避")
    page.get_by_role("link", name="继续评分").click()
    page.get_by_label("B · ").check()
    press(page, "保存并评下一项")
    told(page, "F1的评分已保存。")
