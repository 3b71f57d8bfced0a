"""A form is sent once, however often its button is pressed; afterwards it can be sent again."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from kernel.accounts.models import User
from stations.people.models import Volunteer
from tests.browser.server import Site, between_requests
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network

pytestmark = pytest.mark.browser
CODE = "510402-S001"
FORM = f"/people/{CODE}/volunteers/new/"
EXPORT = f"/people/{CODE}/volunteers/export/"
LINK = 1.0  # seconds that a weak link needs for what is sent
BACK = "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
Open = Callable[..., Page]


@pytest.fixture
def weak(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent arrives late."""
    answer = site.application

    def wait(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            time.sleep(LINK)
        return answer(environ, start_response)

    monkeypatch.setattr(site, "application", wait)


@pytest.fixture
def desk(
    site: Site, open_page: Open, county: object, member: Callable[..., User], weak: None
) -> Page:
    """The form of a new volunteer, at a desk."""
    make_network(COUNTY)
    page = open_page(COUNTY, user=member("HEAD", scope_code=CODE))
    page.goto(site.url(COUNTY, FORM))
    return page


def write(page: Page, name: str, day: str = "2026-01-06") -> Any:
    """Fill the form; its button."""
    page.get_by_label("姓名").fill(name)
    page.get_by_label("注册日期").fill(day)
    return page.get_by_role("button", name="保存")


def posts_of(page: Page) -> list[Request]:
    """What is posted from now on; it grows."""
    found: list[Request] = []
    page.on("request", lambda each: found.append(each) if each.method == "POST" else None)
    return found


def registered() -> list[str]:
    with between_requests(COUNTY):
        return list(Volunteer.objects.values_list("name", flat=True))


def test_a_double_click_is_one_record(desk: Page) -> None:
    write(desk, "赵新来").dblclick(delay=150)
    expect(desk.get_by_text("志愿者已注册。")).to_be_visible()
    assert registered() == ["赵新来"]


def test_enter_pressed_again_is_one_record(desk: Page) -> None:
    write(desk, "赵新来")
    posts = posts_of(desk)
    name = desk.get_by_label("姓名")
    name.focus()
    for _ in range(3):
        desk.keyboard.press("Enter")
    expect(desk.get_by_text("志愿者已注册。")).to_be_visible()
    assert (len(posts), registered()) == (1, ["赵新来"])


def test_a_refused_form_is_sent_again(desk: Page) -> None:
    write(desk, "赵新来", "2999-01-01").dblclick(delay=150)
    expect(desk.locator(".form-error").first).to_be_visible()
    assert registered() == []
    write(desk, "赵新来").click()
    expect(desk.get_by_text("志愿者已注册。")).to_be_visible()
    assert registered() == ["赵新来"]


def test_a_page_that_a_download_leaves_standing_is_sent_again_later(desk: Page, site: Site) -> None:
    desk.clock.install()
    desk.goto(site.url(COUNTY, EXPORT))
    desk.locator("main form").get_by_role("textbox").fill("交接")
    button = desk.get_by_role("button", name="保存")
    posts = posts_of(desk)
    with desk.expect_download():
        button.dblclick(delay=150)
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    assert len(posts) == 1

    desk.clock.fast_forward("00:20")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    with desk.expect_download():
        button.click()
    assert len(posts) == 2


def test_a_page_gone_back_to_is_sent_again(desk: Page) -> None:
    button = write(desk, "赵新来")
    desk.evaluate("window.addEventListener('submit', (event) => event.preventDefault())")
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    desk.evaluate(BACK)
    expect(button).not_to_have_attribute("aria-disabled", "true")


def test_what_another_handler_prevents_is_not_held(desk: Page) -> None:
    button = write(desk, "赵新来")
    desk.evaluate(
        "document.addEventListener('submit', (event) => event.preventDefault(), { once: true })"
    )
    button.click()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    expect(desk.get_by_text("志愿者已注册。")).to_be_visible()
    assert registered() == ["赵新来"]
