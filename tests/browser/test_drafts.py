"""What is typed into a form is there again after a closed tab, for its writer alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from kernel.workdays.clock import today
from stations.casework.models import DiscoveryLead, Visit
from tests.browser.helpers import assert_sound, cookies_for, shot
from tests.browser.home import READ_ALL
from tests.browser.server import Site, between_requests
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network
from tests.fixtures.records import file_person, set_level

pytestmark = pytest.mark.browser
CODE = "510402-S001"
FORM, HOME = f"/casework/{CODE}/leads/new/", "/casework/home-visits/"
TYPED = "独居老人三天未出门"
Open = Callable[..., Page]


@pytest.fixture
def keeper(county: object, member: Callable[..., User]) -> User:
    person = file_person(make_network(COUNTY)["S001"], name="张桂兰")
    set_level(person, 1, date(2026, 1, 5))
    return member("WORKER", scope_code=CODE)


@pytest.fixture
def typed(site: Site, open_page: Open, keeper: User) -> Page:
    """A form with a text in it, on a phone."""
    opened = open_page(COUNTY, user=keeper, width=390)
    opened.goto(site.url(COUNTY, FORM))
    expect(note(opened)).to_be_hidden()
    told(opened).fill(TYPED)
    opened.get_by_label("紧急程度").select_option("URGENT")
    wait_for_drafts(opened, 1)
    return opened


def wait_for_drafts(page: Page, number: int) -> None:
    """A draft is written a moment after the last key."""
    for _ in range(100):
        if len(drafts(page)) == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError("no draft was kept")


def told(page: Page) -> Any:
    return page.get_by_label("反映的情况")


def note(page: Page) -> Any:
    return page.locator("[data-draft-note]")


def reopen(page: Page, address: str) -> Page:
    """Another tab of the same browser, after the first was closed."""
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(address)
    return again


def drafts(page: Page) -> list[str]:
    return [row["text"] for row in page.evaluate(READ_ALL) if '"draft:' in row["text"]]


def test_a_closed_tab_loses_nothing_and_a_saved_form_leaves_nothing(
    typed: Page, site: Site
) -> None:
    again = reopen(typed, site.url(COUNTY, FORM))
    expect(note(again)).to_be_visible()
    expect(told(again)).to_have_value(TYPED)
    expect(again.get_by_label("紧急程度")).to_have_value("URGENT")
    assert_sound(again)
    shot(again, "draft-390")
    assert TYPED not in "".join(drafts(again))

    again.get_by_role("button", name="保存").click()
    expect(again.get_by_text("已保存。")).to_be_visible()
    again.goto(site.url(COUNTY, FORM))
    expect(told(again)).to_have_value("")
    assert drafts(again) == []
    with between_requests(COUNTY):
        assert DiscoveryLead.objects.get().situation == TYPED


def test_what_the_server_refused_is_kept_too(typed: Page, site: Site) -> None:
    typed.get_by_label("反映日期").fill("2999-01-01")
    typed.get_by_role("button", name="保存").click()
    expect(typed.locator(".form-error")).to_be_visible()
    expect(note(typed)).to_be_hidden()
    again = reopen(typed, site.url(COUNTY, FORM))
    expect(told(again)).to_have_value(TYPED)


def test_a_draft_is_discarded(typed: Page, site: Site) -> None:
    typed.reload()
    typed.get_by_role("button", name="丢弃草稿").click()
    expect(told(typed)).to_have_value("")
    expect(note(typed)).to_be_hidden()
    typed.reload()
    expect(told(typed)).to_have_value("")
    assert drafts(typed) == []


def test_nobody_else_sees_it_and_its_days_end(
    typed: Page, site: Site, keeper: User, member: Callable[..., User]
) -> None:
    context = typed.context
    context.add_cookies(cookies_for(site, COUNTY, member("HEAD", scope_code=CODE), "zh-hans"))
    typed.reload()
    expect(told(typed)).to_have_value("")
    expect(note(typed)).to_be_hidden()
    context.add_cookies(cookies_for(site, COUNTY, keeper, "zh-hans"))
    typed.reload()
    expect(told(typed)).to_have_value(TYPED)

    typed.clock.install(time=(today() + timedelta(days=9)).isoformat())
    typed.reload()
    expect(told(typed)).to_have_value("")
    assert drafts(typed) == []


def test_logging_out_takes_it_away(typed: Page) -> None:
    typed.locator("details[data-menu] summary").click()
    typed.get_by_role("button", name="退出").click()
    typed.wait_for_url("**/login/**")
    assert drafts(typed) == []


def test_a_visit_begun_without_a_link_is_there_after_a_closed_tab(typed: Page, site: Site) -> None:
    typed.goto(site.url(COUNTY, HOME))
    typed.evaluate("navigator.serviceWorker.ready.then(() => true)")
    typed.reload()
    expect(typed.locator("[data-home=link]")).to_have_text("名单已更新。")
    typed.context.set_offline(True)
    typed.get_by_role("button", name="录入探访").click()
    typed.get_by_label("探访记录").fill("血压正常")
    wait_for_drafts(typed, 2)  # the form's and the visit's
    again = reopen(typed, site.url(COUNTY, HOME))
    expect(note(again)).to_be_visible()
    expect(again.get_by_label("探访记录")).to_have_value("血压正常")
    expect(again.get_by_label("服务对象")).not_to_have_value("")

    again.get_by_role("button", name="保存探访").click()
    expect(again.locator("[data-home=entries] > li")).to_have_count(1)
    again.context.set_offline(False)
    expect(again.locator("[data-home=entries] > li")).to_have_count(0)
    with between_requests(COUNTY):
        assert [visit.note for visit in Visit.objects.all()] == ["血压正常"]
    again.reload()
    expect(note(again)).to_be_hidden()
