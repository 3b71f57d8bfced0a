"""What a phone keeps for home visits: where it keeps nothing, little, or nothing readable."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kernel.workdays.clock import today
from stations.casework.models import Beneficiary
from tests.browser.helpers import assert_sound, shot
from tests.browser.home import (
    PATH,
    SENDING,
    all_sent,
    enter,
    have_a_link,
    item,
    keep_two,
    rows,
    state,
    stores,
)
from tests.browser.server import Site, between_requests
from tests.fixtures.counties import COUNTY

pytestmark = pytest.mark.browser
NOTE = "探访记录"

FULL = """store => {
  const put = IDBObjectStore.prototype.put;
  window.freed = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = function (row) {
    if (this.name === store) throw new DOMException("full", "QuotaExceededError");
    return put.call(this, row);
  };
}"""

REFUSED = """() => {
  IDBFactory.prototype.open = function () {
    const request = new EventTarget();
    setTimeout(() => {
      request.error = new DOMException("no", "UnknownError");
      if (request.onerror) request.onerror(new Event("error"));
    });
    return request;
  };
}"""

LOSE_KEY = "kept.all('keys').then(([row]) => kept.remove('keys', row.id))"

SPOIL_FIRST = """async () => {
  const [row] = (await kept.all("outbox")).sort((a, b) => a.at - b.at);
  await kept.put("outbox", { ...row, sealed: row.sealed.slice(1) });
}"""

IN_CACHES = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      texts.push(request.url, await (await cache.match(request)).text());
    }
  }
  const small = [localStorage, sessionStorage].map((each) => JSON.stringify(each));
  return texts.concat(small, document.cookie);
}"""


def test_an_answer_that_a_full_phone_cannot_keep_is_said_and_stops_no_other(
    phone: Page, persons: list[Beneficiary]
) -> None:
    keep_two(phone)
    with between_requests(COUNTY):
        Beneficiary.objects.filter(pk=persons[0].pk).update(
            closed_on=today() - timedelta(days=3), closed_reason="MOVED"
        )
    phone.evaluate(FULL, "outbox")
    have_a_link(phone)

    expect(state(phone)).to_contain_text("空间")
    expect(item(phone, "entries")).to_have_count(1)
    expect(item(phone, "entries")).to_contain_text("待发送")
    assert [row.note for row in rows()] == ["要修灯"]
    assert_sound(phone)
    phone.evaluate("window.freed()")
    have_a_link(phone)
    expect(item(phone, "entries")).to_contain_text("未被接收")


def test_a_list_that_could_not_be_kept_is_said(phone: Page) -> None:
    phone.evaluate(FULL, "lists")
    have_a_link(phone)
    expect(state(phone)).to_contain_text("空间")
    expect(item(phone, "due")).to_have_count(2)
    assert_sound(phone)
    shot(phone, "home-visits-unkept-390")
    phone.evaluate("window.freed()")
    have_a_link(phone)
    expect(state(phone)).to_have_text("名单已更新。")


def test_a_browser_that_keeps_nothing_says_so(site: Site, open_page: Any, keeper: Any) -> None:
    """A private window, or data of pages forbidden: the page would lose every visit."""
    page = open_page(COUNTY, user=keeper, width=390)
    page.add_init_script(f"({REFUSED})()")
    page.goto(site.url(COUNTY, PATH))
    expect(state(page)).to_contain_text("无法保存")
    expect(page.get_by_role("button", name="保存探访")).to_be_hidden()
    assert_sound(page)
    shot(page, "home-visits-refused-390")


def test_a_visit_that_cannot_be_read_is_told_and_stops_no_other(phone: Page) -> None:
    keep_two(phone)
    phone.evaluate(SPOIL_FIRST)
    phone.reload()
    expect(item(phone, "entries")).to_have_count(2)
    expect(item(phone, "entries").first).to_contain_text("无法读出")
    expect(item(phone, "due")).to_have_count(2)
    assert_sound(phone)
    shot(phone, "home-visits-unreadable-390")

    have_a_link(phone)
    expect(state(phone)).to_have_text("名单已更新。")
    expect(item(phone, "entries")).to_have_count(1)
    assert [row.note for row in rows()] == ["要修灯"]
    phone.on("dialog", lambda dialog: dialog.accept())
    item(phone, "entries").get_by_role("button", name="丢弃").click()
    expect(item(phone, "entries")).to_have_count(0)


