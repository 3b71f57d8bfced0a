"""What browser tests assert on every page, and screenshots for people to look at."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Page

from kernel.accounts.models import User
from tests.browser.server import Site
from tests.fixtures.clients import client_for

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHOTS = ROOT / ".data" / "shots"
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # nothing of what passes, which takes longer
}
TARGET = 44  # pixels a finger needs

FIND_SMALL = """least => [...document.querySelectorAll(
    'button, summary, .btn, select, textarea, nav a, input:not([type=hidden])')]
  .filter(e => e.offsetParent !== null || e.getClientRects().length)
  .map(e => {
    const box = e.matches('[type=checkbox], [type=radio]') ? e.parentElement : e;
    return [e.outerHTML.slice(0, 120), Math.round(box.getBoundingClientRect().height)];
  })
  .filter(([, height]) => height > 1 && height < least)"""

# Words of the page itself that begin or end beyond the screen: a table that scrolls sideways keeps
# the page narrow and hides its last button all the same. What only a screen reader sees may, and so
# may the figures of a table that is read across, not what one taps there.
FIND_BEYOND = """() => {
  const hidden = 'thead, svg, script, .visually-hidden';
  const across = 'table:not(.table-stack)', tapped = 'a, button';
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode, range = document.createRange();
    const within = text.parentElement;
    if (!text.data.trim() || within.closest(hidden)) continue;
    if (within.closest(across) && !within.closest(tapped)) continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width && box.right > window.innerWidth + 1) found.push(text.data.trim());
  }
  return found;
}"""


def assert_axe(page: Page) -> None:
    """No violation of WCAG 2.0 and 2.1, levels A and AA."""
    page.wait_for_load_state()  # contrast is measured with the style sheets in place
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options)", OPTIONS)
    wrong = [describe(violation) for violation in found["violations"]]
    assert wrong == [], wrong


def describe(violation: dict[str, Any]) -> str:
    nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:5])
    return f"{violation['id']}: {violation['help']}: {nodes}"


def assert_fits(page: Page) -> None:
    """Nothing wider than the screen."""
    assert page.viewport_size is not None
    # not window.innerWidth: a phone zooms out until an overflowing page fits
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def assert_in_sight(page: Page) -> None:
    """On a phone nothing to read or tap lies beyond the edge of the screen."""
    assert page.evaluate(FIND_BEYOND) == []


def assert_targets(page: Page) -> None:
    """On a phone every button and field is high enough for a finger."""
    assert page.evaluate(FIND_SMALL, TARGET) == []


def assert_sound(page: Page) -> None:
    """What every page must keep: axe, width and, on phones, targets."""
    assert_axe(page)
    assert_fits(page)
    if page.viewport_size and page.viewport_size["width"] < 768:
        assert_targets(page)
        assert_in_sight(page)


def shot(page: Page, name: str) -> None:
    """A picture of the whole page in .data/shots, when QIANZHAN_SHOTS=1."""
    if os.environ.get("QIANZHAN_SHOTS") == "1":
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=True)


def cookies_for(site: Site, host: str, user: User | None, language: str) -> list[dict[str, Any]]:
    url = site.url(host)
    cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": url}]
    if user is not None:
        county = None if host == "province" else host
        session = client_for(user, county).cookies[settings.SESSION_COOKIE_NAME].value
        cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url})
    return cookies
