"""Debian's Chromium, built without a window, on the test's own server.

Each test marked ``browser`` gets contexts of its own; a violation of the content security
policy or an error in a script fails the test that caused it.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kernel.accounts.models import User
from stations.casework.models import Beneficiary
from tests.browser import home
from tests.browser.helpers import cookies_for
from tests.browser.server import Site
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network
from tests.fixtures.records import file_person, set_level

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds, for machines on which much else runs
VIEWPORTS: dict[int, dict[str, Any]] = {
    1440: {"viewport": {"width": 1440, "height": 900}},
    390: {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """One browser for the run.

    Playwright's loop runs in the test's thread: Django takes it for async code, and keeps
    other connections while it runs. Those of before and after are closed on the way.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is absent: apt-get install chromium-headless-shell fonts-noto-cjk")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture(scope="session")
def server() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def site(db: None, server: Site) -> Iterator[Site]:
    """The server on this test's transaction; ``site.url("510402", "/evaluations/")``."""
    with server:
        yield server


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """open_page(host, user=None, width=1440, js=True, language="zh-hans") -> Page, logged in.

    ``host`` is a county code or "province". The page is blank; go on with
    ``page.goto(site.url(host, path))``.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_one(
        host: str,
        user: User | None = None,
        width: int = 1440,
        js: bool = True,
        language: str = "zh-hans",
    ) -> Page:
        context = chromium.new_context(java_script_enabled=js, **VIEWPORTS[width])
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.add_cookies(cookies_for(site, host, user, language))
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: note_violation(problems, message.text))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


def note_violation(problems: list[str], text: str) -> None:
    if "Content Security Policy" in text:
        problems.append(text)


@pytest.fixture
def persons(county: object) -> list[Beneficiary]:
    """Two persons at S001 whom somebody should visit soon."""
    network = make_network(COUNTY)
    found = [file_person(network["S001"], name=name) for name in ("张桂兰", "李秀英")]
    for person in found:
        set_level(person, 1, date(2026, 1, 5))
    return found


@pytest.fixture
def keeper(member: Callable[..., User]) -> User:
    return member("WORKER", scope_code=home.CODE)


@pytest.fixture
def other(member: Callable[..., User]) -> User:
    """Another of the same station."""
    return member("HEAD", scope_code=home.CODE)


@pytest.fixture
def phone(
    site: Site, open_page: Callable[..., Page], persons: list[Beneficiary], keeper: User
) -> Page:
    """The page opened once with a link, on a phone, the shell kept."""
    page = open_page(COUNTY, user=keeper, width=390)
    page.goto(site.url(COUNTY, home.PATH))
    expect(home.item(page, "due")).to_have_count(2)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(home.state(page)).to_have_text("名单已更新。")
    return page
