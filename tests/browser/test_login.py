"""Log-in, log-out and language, as a person at a desk and on a phone does them."""

from collections.abc import Callable

import pyotp
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site
from tests.fixtures.people import PASSWORD

pytestmark = pytest.mark.browser
COUNTY = "510402"


def fill(page: Page, username: str, password: str) -> None:
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


@pytest.mark.parametrize("js", [True, False])
@pytest.mark.parametrize("width", [1440, 390])
def test_logs_in_and_out(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User], width: int, js: bool
) -> None:
    user = member("BUREAU")
    page = open_page(COUNTY, width=width, js=js)
    page.goto(site.url(COUNTY, "/login/"))
    expect(page).to_have_title("登录 · 东区 · 千站")
    if js:
        assert_sound(page)
        shot(page, f"login-{width}")

    fill(page, user.username, PASSWORD)
    expect(page).to_have_url(site.url(COUNTY, "/"))
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()

    page.locator("summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(site.url(COUNTY, "/login/"))
    page.goto(site.url(COUNTY, "/"))
    expect(page).to_have_url(site.url(COUNTY, "/login/?next=/"))


@pytest.mark.parametrize("width", [1440, 390])
def test_wrong_password_keeps_the_name(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User], width: int
) -> None:
    user = member("BUREAU")
    page = open_page(COUNTY, width=width)
    page.goto(site.url(COUNTY, "/login/"))
    fill(page, user.username, "wrong")
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不正确。")
    expect(page.get_by_label("用户名")).to_have_value(user.username)
    expect(page.get_by_label("密码")).to_have_value("")
    assert_sound(page)
    shot(page, f"login-wrong-{width}")


def test_locks_out_after_too_many_failures(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User]
) -> None:
    user = member("BUREAU")
    page = open_page(COUNTY)
    page.goto(site.url(COUNTY, "/login/"))
    for _ in range(settings.LOCKOUT_TRIES):
        fill(page, user.username, "wrong")
    fill(page, user.username, PASSWORD)
    expect(page.get_by_role("alert")).to_have_text("登录失败次数过多，请 15 分钟后再试。")
    expect(page).to_have_url(site.url(COUNTY, "/login/"))


def test_asks_for_the_second_factor_when_it_is_due(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User]
) -> None:
    user = member("BUREAU")
    user.otp_secret = pyotp.random_base32()
    user.save()
    page = open_page(COUNTY)
    page.goto(site.url(COUNTY, "/login/"))
    expect(page.get_by_label("动态验证码")).to_have_count(0)
    fill(page, user.username, PASSWORD)
    code = page.get_by_label("动态验证码")
    expect(code).to_be_visible()
    assert_sound(page)
    shot(page, "login-otp-1440")
    code.fill(pyotp.TOTP(user.otp_secret).now())
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(site.url(COUNTY, "/"))


@pytest.mark.parametrize("js", [True, False])
def test_switches_the_language_and_stays(
    site: Site, open_page: Callable[..., Page], js: bool
) -> None:
    page = open_page(COUNTY, js=js)
    page.goto(site.url(COUNTY, "/login/?next=/network/"))
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(site.url(COUNTY, "/login/?next=/network/"))
    expect(page).to_have_title("Log in · 东区 · Qianzhan")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page).to_have_title("登录 · 东区 · 千站")


def test_goes_on_to_the_page_asked_for(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User]
) -> None:
    user = member("BUREAU")
    page = open_page(COUNTY)
    page.goto(site.url(COUNTY, "/logout/?from=link"))
    expect(page.get_by_role("heading", name="退出登录")).to_be_visible()
    page.goto(site.url(COUNTY, "/login/?next=/logout/"))
    fill(page, user.username, PASSWORD)
    expect(page).to_have_url(site.url(COUNTY, "/logout/"))


def test_never_leads_to_another_site(
    site: Site, open_page: Callable[..., Page], member: Callable[..., User]
) -> None:
    user = member("BUREAU")
    page = open_page(COUNTY)
    page.goto(site.url(COUNTY, "/login/?next=//evil.example/"))
    fill(page, user.username, PASSWORD)
    expect(page).to_have_url(site.url(COUNTY, "/"))
