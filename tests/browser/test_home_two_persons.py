"""Two persons on one phone: neither reads nor destroys what the other has left on the page."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kernel.accounts.models import User
from kernel.workdays.clock import today
from stations.casework.models import Beneficiary
from tests.browser.home import (
    DATA,
    PATH,
    SENDING,
    all_sent,
    ask_again,
    be_somebody_else,
    enter,
    item,
    log_in,
    rows,
    state,
)
from tests.browser.server import Site, between_requests
from tests.browser.test_drafts import drafts, wait_for_drafts
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import plan_for

pytestmark = pytest.mark.browser
OWNERS = "kept.all('outbox').then(rows => rows.map(row => row.owner))"


def begin(page: Page, name: str, note: str) -> None:
    item(page, "due").filter(has_text=name).get_by_role("button", name="录入探访").click()
    page.get_by_label("探访记录").fill(note)


def written(page: Page) -> list[str]:
    return [
        page.get_by_label("探访记录").input_value(),
        page.locator("#home-person-field").input_value(),
    ]


def open_again(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.goto(site.url(COUNTY, PATH))
    return page


def test_a_draft_is_not_shown_to_who_logs_in_next(phone: Page, site: Site, other: User) -> None:
    begin(phone, "张桂兰", "血压正常")
    wait_for_drafts(phone, 1)
    context = phone.context
    phone.close()
    be_somebody_else(context, site, other)
    page = open_again(context, site)
    expect(state(page)).to_have_text("名单已更新。")

    assert written(page) == ["", ""]
    expect(page.locator("[data-draft-note]")).to_be_hidden()


def test_an_ended_session_neither_shows_nor_overwrites_a_draft(
    phone: Page, site: Site, keeper: User
) -> None:
    begin(phone, "张桂兰", "血压正常")
    wait_for_drafts(phone, 1)
    phone.route(DATA, lambda route: route.fulfill(status=401, json={}))
    phone.reload()
    expect(state(phone)).to_contain_text("请重新登录")
    assert written(phone) == ["", ""]
    [before] = drafts(phone)
    begin(phone, "李秀英", "别人写的")
    phone.get_by_role("button", name="保存探访").click()
    expect(item(phone, "entries")).to_have_count(1)
    assert drafts(phone) == [before]

    phone.unroute(DATA)
    phone.reload()
    expect(phone.get_by_label("探访记录")).to_have_value("血压正常")


def test_what_stands_in_the_form_goes_with_its_writer(phone: Page, site: Site, other: User) -> None:
    begin(phone, "张桂兰", "血压正常")
    wait_for_drafts(phone, 1)
    be_somebody_else(phone.context, site, other)
    ask_again(phone)

    expect(phone.get_by_label("探访记录")).to_have_value("")
    assert written(phone) == ["", ""]
    wait_for_drafts(phone, 0)
    begin(phone, "李秀英", "要修灯")
    wait_for_drafts(phone, 1)
    phone.reload()
    expect(phone.get_by_label("探访记录")).to_have_value("要修灯")


def test_a_refused_visit_stays_its_owners(phone: Page, site: Site, other: User) -> None:
    refusal = {"detail": "不行", "errors": []}
    phone.route(SENDING, lambda route: route.fulfill(status=422, json=refusal))
    enter(phone, "张桂兰", "血压正常")
    item(phone, "entries").get_by_role("button", name="更正").click()
    before = phone.evaluate(OWNERS)
    be_somebody_else(phone.context, site, other)
    ask_again(phone)
    expect(item(phone, "entries")).to_have_count(0)
    assert written(phone) == ["", ""]
    enter(phone, "李秀英", "要修灯")
    expect(item(phone, "entries")).to_have_count(1)

    assert len(phone.evaluate(OWNERS)) == 2
    assert set(before) < set(phone.evaluate(OWNERS))


def test_of_a_plan_made_by_two_both_visits_are_kept(
    phone: Page, site: Site, other: User, persons: list[Beneficiary]
) -> None:
    with between_requests(COUNTY):
        plan = plan_for(persons[0], today())
    phone.reload()
    phone.route(SENDING, lambda route: route.abort())
    for user, note in [(None, "血压正常"), (other, "要修灯")]:
        if user:
            be_somebody_else(phone.context, site, user)
            phone.reload()
        expect(state(phone)).to_have_text("名单已更新。")
        made = item(phone, "plans").get_by_role("button", name="登记已完成的探访")
        made.click()
        phone.get_by_label("探访记录").fill(note)
        phone.get_by_role("button", name="保存探访").click()
        expect(item(phone, "entries")).to_contain_text(note)
    assert len(set(phone.evaluate(OWNERS))) == 2

    phone.unroute(SENDING)
    phone.reload()
    all_sent(phone)
    assert [row.note for row in rows() if row.pk != plan.pk] == ["要修灯"]


def test_the_outbox_writes_over_nothing_of_another(phone: Page) -> None:
    phone.context.set_offline(True)
    enter(phone, "张桂兰", "血压正常")
    refused = phone.evaluate(
        """async () => {
          const [row] = await kept.all("outbox");
          return outbox.keep("another", {}, "", row.id).then(() => false, () => true);
        }"""
    )
    assert refused is True
    expect(item(phone, "entries")).to_contain_text("血压正常")


def test_on_a_dead_link_nobody_is_shown_the_list_of_who_came_before(
    phone: Page, site: Site, other: User
) -> None:
    """The session of the first has ended without a log-out; the next one's page is the kept one."""
    enter_in_vain(phone)
    phone.context.clear_cookies(name="sessionid")
    phone.goto(site.url(COUNTY, f"/login/?next={PATH}"))
    phone.route(DATA, lambda route: None)  # no answer for as long as one waits
    log_in(phone, other)
    phone.wait_for_url(f"**{PATH}")
    expect(phone.locator("[data-home=nobody]")).to_contain_text("有网络时")
    expect(item(phone, "due")).to_have_count(0)
    expect(item(phone, "entries")).to_have_count(0)
    phone.wait_for_timeout(300)
    assert "张桂兰" not in phone.locator("body").inner_text()
    assert len(phone.evaluate(OWNERS)) == 1


def enter_in_vain(page: Page) -> None:
    page.route(SENDING, lambda route: route.abort())
    enter(page, "张桂兰", "血压正常")
    expect(item(page, "entries")).to_have_count(1)


def test_whoever_logs_in_again_has_their_list_on_a_dead_link(
    phone: Page, site: Site, keeper: User
) -> None:
    enter_in_vain(phone)
    phone.context.clear_cookies(name="sessionid")
    phone.goto(site.url(COUNTY, f"/login/?next={PATH}"))
    phone.route(DATA, lambda route: None)
    log_in(phone, keeper)
    phone.wait_for_url(f"**{PATH}")
    expect(item(phone, "due")).to_have_count(2)
    expect(item(phone, "entries")).to_have_count(1)


def test_the_open_page_of_whoever_came_before_is_cleared_too(
    phone: Page, site: Site, other: User
) -> None:
    phone.clock.install()
    phone.reload()
    expect(item(phone, "due")).to_have_count(2)
    enter_in_vain(phone)
    phone.route(DATA, lambda route: route.abort())
    tab = phone.context.new_page()
    phone.context.clear_cookies(name="sessionid")
    tab.goto(site.url(COUNTY, "/login/"))
    log_in(tab, other)
    tab.wait_for_url(site.url(COUNTY, "/"))
    phone.clock.run_for(61_000)
    expect(item(phone, "due")).to_have_count(0)
    expect(item(phone, "entries")).to_have_count(0)
