"""A worker's day on a phone: who is due, visits and a call without a link, lead, need, case, plan,
and a note of the service; each step is found on the page before it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from stations.casework.models import (
    CarePlan,
    Case,
    DiscoveryLead,
    Need,
    PlanIndicator,
    ServiceRecord,
    Visit,
)
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site, between_requests
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network
from tests.fixtures.people import PASSWORD
from tests.fixtures.records import add_worker, agree, file_person, set_level, works

pytestmark = pytest.mark.browser
CODE = "510402-S001"
NAMES = ("张桂兰", "李秀英", "赵德明")
Open = Callable[..., Page]


@pytest.fixture
def worker(county: object, member: Callable[..., User]) -> User:
    """A worker of S001, and three persons whom somebody should visit soon."""
    station = make_network(COUNTY)["S001"]
    works(add_worker("王小芳"), station)
    for name in NAMES:
        person = file_person(station, name=name, born_on=date(1950, 3, 2))
        set_level(person, 1, date(2026, 1, 5))
        agree(person)
    return member("WORKER", scope_code=CODE)


def test_a_working_day_half_of_it_without_a_link(site: Site, open_page: Open, worker: User) -> None:
    page = open_page(COUNTY, width=390)
    log_in(page, site, worker)
    look_who_is_due(page)
    visit_and_call_without_a_link(page)
    with between_requests(COUNTY):
        visits = list(Visit.objects.values_list("beneficiary__name", "place", "note"))
    assert sorted(visits) == [
        ("张桂兰", "HOME", "血压正常"),
        ("李秀英", "HOME", "要修灯"),
        ("赵德明", "PHONE", "一切安好"),
    ]
    tell_of_a_lead(page)
    raise_a_need(page)
    open_a_case(page)
    plan_for_the_person(page)
    note_the_service(page)
    with between_requests(COUNTY):
        assert_what_stands()


def assert_what_stands() -> None:
    case, plan = Case.objects.get(), CarePlan.objects.get()
    person = case.beneficiary
    assert (person.name, case.stage) == ("张桂兰", "PLAN")
    assert {each.kind for each in case.documents.all()} == {"AGREEMENT", "ASSESSMENT_REPORT"}
    assert (plan.beneficiary, plan.agreed_by) == (person, "SELF")
    assert PlanIndicator.objects.get().plan == plan
    assert Need.objects.get().beneficiary == person
    assert ServiceRecord.objects.get().beneficiary == person
    assert DiscoveryLead.objects.get().name == "周桂花"


def log_in(page: Page, site: Site, user: User) -> None:
    page.goto(site.url(COUNTY))
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    arrive(page, "工作台", "desk")


def look_who_is_due(page: Page) -> None:
    follow(page, "应探访名单")
    arrive(page, "应探访名单", "due")
    for name in NAMES:
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()


def visit_and_call_without_a_link(page: Page) -> None:
    """The page of home visits is opened with a link; it goes on without one, and sends later."""
    page.locator("nav").get_by_role("link", name="入户探访").click()
    expect(entries(page, "due")).to_have_count(3)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.locator("[data-home=link]")).to_have_text("名单已更新。")
    arrive(page, "入户探访", "home")
    page.context.set_offline(True)
    for number, (name, way, note) in enumerate(
        (
            ("张桂兰", "录入探访", "血压正常"),
            ("李秀英", "录入探访", "要修灯"),
            ("赵德明", "录入电话探访", "一切安好"),
        ),
        1,
    ):
        entries(page, "due").filter(has_text=name).get_by_role("button", name=way).click()
        page.get_by_label("探访记录").fill(note)
        page.get_by_role("button", name="保存探访").click()
        expect(entries(page, "entries")).to_have_count(number)
    arrive(page, "入户探访", "home-offline")
    page.context.set_offline(False)
    expect(entries(page, "entries")).to_have_count(0)
    expect(page.locator("[data-home=link]")).to_have_text("名单已更新。")
    follow(page, "工作台")


def tell_of_a_lead(page: Page) -> None:
    follow(page, "登记发现线索")
    arrive(page, "新增发现线索", "lead-form")
    page.get_by_label("反映的情况").fill("独居老人三天未出门")
    page.get_by_label("姓名（据反映）").fill("周桂花")
    save(page)
    expect(page.get_by_role("link", name="录入核实情况")).to_be_visible()
    page.get_by_role("link", name="千站").click()


def raise_a_need(page: Page) -> None:
    follow(page, "服务对象")
    arrive(page, "服务对象", "persons")
    follow(page, "张桂兰")
    arrive(page, "张桂兰", "person")
    follow(page, "登记需求")
    arrive(page, "新增需求", "need-form")
    expect(page.get_by_label("服务对象")).not_to_have_value("")
    page.get_by_label("需求内容").fill("需要轮椅")
    save(page)
    arrive(page, "需求", "need")
    follow(page, "个人档案")


def open_a_case(page: Page) -> None:
    """Through the first two stages, each with the document it waits for."""
    follow(page, "新建个案")
    arrive(page, "新建个案", "case-form")
    page.get_by_label("个案主题").fill("家庭关系紧张")
    save(page)
    arrive(page, "张桂兰", "case")
    page.locator("main li").get_by_role("link", name="能力评估").click()
    page.get_by_label("评估依据").fill("本站可以承接")
    save(page)
    follow(page, "个案")
    for document, words, signed, stage in (
        ("服务协议", "双方约定如下", True, "预估"),
        ("预估报告", "生活照料不足", False, "计划"),
    ):
        follow(page, document)
        page.get_by_label("正文").fill(words)
        if signed:
            page.get_by_label("双方已签字").check()
        save(page)
        page.get_by_role("button", name=stage).click()
        expect(page.locator("[aria-current=step]")).to_contain_text(stage)
    arrive(page, "张桂兰", "case-later")
    follow(page, "个人档案")


def plan_for_the_person(page: Page) -> None:
    follow(page, "新建帮扶计划")
    arrive(page, "新增帮扶计划", "plan-form")
    page.get_by_label("目的和目标").fill("恢复社区交往")
    page.get_by_label("介入策略").fill("每周陪同活动")
    page.get_by_label("预期困难").fill("雨天改为电话")
    page.get_by_label("应检视日期").fill("2027-03-01")
    save(page)
    arrive(page, "帮扶计划", "plan")
    follow(page, "本人同意")
    save(page)
    follow(page, "添加指标")
    arrive(page, "添加指标", "indicator-form")
    for label, value in (
        ("目标", "走出家门"),
        ("衡量内容", "每周外出"),
        ("计量单位", "次"),
        ("基线值", "0"),
        ("目标值", "3"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    save(page)
    expect(page.get_by_text("每周外出")).to_be_visible()
    arrive(page, "帮扶计划", "plan-later")


def note_the_service(page: Page) -> None:
    follow(page, "个人档案")
    follow(page, "登记服务记录")
    arrive(page, "新增服务记录", "service-form")
    page.get_by_label("服务记录").fill("陪同就医，情绪好转")
    save(page)
    arrive(page, "服务记录", "service")


def entries(page: Page, name: str) -> Any:
    return page.locator(f"[data-home={name}] > li")


def follow(page: Page, name: str) -> None:
    """What the worker sees and taps, on the page itself."""
    page.locator("main, .gov-tools").get_by_role("link", name=name, exact=True).first.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()


def arrive(page: Page, heading: str, name: str) -> None:
    """The page of this heading, sound on a phone."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_sound(page)
    shot(page, f"day-{name}-390")
