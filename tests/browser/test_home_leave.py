"""Log-out from the page of home visits: what waits stays its owner's, and no list stays behind."""

import pytest
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from tests.browser.helpers import shot
from tests.browser.home import (
    CODE,
    PATH,
    READ_ALL,
    SENDING,
    be_somebody_else,
    enter,
    item,
    no_answer,
    rows,
    state,
    stores,
    wait_until,
)
from tests.browser.server import Site
from tests.fixtures.counties import COUNTY

pytestmark = pytest.mark.browser


def test_logging_out_warns_wipes_and_leaves_visits_to_their_owner(
    phone: Page, site: Site, keeper: User, other: User
) -> None:
    phone.context.set_offline(True)
    enter(phone, "张桂兰")
    asked: list[str] = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    with phone.expect_event("dialog"):
        phone.get_by_role("link", name="退出").click()
    expect(item(phone, "due")).to_have_count(2)
    assert ["未发送" in text for text in asked] == [True]

    phone.close()
    context = phone.context
    context.set_offline(False)
    page = context.new_page()
    page.route(SENDING, lambda route: route.abort())
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(site.url(COUNTY, "/"))
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login/**")
    stores = [row["store"] for row in page.evaluate(READ_ALL)]
    assert (stores.count("lists"), stores.count("outbox")) == (0, 1)

    page.unroute(SENDING)
    be_somebody_else(context, site, other)
    page.goto(site.url(COUNTY, PATH))
    expect(state(page)).to_have_text("名单已更新。")
    expect(item(page, "entries")).to_have_count(0)
    assert rows() == []

    be_somebody_else(context, site, keeper)
    page.goto(site.url(COUNTY, PATH))
    expect(state(page)).to_have_text("名单已更新。")
    expect(item(page, "entries")).to_have_count(0)
    assert len(rows()) == 1


def test_the_page_that_asks_says_what_waits_and_asks_once(phone: Page, site: Site) -> None:
    phone.goto(site.url(COUNTY, "/logout/"))
    expect(phone.get_by_text("您的工作已保存")).to_be_visible()
    phone.goto(site.url(COUNTY, PATH))
    no_answer(phone)
    enter(phone, "张桂兰")
    phone.goto(site.url(COUNTY, "/logout/"))
    expect(phone.get_by_text("本机还有未发送的探访")).to_be_visible()
    expect(phone.get_by_text("您的工作已保存")).to_be_hidden()
    asked: list[str] = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    phone.locator("main").get_by_role("button", name="退出").click()
    phone.wait_for_url("**/login/**")
    assert asked == []


def test_logging_out_without_a_link_wipes_and_says_that_the_session_goes_on(
    phone: Page, site: Site
) -> None:
    phone.context.set_offline(True)
    phone.get_by_role("link", name="退出").click()
    expect(phone.get_by_role("alert")).to_contain_text("服务器还不知道您要退出")
    expect(phone.get_by_text("张桂兰")).to_have_count(0)
    shot(phone, "left-without-link-390")
    phone.context.set_offline(False)
    phone.wait_for_url("**/logout/")
    assert "lists" not in [row["store"] for row in phone.evaluate(READ_ALL)]


def test_logging_out_in_one_tab_clears_the_others(phone: Page, site: Site) -> None:
    other = phone.context.new_page()
    other.goto(site.url(COUNTY, f"/casework/{CODE}/due/"))
    expect(other.get_by_text("张桂兰").first).to_be_visible()
    desk = phone.context.new_page()
    desk.goto(site.url(COUNTY, "/"))
    desk.locator("details[data-menu] summary").click()
    desk.get_by_role("button", name="退出").click()
    desk.wait_for_url("**/login/**")

    for page in (phone, other):
        expect(page.get_by_text("张桂兰")).to_have_count(0)
        page.wait_for_url("**/login/**")


SLOW_LIST = """() => {
  const quick = window.fetch;
  window.fetch = async (address, options) => {
    const answer = await quick(address, options);
    if (!String(address).includes("/data/")) return answer;
    window.fetched = true;
    await new Promise((go) => { window.goOn = go; });
    return answer;
  };
  window.dispatchEvent(new Event("online"));
}"""


def test_a_list_that_arrives_after_the_log_out_of_another_tab_is_not_kept(
    phone: Page, site: Site
) -> None:
    desk = phone.context.new_page()
    desk.goto(site.url(COUNTY, "/"))
    desk.locator("details[data-menu] summary").click()
    desk.route("**/logout/**", lambda route: None)  # still on its way
    phone.evaluate(SLOW_LIST)
    wait_until(phone, "window.fetched")
    desk.get_by_role("button", name="退出").click(no_wait_after=True)
    wait_until(phone, "window.kept.left")
    phone.evaluate("window.goOn()")
    phone.wait_for_timeout(500)
    assert "lists" not in stores(phone)
    assert "meta" not in stores(phone)

    phone.context.set_offline(True)
    again = phone.context.new_page()
    again.goto(site.url(COUNTY, PATH))
    expect(state(again)).to_contain_text("没有网络")
    expect(item(again, "due")).to_have_count(0)


def test_the_tab_that_logs_out_keeps_no_list_either(phone: Page) -> None:
    phone.route("**/logout/**", lambda route: None)
    phone.evaluate(SLOW_LIST)
    wait_until(phone, "window.fetched")
    phone.get_by_role("link", name="退出").click(no_wait_after=True)
    wait_until(phone, "kept.all('lists').then(rows => rows.length === 0)")
    phone.evaluate("window.goOn()")
    phone.wait_for_timeout(500)
    assert "lists" not in stores(phone)


def test_a_tab_that_hears_only_that_somebody_leaves_goes_too(phone: Page) -> None:
    """The one that logs out may be closed before it has."""
    phone.clock.install()
    phone.evaluate("new BroadcastChannel('qianzhan.leave').postMessage('leaving')")
    wait_until(phone, "window.kept.left")
    phone.clock.run_for(11_000)
    expect(phone.get_by_text("张桂兰")).to_have_count(0)
