"""Home visits on a phone: without a link, with a bad one, after log-out, by another person."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from kernel.workdays.clock import today
from stations.casework.models import Beneficiary, Visit
from tests.browser.helpers import assert_sound, shot
from tests.browser.home import (
    PATH,
    READ_ALL,
    SENDING,
    TOGETHER,
    all_sent,
    enter,
    item,
    keep_two,
    no_answer,
    requests_of,
    rows,
    send_in_vain,
    state,
)
from tests.browser.server import Site, between_requests
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import belongs, plan_for

pytestmark = pytest.mark.browser
TWICE = "button => { button.click(); button.click(); }"
TAP_AND_ENTER = "button => { button.click(); button.form.requestSubmit(); }"
Open = Callable[..., Page]


def test_two_visits_without_a_link_arrive_once_there_is_one(phone: Page, site: Site) -> None:
    assert_sound(phone)
    shot(phone, "home-visits-390")
    context = phone.context
    context.set_offline(True)
    phone.reload()
    expect(item(phone, "due")).to_have_count(2)
    enter(phone, "张桂兰", "血压正常")
    expect(item(phone, "entries")).to_have_count(1)
    expect(item(phone, "due").filter(has_text="张桂兰")).to_contain_text("待发送")
    expect(item(phone, "due").filter(has_text="李秀英")).not_to_contain_text("待发送")
    enter(phone, "李秀英", "要修灯")
    expect(item(phone, "entries")).to_have_count(2)
    expect(state(phone)).to_contain_text("没有网络")
    phone.close()

    again = context.new_page()
    again.goto(site.url(COUNTY, PATH))
    expect(item(again, "entries")).to_have_count(2)
    assert_sound(again)
    shot(again, "home-visits-offline-390")
    context.set_offline(False)

    expect(state(again)).to_have_text("名单已更新。")
    expect(item(again, "entries")).to_have_count(0)
    assert {row.note for row in rows()} == {"血压正常", "要修灯"}
    assert len(rows()) == 2


@pytest.mark.parametrize("way", [TWICE, TAP_AND_ENTER])
def test_a_double_tap_on_save_is_one_visit(phone: Page, way: str) -> None:
    phone.context.set_offline(True)
    item(phone, "due").filter(has_text="张桂兰").get_by_role("button", name="录入探访").click()
    phone.get_by_label("探访记录").fill("血压正常")
    save = phone.get_by_role("button", name="保存探访")
    save.evaluate(way)
    expect(item(phone, "entries")).to_have_count(1)
    expect(save).to_be_enabled()
    enter(phone, "李秀英", "要修灯")
    expect(item(phone, "entries")).to_have_count(2)

    phone.context.set_offline(False)
    phone.reload()
    all_sent(phone)
    assert sorted(row.note for row in rows()) == sorted(["血压正常", "要修灯"])


def test_the_second_tap_does_not_complain_about_the_emptied_form(phone: Page) -> None:
    phone.context.set_offline(True)
    item(phone, "due").filter(has_text="张桂兰").get_by_role("button", name="录入探访").click()
    phone.get_by_role("button", name="保存探访").dblclick(delay=100)
    expect(item(phone, "entries")).to_have_count(1)
    assert phone.evaluate("document.activeElement.name") != "person"


def test_what_waits_goes_in_one_request_and_a_lost_answer_doubles_nothing(phone: Page) -> None:
    keep_two(phone)
    sent = requests_of(phone)
    send_in_vain(phone)
    expect(item(phone, "entries")).to_have_count(2)
    assert {row.note for row in rows()} == {"血压正常", "要修灯"}
    assert sent[0] == "POST batch"

    phone.unroute(SENDING)
    phone.reload()
    all_sent(phone)
    assert len(rows()) == 2


def test_a_planned_visit_is_made_without_a_link(phone: Page, persons: list[Beneficiary]) -> None:
    with between_requests(COUNTY):
        plan = plan_for(persons[0], today())
        belongs(persons[0], "elder.ALONE")
    phone.reload()
    expect(item(phone, "plans")).to_have_count(1)
    assert_sound(phone)
    shot(phone, "home-visits-planned-390")
    phone.context.set_offline(True)
    item(phone, "plans").get_by_role("button", name="登记已完成的探访").click()
    phone.locator("details.unfold summary").click()
    expect(phone.get_by_text("防跌倒")).to_be_visible()
    phone.get_by_label("探访记录").fill("血压正常")
    phone.get_by_role("button", name="保存探访").click()
    expect(item(phone, "entries")).to_have_count(1)
    expect(item(phone, "plans")).to_have_count(0)

    phone.context.set_offline(False)
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    all_sent(phone)
    expect(item(phone, "plans")).to_have_count(0)
    assert [(row.pk, row.note, row.result) for row in rows()] == [(plan.pk, "血压正常", "MET")]


def test_a_tab_closed_without_an_answer_and_a_second_phone_double_nothing(
    phone: Page, site: Site, open_page: Open, keeper: User
) -> None:
    keep_two(phone)
    send_in_vain(phone)
    context = phone.context
    phone.close()
    other = open_page(COUNTY, user=keeper, width=390)
    other.goto(site.url(COUNTY, PATH))
    expect(state(other)).to_have_text("名单已更新。")
    enter(other, "张桂兰", "另一部手机")
    all_sent(other)

    again = context.new_page()
    again.goto(site.url(COUNTY, PATH))
    all_sent(again)
    assert sorted(row.note for row in rows()) == sorted(["血压正常", "要修灯", "另一部手机"])


def test_one_refused_of_two_stays_and_the_other_is_taken(
    phone: Page, persons: list[Beneficiary]
) -> None:
    keep_two(phone)
    with between_requests(COUNTY):
        Beneficiary.objects.filter(pk=persons[0].pk).update(
            closed_on=today() - timedelta(days=3), closed_reason="MOVED"
        )
    phone.context.set_offline(False)
    phone.reload()

    expect(item(phone, "entries")).to_have_count(1)
    expect(item(phone, "entries")).to_contain_text("张桂兰")
    expect(item(phone, "entries")).to_contain_text("未被接收")
    assert [row.note for row in rows()] == ["要修灯"]


def test_what_cannot_be_sent_together_is_sent_one_by_one(phone: Page) -> None:
    keep_two(phone)
    phone.route(TOGETHER, lambda route: route.fulfill(status=500, body="no"))
    sent = requests_of(phone)
    phone.context.set_offline(False)
    phone.evaluate("window.dispatchEvent(new Event('online'))")

    all_sent(phone)
    assert sent == ["POST batch", "PUT one", "PUT one"]
    assert len(rows()) == 2


def test_what_is_kept_cannot_be_read(phone: Page) -> None:
    phone.context.set_offline(True)
    enter(phone, "张桂兰", "血压正常")
    found = phone.evaluate(READ_ALL)
    text = "".join(row["text"] for row in found)

    assert {row["store"] for row in found} == {"lists", "outbox", "meta", "keys"}
    assert all(word not in text for word in ("张桂兰", "李秀英", "血压正常", "MET"))
    assert [row["key"] for row in found if row["store"] == "keys"] == ["false"]


def test_a_lost_answer_is_asked_for_again_and_doubles_nothing(phone: Page) -> None:
    no_answer(phone)
    enter(phone, "张桂兰")
    expect(state(phone)).to_contain_text("没有网络")
    expect(item(phone, "entries")).to_have_count(1)
    assert len(rows()) == 1

    phone.unroute(SENDING)
    phone.reload()
    expect(state(phone)).to_have_text("名单已更新。")
    expect(item(phone, "entries")).to_have_count(0)
    assert len(rows()) == 1


def test_both_versions_are_shown_and_the_person_decides(phone: Page) -> None:
    no_answer(phone)
    enter(phone, "张桂兰", "第一次写的")
    expect(state(phone)).to_contain_text("没有网络")
    with between_requests(COUNTY):
        visit = Visit.objects.get()
        visit.note = "服务器上的"
        visit.save()
    phone.unroute(SENDING)
    phone.reload()

    entry = item(phone, "entries")
    expect(entry).to_contain_text("与服务器上的内容不一致")
    expect(entry).to_contain_text("服务器上的")
    expect(entry).to_contain_text("第一次写的")
    assert_sound(phone)
    shot(phone, "home-visits-differs-390")
    entry.get_by_role("button", name="作为另一次探访发送").evaluate(TWICE)
    expect(item(phone, "entries")).to_have_count(1)
    phone.reload()
    expect(item(phone, "entries")).to_have_count(0)
    expect(state(phone)).to_have_text("名单已更新。")
    assert sorted(row.note for row in rows()) == sorted(["服务器上的", "第一次写的"])


def test_who_came_along_is_ticked_below_the_short_form(phone: Page) -> None:
    phone.context.set_offline(True)
    item(phone, "due").filter(has_text="张桂兰").get_by_role("button", name="录入探访").click()
    phone.get_by_text("更多探访内容").click()
    phone.get_by_label("志愿者（双工联动）").check()
    phone.get_by_label("甲方人员（民政局、乡镇街道）").check()
    assert_sound(phone)
    phone.get_by_role("button", name="保存探访").click()
    expect(item(phone, "entries")).to_contain_text("志愿者（双工联动） · 甲方人员")
    phone.context.set_offline(False)
    phone.reload()

    expect(item(phone, "entries")).to_have_count(0)
    expect(state(phone)).to_have_text("名单已更新。")
    assert [row.joint_with for row in rows()] == [["VOLUNTEER", "PURCHASER"]]


@pytest.mark.parametrize(
    ("code", "label"), [("differs", "与服务器上的内容不一致"), ("conflict", "未被接收")]
)
def test_where_no_other_version_is_told_the_servers_words_stand(
    phone: Page, code: str, label: str
) -> None:
    """Of a minor's file that has closed, and for any other conflict: no empty box."""
    answer = {"code": code, "detail": "该次走访此前已以不同内容接收。", "sent": {}}
    phone.route(SENDING, lambda route: route.fulfill(status=409, json=answer))
    enter(phone, "张桂兰", "第一次写的")

    entry = item(phone, "entries")
    for words in (label, answer["detail"], "第一次写的"):
        expect(entry).to_contain_text(words)
    expect(entry.locator("dl")).to_be_hidden()
    assert_sound(phone)


