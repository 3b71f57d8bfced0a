"""What is typed is saved by itself, and not lost by a refusal, a lost link or session."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from tests.browser import autosave_page
from tests.browser.autosave_page import Kept
from tests.browser.helpers import assert_sound
from tests.browser.server import Site
from tests.fixtures.people import PASSWORD

pytestmark = pytest.mark.browser
COUNTY = "510402"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Kept]:
    """The page at /note/ of the county's host, with an empty note."""
    settings.URLCONFS = {**settings.URLCONFS, "county": "tests.browser.autosave_page"}
    fresh = Kept()
    monkeypatch.setattr(autosave_page, "kept", fresh)
    return fresh


@pytest.fixture
def user(member: Callable[..., User]) -> User:
    return member("BUREAU")


@pytest.fixture
def note(site: Site, open_page: Callable[..., Page], kept: Kept, user: User) -> Page:
    opened = open_page(COUNTY, user=user)
    opened.goto(site.url(COUNTY, "/note/"))
    return opened


def state(page: Page) -> Any:
    return page.locator("[data-autosave-state]")


def test_saves_what_is_typed_and_says_so(note: Page, kept: Kept) -> None:
    note.get_by_label("说明").press_sequentially("走访三户")
    expect(state(note)).to_have_attribute("data-state", "saved")
    expect(state(note)).to_contain_text("已保存")
    assert kept.text == "走访三户"
    assert_sound(note)


@pytest.mark.parametrize("status", [409, 412, 422])
def test_a_refusal_is_shown_and_the_text_stays(note: Page, kept: Kept, status: int) -> None:
    kept.status = status
    note.get_by_label("说明").fill("走访四户")
    expect(state(note)).to_have_text("未保存：请查看提示")
    expect(note.locator("#note-notes")).to_have_text("服务器的回答")
    expect(note.get_by_label("说明")).to_have_value("走访四户")
    kept.status = 200
    note.get_by_role("button", name="重试").click()
    expect(state(note)).to_have_attribute("data-state", "saved")
    expect(note.locator("#note-notes")).to_have_text("")
    assert kept.text == "走访四户"


def test_a_lost_link_is_told_and_mended(note: Page, kept: Kept) -> None:
    note.context.set_offline(True)
    note.get_by_label("说明").fill("走访五户")
    expect(state(note)).to_have_text("未保存：网络中断，已填内容保留在页面上。")
    assert kept.saves == []
    note.context.set_offline(False)
    expect(state(note)).to_have_attribute("data-state", "saved")
    assert kept.text == "走访五户"


def test_a_lost_session_keeps_the_text_for_its_writer(
    site: Site, note: Page, kept: Kept, user: User
) -> None:
    Session.objects.all().delete()
    note.get_by_label("说明").fill("走访六户")
    expect(note).to_have_url(site.url(COUNTY, "/login/?next=%2Fnote%2F"))
    log_in(note, user)
    expect(note).to_have_url(site.url(COUNTY, "/note/"))
    expect(note.get_by_label("说明")).to_have_value("走访六户")
    expect(state(note)).to_have_text("尚未保存：已恢复您之前填写的内容。")
    note.get_by_role("button", name="重试").click()
    expect(state(note)).to_have_attribute("data-state", "saved")
    assert kept.text == "走访六户"
    note.reload()
    expect(state(note)).to_have_text("")


def test_a_lost_session_keeps_nothing_for_others(
    site: Site, note: Page, member: Callable[..., User]
) -> None:
    Session.objects.all().delete()
    note.get_by_label("说明").fill("走访七户")
    expect(note).to_have_url(site.url(COUNTY, "/login/?next=%2Fnote%2F"))
    log_in(note, member("HEAD"))
    expect(note.get_by_label("说明")).to_have_value("")


def test_saves_by_its_button_without_scripts(
    site: Site, open_page: Callable[..., Page], kept: Kept, user: User
) -> None:
    page = open_page(COUNTY, user=user, js=False)
    page.goto(site.url(COUNTY, "/note/"))
    expect(page.get_by_role("button", name="重试")).to_be_hidden()
    page.get_by_label("说明").fill("走访八户")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("body")).to_have_text("已保存在服务器")
    assert kept.text == "走访八户"


def log_in(page: Page, user: User) -> None:
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