def test_without_the_key_the_page_goes_on_with_a_new_one(phone: Page) -> None:
    keep_two(phone)
    phone.evaluate(LOSE_KEY)
    phone.reload()
    expect(item(phone, "entries")).to_have_count(2)
    expect(item(phone, "entries").first).to_contain_text("无法读出")
    expect(item(phone, "due")).to_have_count(0)

    have_a_link(phone)
    expect(state(phone)).to_have_text("名单已更新。")
    expect(item(phone, "due")).to_have_count(2)
    with phone.expect_response(SENDING):
        enter(phone, "张桂兰", "再录一次")
    expect(item(phone, "entries")).to_have_count(2)
    assert [row.note for row in rows()] == ["再录一次"]


def test_a_draft_that_cannot_be_read_stops_nothing(phone: Page) -> None:
    item(phone, "due").first.get_by_role("button", name="录入探访").click()
    phone.get_by_label(NOTE).fill("草稿")
    phone.wait_for_timeout(1000)
    phone.evaluate(LOSE_KEY)
    phone.reload()
    expect(state(phone)).to_have_text("名单已更新。")
    enter(phone, "张桂兰", "血压正常")
    all_sent(phone)


def test_what_the_browser_has_closed_is_opened_again(phone: Page, site: Site) -> None:
    """The person clears the data of the page, or another version of it takes over."""
    phone.evaluate(
        """() => new Promise((done, no) => {
          const asked = indexedDB.deleteDatabase("qianzhan");
          asked.onsuccess = done;
          asked.onblocked = () => no(new Error("blocked"));
        }).then(() => true)"""
    )
    enter(phone, "张桂兰", "血压正常")
    all_sent(phone)
    assert len(rows()) == 1


def test_two_tabs_send_each_visit_once(phone: Page, site: Site) -> None:
    keep_two(phone)
    other = phone.context.new_page()
    other.goto(site.url(COUNTY, PATH))
    expect(item(other, "entries")).to_have_count(2)
    sent: list[str] = []
    for page in (phone, other):
        page.on("request", lambda each: sent.append(each.method) if SENDING.search(each.url) else 0)
    phone.context.set_offline(False)
    for page in (phone, other):
        page.evaluate("void window.dispatchEvent(new Event('online'))")
    for page in (phone, other):
        all_sent(page)
    assert len(rows()) == 2
    assert sent == ["POST"]


def test_of_two_tabs_that_choose_at_once_one_sends_another_visit(phone: Page, site: Site) -> None:
    stored = {"beneficiary": "", "held_at": "", "place": "HOME", "result": "MET", "note": "别的"}
    answer = {"code": "differs", "detail": "不同", "stored": stored, "sent": {}}
    phone.route(SENDING, lambda route: route.fulfill(status=409, json=answer))
    enter(phone, "张桂兰", "血压正常")
    expect(item(phone, "entries")).to_contain_text("别的")
    phone.context.set_offline(True)
    other = phone.context.new_page()
    other.goto(site.url(COUNTY, PATH))
    again = "作为另一次探访发送"
    expect(other.get_by_role("button", name=again)).to_be_visible()
    for page in (phone, other):
        page.evaluate(
            """() => {
              const get = kept.get;
              kept.get = async (...given) => {
                const found = await get(...given);
                await new Promise((go) => setTimeout(go, 300));
                return found;
              };
            }"""
        )
        page.get_by_role("button", name=again).click()
    phone.wait_for_timeout(1500)
    assert stores(phone).count("outbox") == 1


def test_nothing_of_a_person_lies_in_the_caches(phone: Page) -> None:
    phone.context.set_offline(True)
    enter(phone, "张桂兰", "血压正常")
    text = "".join(phone.evaluate(IN_CACHES))
    assert "home-config" in text
    assert all(word not in text for word in ("张桂兰", "李秀英", "血压正常", "user1"))