def test_an_ended_session_keeps_the_visit_and_asks_for_the_log_in(phone: Page) -> None:
    phone.context.clear_cookies(name="sessionid")
    enter(phone, "张桂兰")

    expect(state(phone)).to_have_text("请重新登录后发送，已录入的内容不会丢失。")
    expect(phone.locator("[data-home=login]")).to_be_visible()
    expect(item(phone, "entries")).to_have_count(1)
    assert rows() == []


def test_after_fourteen_days_the_list_is_gone(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.clock.install(time=(today() + timedelta(days=15)).isoformat())
    phone.reload()

    expect(item(phone, "due")).to_have_count(0)
    assert "lists" not in [row["store"] for row in phone.evaluate(READ_ALL)]


def test_an_open_page_forgets_the_list_after_fourteen_days(phone: Page) -> None:
    phone.clock.install(time=datetime.now(UTC))
    phone.reload()
    expect(state(phone)).to_have_text("名单已更新。")
    phone.context.set_offline(True)
    phone.clock.fast_forward(15 * 24 * 3600 * 1000)

    expect(item(phone, "due")).to_have_count(0)
    assert "lists" not in [row["store"] for row in phone.evaluate(READ_ALL)]


def test_an_open_page_asks_for_the_list_when_it_is_old_and_seen(phone: Page) -> None:
    phone.clock.install(time=datetime.now(UTC))
    phone.reload()
    expect(state(phone)).to_have_text("名单已更新。")
    asked: list[str] = []
    phone.on("request", lambda each: asked.append(each.url) if "/data/" in each.url else None)
    phone.clock.run_for(9 * 60 * 1000)
    assert asked == []
    with phone.expect_request("**/home-visits/data/"):
        phone.clock.run_for(2 * 60 * 1000)
    assert len(asked) == 1
    phone.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden' })")
    phone.clock.run_for(30 * 60 * 1000)
    assert len(asked) == 1


def test_what_waits_is_sent_soon_though_nothing_says_there_is_a_link(phone: Page) -> None:
    phone.route(re.compile("/home-visits/data/"), lambda route: route.abort())
    enter(phone, "张桂兰", "血压正常")
    expect(state(phone)).to_contain_text("没有网络")
    phone.unroute(re.compile("/home-visits/data/"))

    expect(item(phone, "entries")).to_have_count(0, timeout=25_000)
    assert len(rows()) == 1


FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row) {
    if (this.name === "lists") throw new DOMException("full", "QuotaExceededError");
    return put.call(this, row);
  };
}"""


def test_a_phone_without_space_for_the_list_still_sends(phone: Page) -> None:
    keep_two(phone)
    phone.evaluate(FULL)
    phone.context.set_offline(False)
    phone.evaluate("window.dispatchEvent(new Event('online'))")

    expect(state(phone)).to_contain_text("存储空间不足")
    expect(item(phone, "entries")).to_have_count(0)
    assert len(rows()) == 2
    expect(item(phone, "due")).to_have_count(2)


def test_a_discarded_draft_leaves_the_refused_visit_alone(phone: Page) -> None:
    refusal = {"detail": "不行", "errors": []}
    phone.route(SENDING, lambda route: route.fulfill(status=422, json=refusal))
    enter(phone, "张桂兰", "被拒的")
    expect(item(phone, "entries")).to_contain_text("未被接收")
    item(phone, "due").filter(has_text="李秀英").get_by_role("button", name="录入探访").click()
    phone.get_by_label("探访记录").fill("草稿")
    phone.wait_for_timeout(1000)  # a draft is written a moment after the last key
    phone.reload()
    expect(phone.get_by_label("探访记录")).to_have_value("草稿")

    phone.once("dialog", lambda dialog: dialog.accept())
    item(phone, "entries").get_by_role("button", name="更正").click()
    phone.get_by_role("button", name="丢弃草稿").click()
    expect(phone.get_by_label("探访记录")).to_have_value("")
    phone.locator("#home-person-field").select_option(index=2)
    phone.get_by_label("探访记录").fill("新的")
    phone.get_by_role("button", name="保存探访").click()
    expect(item(phone, "entries")).to_have_count(2)
    expect(item(phone, "entries").filter(has_text="被拒的")).to_have_count(1)
