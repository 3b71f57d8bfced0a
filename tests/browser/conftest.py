"""Debian's Chromium, built without a window, on the test's own server.

Each test marked ``browser`` gets contexts of its own; a violation of the content security
policy or an error in a script fails the test that caused it.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kernel.accounts.models import User
from tests.browser.server import Site
from tests.fixtures.clients import client_for

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


def cookies_for(site: Site, host: str, user: User | None, language: str) -> list[dict[str, Any]]:
    url = site.url(host)
    cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": url}]
    if user is not None:
        county = None if host == "province" else host
        session = client_for(user, county).cookies[settings.SESSION_COOKIE_NAME].value
        cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url})
    return cookies
