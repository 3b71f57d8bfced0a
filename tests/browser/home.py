"""The page of home visits on a phone: what the tests of it do and look at.

The fixtures ``persons``, ``keeper`` and ``phone`` stand in conftest.py.
"""

import re
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from kernel.accounts.models import User
from stations.casework.models import Visit
from tests.browser.helpers import cookies_for
from tests.browser.server import Site, between_requests
from tests.fixtures.counties import COUNTY
from tests.fixtures.people import PASSWORD

CODE = "510402-S001"
PATH = "/casework/home-visits/"
SENDING = re.compile(r"/home-visits/([0-9a-f]{8}-|batch/)")
TOGETHER = re.compile(r"/home-visits/batch/")
DATA = re.compile("/home-visits/data/")

READ_ALL = """async () => {
  const opened = await new Promise((done) => {
    const request = indexedDB.open("qianzhan");
    request.onsuccess = () => done(request.result);
  });
  const rows = [];
  for (const name of ["lists", "outbox", "meta", "keys"]) {
    const found = await new Promise((done) => {
      const request = opened.transaction(name).objectStore(name).getAll();
      request.onsuccess = () => done(request.result);
    });
    for (const row of found) {
      const sealed = row.sealed ? new TextDecoder().decode(row.sealed) : "";
      const key = row.key ? String(row.key.extractable) : "";
      rows.push({ store: name, text: JSON.stringify(row) + sealed, key });
    }
  }
  opened.close();
  return rows;
}"""


def item(page: Page, name: str) -> Any:
    return page.locator(f"[data-home={name}] > li")


def state(page: Page) -> Any:
    return page.locator("[data-home=link]")


def enter(page: Page, name: str, note: str = "") -> None:
    item(page, "due").filter(has_text=name).get_by_role("button", name="录入探访").click()
    page.get_by_label("探访记录").fill(note)
    page.get_by_role("button", name="保存探访").click()
    expect(page.locator("[data-home=saved]")).to_have_text("探访已存在本机。")


def rows() -> list[Visit]:
    with between_requests(COUNTY):
        return list(Visit.objects.order_by("id"))


def be_somebody_else(context: BrowserContext, site: Site, user: User) -> None:
    context.add_cookies(cookies_for(site, COUNTY, user, "zh-hans"))


def pass_on(request: Request) -> None:
    """Send it as the browser would; by number, since only browsers know names of localhost."""
    address = urlsplit(request.url)
    headers = {**request.all_headers(), "host": address.netloc}
    sent = urllib.request.Request(
        f"http://127.0.0.1:{address.port}{address.path}",
        data=request.post_data_buffer,
        headers=headers,
        method=request.method,
    )
    with urllib.request.urlopen(sent) as answer:
        assert answer.status in (200, 201)


def requests_of(page: Page) -> list[str]:
    """Method and last part of the path of what is sent from now on; it grows."""
    found: list[str] = []

    def note(request: Request) -> None:
        if SENDING.search(request.url):
            parts = urlsplit(request.url).path.strip("/").split("/")
            found.append(f"{request.method} {parts[-1] if parts[-1] == 'batch' else 'one'}")

    page.on("request", note)
    return found


def keep_two(page: Page) -> None:
    """Two visits wait on the phone; the link is back, and the page not yet asked to send."""
    page.context.set_offline(True)
    enter(page, "张桂兰", "血压正常")
    expect(item(page, "entries")).to_have_count(1)
    enter(page, "李秀英", "要修灯")
    expect(item(page, "entries")).to_have_count(2)


def all_sent(page: Page) -> None:
    expect(state(page)).to_have_text("名单已更新。")
    expect(item(page, "entries")).to_have_count(0)


def no_answer(page: Page) -> None:
    """The server takes what is sent, but no answer comes back: not even once."""

    def lose(route: Route) -> None:
        pass_on(route.request)
        route.abort()

    page.route(SENDING, lose)


def send_in_vain(page: Page) -> None:
    """The link is back, the server takes what waits, and its answer is lost."""
    no_answer(page)
    page.context.set_offline(False)
    with page.expect_event("requestfailed", lambda request: bool(TOGETHER.search(request.url))):
        page.evaluate("window.dispatchEvent(new Event('online'))")


def wait_until(page: Page, expression: str) -> None:
    """Not wait_for_function, which the page's content security policy refuses."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def stores(page: Page) -> list[Any]:
    return [row["store"] for row in page.evaluate(READ_ALL)]


def ask_again(page: Page) -> None:
    with page.expect_response(DATA):
        page.evaluate("window.dispatchEvent(new Event('online'))")


def have_a_link(page: Page) -> None:
    """Again, and the page has noticed."""
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")


def log_in(page: Page, user: User) -> None:
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
