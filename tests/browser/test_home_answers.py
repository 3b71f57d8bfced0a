"""What the page of home visits makes of answers that are none, or say no."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from playwright.sync_api import Page, Route, expect

from kernel.access.models import Membership
from stations.casework.pages import home
from tests.browser.helpers import assert_sound, shot
from tests.browser.home import (
    DATA,
    PATH,
    SENDING,
    all_sent,
    enter,
    have_a_link,
    item,
    keep_two,
    log_in,
    requests_of,
    rows,
    state,
    stores,
)
from tests.browser.server import Site, between_requests
from tests.fixtures.counties import COUNTY

pytestmark = pytest.mark.browser
PORTAL = "<html><body><h1>请先登录 WiFi</h1></body></html>"
ONE = re.compile(r"/home-visits/[0-9a-f]{8}-")


def with_html(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body=PORTAL, content_type="text/html")


def with_json(status: int, body: Any, **headers: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, json=body, headers=headers)


@pytest.mark.parametrize("answer", [with_html(200), with_json(200, {"ok": True})])
def test_the_page_of_a_hotspot_takes_no_visit_in(phone: Page, answer: Callable) -> None:
    """It answers whatever is asked, with success."""
    phone.route(SENDING, answer)
    enter(phone, "张桂兰", "血压正常")
    expect(state(phone)).to_contain_text("没有网络")
    expect(item(phone, "entries")).to_contain_text("血压正常")

    phone.unroute(SENDING)
    phone.reload()
    all_sent(phone)
    assert [row.note for row in rows()] == ["血压正常"]


@pytest.mark.parametrize("answer", [with_html(200), with_json(200, {"ok": True})])
def test_the_page_of_a_hotspot_is_no_list(phone: Page, answer: Callable) -> None:
    phone.route(DATA, answer)
    phone.reload()
    expect(state(phone)).to_contain_text("没有网络")
    expect(item(phone, "due")).to_have_count(2)
    enter(phone, "张桂兰", "血压正常")
    expect(item(phone, "entries")).to_have_count(1)
    assert "lists" in stores(phone)


def test_the_page_of_a_hotspot_is_no_shell(
    phone: Page, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "render", lambda *given: HttpResponse(PORTAL))
    phone.goto(site.url(COUNTY, PATH))
    phone.wait_for_timeout(500)
    phone.context.set_offline(True)
    phone.goto(site.url(COUNTY, PATH))
    expect(item(phone, "due")).to_have_count(2)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_server_that_is_down_is_not_asked_for_each(phone: Page, status: int) -> None:
    keep_two(phone)
    phone.route(SENDING, with_html(status))
    sent = requests_of(phone)
    have_a_link(phone)
    expect(state(phone)).to_contain_text("服务器")
    phone.wait_for_timeout(500)
    assert sent == ["POST batch"]
    expect(item(phone, "entries")).to_have_count(2)


def test_a_busy_server_is_left_alone_for_as_long_as_it_says(phone: Page) -> None:
    phone.clock.install(time=datetime.now(UTC))
    phone.reload()
    expect(state(phone)).to_have_text("名单已更新。")
    phone.route(SENDING, with_json(429, {}, **{"Retry-After": "300"}))
    enter(phone, "张桂兰", "血压正常")
    expect(state(phone)).to_contain_text("服务器")
    sent = requests_of(phone)
    phone.clock.run_for(4 * 60 * 1000)
    assert sent == []
    phone.unroute(SENDING)
    for _ in range(10):  # a turn of the timer may meet one that is not over yet
        phone.clock.run_for(60 * 1000)
        phone.wait_for_timeout(300)
    expect(item(phone, "entries")).to_have_count(0)
    assert len(rows()) == 1


def test_an_error_of_the_server_is_not_called_a_missing_link(phone: Page) -> None:
    phone.route(SENDING, with_html(500))
    enter(phone, "张桂兰", "血压正常")
    expect(state(phone)).to_contain_text("服务器")
    expect(state(phone)).not_to_contain_text("没有网络")
    expect(item(phone, "entries")).to_contain_text("待发送")
    assert_sound(phone)
    shot(phone, "home-visits-busy-390")


def test_what_was_refused_alone_is_not_asked_about_every_moment(phone: Page) -> None:
    phone.clock.install(time=datetime.now(UTC))
    phone.reload()
    expect(state(phone)).to_have_text("名单已更新。")
    phone.route(SENDING, with_json(422, {"detail": "不行", "errors": []}))
    enter(phone, "张桂兰", "血压正常")
    expect(item(phone, "entries")).to_contain_text("未被接收")
    asked: list[str] = []
    phone.on("request", lambda each: asked.append(each.url) if DATA.search(each.url) else None)
    phone.clock.run_for(8 * 60 * 1000)
    assert asked == []


def test_who_may_visit_here_no_longer_keeps_the_visit_and_no_list(phone: Page, site: Site) -> None:
    phone.context.set_offline(True)
    enter(phone, "张桂兰", "血压正常")
    with between_requests(COUNTY):
        Membership.objects.all().delete()
    have_a_link(phone)

    expect(state(phone)).to_contain_text("未发送任何内容")
    expect(item(phone, "due")).to_have_count(0)
    expect(item(phone, "entries")).to_contain_text("血压正常")
    assert "lists" not in stores(phone)
    assert rows() == []


def test_a_refusal_by_whatever_stands_between_takes_no_list_away(phone: Page) -> None:
    """Or where another password is wanted first: the log-in leads on."""
    phone.route(DATA, with_html(403))
    phone.reload()
    expect(state(phone)).to_contain_text("请重新登录")
    expect(item(phone, "due")).to_have_count(2)
    assert "lists" in stores(phone)


def test_a_county_closed_for_a_while_takes_no_list_away(phone: Page) -> None:
    closed = {"code": "county_suspended", "detail": "该县暂停使用。"}
    phone.route(DATA, with_json(403, closed))
    phone.reload()
    expect(state(phone)).to_have_text(closed["detail"])
    expect(item(phone, "due")).to_have_count(2)
    assert "lists" in stores(phone)


def test_a_log_in_after_the_session_has_ended_sends_what_waits(
    phone: Page, site: Site, keeper: Any
) -> None:
    phone.context.clear_cookies(name="sessionid")
    phone.context.clear_cookies(name="csrftoken")
    enter(phone, "张桂兰", "血压正常")
    phone.locator("[data-home=login]").click()
    log_in(phone, keeper)
    all_sent(phone)
    assert [row.note for row in rows()] == ["血压正常"]


def test_a_session_that_ends_between_list_and_sending_is_asked_for(phone: Page, site: Site) -> None:
    """No token then: a page of its own, not an answer about the visit."""
    keep_two(phone)
    phone.route(SENDING, with_html(403))
    have_a_link(phone)
    expect(state(phone)).to_contain_text("请重新登录")
    expect(phone.locator("[data-home=login]")).to_be_visible()
    expect(item(phone, "entries")).to_have_count(2)
    phone.unroute(SENDING)
    phone.reload()
    all_sent(phone)
    assert len(rows()) == 2


def test_of_three_one_fails_at_the_server_and_the_others_go(phone: Page) -> None:
    keep_two(phone)
    phone.route(re.compile("/home-visits/batch/"), with_html(500))
    failed: list[str] = []

    def fail_first(route: Route) -> None:
        if not failed or failed[0] == route.request.url:
            failed[:] = [route.request.url]
            route.fulfill(status=500, body="no")
        else:
            route.continue_()

    phone.route(ONE, fail_first)
    have_a_link(phone)
    expect(item(phone, "entries")).to_have_count(1)
    expect(item(phone, "entries")).to_contain_text("待发送")
    assert len(rows()) == 1
