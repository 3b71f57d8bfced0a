"""The clock of a phone may be wrong, in another zone, or be set while visits wait."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.workdays.clock import ZONE, now
from tests.browser.conftest import VIEWPORTS
from tests.browser.helpers import assert_sound, cookies_for, shot
from tests.browser.home import (
    PATH,
    SENDING,
    all_sent,
    enter,
    have_a_link,
    item,
    rows,
    state,
    stores,
)
from tests.browser.server import Site
from tests.fixtures.counties import COUNTY

pytestmark = pytest.mark.browser
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
HELD, NOTE = "探访时间", "探访记录"


def set_clock(page: Page, by: timedelta) -> None:
    page.clock.install(time=datetime.now(UTC) + by)


def shown(page: Page) -> datetime:
    return datetime.fromisoformat(page.get_by_label(HELD).input_value()).replace(tzinfo=ZONE)


def is_now(moment: datetime | None) -> bool:
    assert moment is not None
    return abs(moment - now()) < 3 * MINUTE


@pytest.mark.parametrize("by", [DAY, -DAY, 20 * MINUTE])
def test_with_a_link_a_wrong_clock_is_told_and_the_form_right(phone: Page, by: timedelta) -> None:
    set_clock(phone, by)
    phone.reload()
    expect(state(phone)).to_contain_text("时钟不准")
    assert is_now(shown(phone))
    assert_sound(phone)
    shot(phone, "home-visits-clock-390")
    with phone.expect_response(SENDING):
        enter(phone, "张桂兰", "血压正常")
    expect(item(phone, "entries")).to_have_count(0)
    [visit] = rows()
    assert is_now(visit.held_at)


def test_some_minutes_are_no_matter(phone: Page) -> None:
    set_clock(phone, 5 * MINUTE)
    phone.reload()
    expect(state(phone)).to_have_text("名单已更新。")
    enter(phone, "张桂兰", "血压正常")
    all_sent(phone)
    assert len(rows()) == 1


def test_a_day_ahead_without_a_link_is_refused_and_put_right_without_typing_again(
    phone: Page,
) -> None:
    phone.context.set_offline(True)
    set_clock(phone, DAY)
    phone.reload()
    enter(phone, "张桂兰", "血压正常")
    have_a_link(phone)
    entry = item(phone, "entries")
    expect(entry).to_contain_text("时间不能晚于现在")
    entry.get_by_role("button", name="更正").click()
    expect(phone.get_by_label(NOTE)).to_have_value("血压正常")
    phone.get_by_label(HELD).fill(now().astimezone(ZONE).strftime("%Y-%m-%dT%H:%M"))
    phone.get_by_role("button", name="保存探访").click()
    expect(item(phone, "entries")).to_have_count(0)
    [visit] = rows()
    assert (is_now(visit.held_at), visit.note) == (True, "血压正常")


def test_a_time_that_was_typed_stays_when_the_clock_is_told(phone: Page) -> None:
    phone.context.set_offline(True)
    set_clock(phone, -DAY)
    phone.reload()
    item(phone, "due").first.get_by_role("button", name="录入探访").click()
    phone.get_by_label(HELD).fill("2026-01-05T10:00")
    have_a_link(phone)
    expect(state(phone)).to_contain_text("时钟不准")
    expect(phone.get_by_label(HELD)).to_have_value("2026-01-05T10:00")


def test_a_phone_in_another_zone_says_the_county_s_time(
    chromium: Browser, site: Site, persons: object, keeper: object
) -> None:
    context = chromium.new_context(timezone_id="America/New_York", **VIEWPORTS[390])
    context.add_cookies(cookies_for(site, COUNTY, keeper, "zh-hans"))
    page = context.new_page()
    page.goto(site.url(COUNTY, PATH))
    expect(state(page)).to_have_text("名单已更新。")
    assert is_now(shown(page))
    enter(page, "张桂兰")
    expect(item(page, "entries")).to_have_count(0)
    [visit] = rows()
    assert is_now(visit.held_at)
    context.close()


def test_a_clock_that_is_put_back_keeps_the_list_no_longer(phone: Page) -> None:
    set_clock(phone, 300 * DAY)
    phone.reload()
    expect(state(phone)).to_contain_text("时钟不准")
    phone.context.set_offline(True)
    set_clock(phone, timedelta())
    phone.reload()
    expect(item(phone, "due")).to_have_count(2)
    set_clock(phone, 15 * DAY)
    phone.reload()
    expect(state(phone)).to_contain_text("没有网络")
    expect(item(phone, "due")).to_have_count(0)
    assert "lists" not in stores(phone)


def test_a_clock_put_back_while_the_page_is_open_stops_nothing(phone: Page) -> None:
    set_clock(phone, timedelta())
    phone.reload()
    expect(state(phone)).to_have_text("名单已更新。")
    phone.clock.set_system_time(datetime.now(UTC) - 30 * DAY)
    with phone.expect_request("**/home-visits/data/"):
        phone.clock.run_for(2 * 60 * 1000)
