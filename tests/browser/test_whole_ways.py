"""On a phone, from the first page to the end: a guardian's withdrawal of consent, requests about
personal data, a report of harm to a child; each step is found on the page before it."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from kernel.accounts.models import User
from stations.casework.models import Beneficiary, Consent, DataRequest, ProtectionReport
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site, between_requests
from tests.browser.test_working_day import follow, save
from tests.fixtures.counties import COUNTY
from tests.fixtures.custody import file_child
from tests.fixtures.network import make_network
from tests.fixtures.records import file_person

pytestmark = pytest.mark.browser
CODE = "510402-S001"
Open = Callable[..., Page]
Sign = Callable[..., Page]


@pytest.fixture
def child(county: object) -> Beneficiary:
    """A child on file at S001, beside an adult."""
    station = make_network(COUNTY)["S001"]
    file_person(station, name="张桂兰")
    return file_child(station)


@pytest.fixture
def sign_in(site: Site, open_page: Open, member: Callable[..., User], child: Beneficiary) -> Sign:
    """sign_in(role, scope) -> that person's phone with the work desk on it."""

    def open_desk(role: str, scope: str = "") -> Page:
        page = open_page(COUNTY, user=member(role, scope_code=scope), width=390)
        page.goto(site.url(COUNTY))
        return page

    return open_desk


def look(page: Page, name: str) -> None:
    assert_sound(page)
    shot(page, f"way-{name}-390")


def go_home(page: Page) -> None:
    page.get_by_role("link", name="千站").click()


def open_file(page: Page, name: str) -> None:
    go_home(page)
    follow(page, "服务对象")
    follow(page, name)


def take_the_task(page: Page, name: str) -> None:
    """The work desk leads there."""
    go_home(page)
    page.locator("tbody").get_by_role("link", name=name).first.click()


def test_a_guardian_s_withdrawal_of_consent(sign_in: Sign) -> None:
    page = sign_in("HEAD", CODE)
    open_file(page, "吴小雨")
    follow(page, "登记同意")
    page.get_by_label("同意人").select_option(label="监护人")
    page.get_by_label("监护人姓名").fill("吴建国")
    page.get_by_label("监护人与本人关系").fill("父亲")
    page.get_by_label("同意日期").fill("2026-01-05")
    save(page)
    expect(page.get_by_text("吴建国")).to_be_visible()
    page.get_by_role("link", name="撤回同意").click()
    look(page, "consent-end")
    page.get_by_label("撤回原因").fill("家长不再同意")
    save(page)
    expect(page.get_by_text("撤回日期").first).to_be_visible()
    look(page, "consent-ended")

    take_the_task(page, "1条预警待处置")
    expect(page.locator("tbody .state")).to_have_text("知情同意已撤回")
    look(page, "consent-alert")
    page.get_by_role("link", name="登记处置").click()
    page.get_by_label("服务开展情况").fill("停止服务，封存档案")
    save(page)
    expect(page.get_by_text("没有预警")).to_be_visible()
    with between_requests(COUNTY):
        consent = Consent.objects.get()
        assert (consent.guardian_name, consent.ended_reason) == ("吴建国", "家长不再同意")


def ask(page: Page, kind: str, details: str = "") -> None:
    """The station takes in a request from the person's file."""
    open_file(page, "张桂兰")
    follow(page, "个人信息权利申请")
    page.get_by_label("申请事项").select_option(label=kind)
    page.get_by_label("申请内容").fill(details)
    save(page)
    expect(page.get_by_text("待决定")).to_be_visible()


def grant(bureau: Page) -> None:
    take_the_task(bureau, "个人信息权利申请")
    follow(bureau, "同意申请")
    bureau.get_by_label("答复").fill("同意办理")
    save(bureau)
    expect(bureau.get_by_text("已保存。")).to_be_visible()


@pytest.mark.parametrize(
    ("kind", "suffix"), [("查阅", ".html"), ("复制、转移", ".zip")], ids=["SEE", "TAKE_OUT"]
)
def test_a_person_sees_or_takes_out_what_is_kept(sign_in: Sign, kind: str, suffix: str) -> None:
    head, bureau = sign_in("HEAD", CODE), sign_in("BUREAU")
    ask(head, kind)
    look(head, "request")
    expect(head.get_by_role("link", name="交付个人信息文件")).to_have_count(0)
    grant(bureau)
    look(bureau, "request-granted")
    take_the_task(head, "个人信息权利申请")
    follow(head, "交付个人信息文件")
    look(head, "hand-out")
    head.get_by_label("已核验申请人身份。").check()
    with head.expect_download() as download:
        head.get_by_role("button", name="保存").click()
    assert download.value.suggested_filename.endswith(suffix)
    with between_requests(COUNTY):
        assert DataRequest.objects.get().state == "DONE"


def test_a_person_has_the_file_corrected(sign_in: Sign) -> None:
    head, bureau = sign_in("HEAD", CODE), sign_in("BUREAU")
    ask(head, "更正", "电话号码已更换")
    grant(bureau)
    take_the_task(head, "个人信息权利申请")
    follow(head, "个人档案")
    follow(head, "更正档案")
    head.get_by_label("电话").fill("13900000000")
    save(head)
    take_the_task(head, "个人信息权利申请")
    follow(head, "已更正")
    head.get_by_label("更正内容").fill("电话号码改为新号码")
    save(head)
    expect(head.get_by_text("已实施")).to_be_visible()
    with between_requests(COUNTY):
        assert Beneficiary.objects.get(name="张桂兰").phone == "13900000000"


def test_a_person_is_erased(sign_in: Sign) -> None:
    head, bureau = sign_in("HEAD", CODE), sign_in("BUREAU")
    ask(head, "删除")
    take_the_task(bureau, "个人信息权利申请")
    follow(bureau, "同意申请")
    save(bureau)
    expect(bureau.get_by_role("alert")).to_contain_text("须先结束服务并销案")
    look(bureau, "erase-held")
    open_file(head, "张桂兰")
    follow(head, "关闭档案")
    head.get_by_label("销档原因").select_option("WITHDREW")
    save(head)
    grant(bureau)
    expect(bureau.get_by_text("已实施")).to_be_visible()
    with between_requests(COUNTY):
        person = DataRequest.objects.get().beneficiary
        assert (person.name, person.erased_at is not None) == ("已匿名", True)


def test_a_report_of_harm_its_receipt_and_the_answer(sign_in: Sign) -> None:
    worker, bureau = sign_in("WORKER", CODE), sign_in("BUREAU")
    name_the_officer(bureau)
    follow(worker, "报告未成年人受侵害")
    look(worker, "report-form")
    worker.get_by_label("当事人姓名或可辨识特征").fill("约八岁男孩")
    worker.get_by_label("所见所闻").fill("手臂有伤痕")
    worker.get_by_label("发生地点").fill("村小学门口")
    save(worker)
    look(worker, "report")
    follow(worker, "打印回执")
    with between_requests(COUNTY):
        number = ProtectionReport.objects.get().receipt_number
    expect(worker.get_by_text(number)).to_be_visible()
    look(worker, "receipt")
    worker.go_back()
    with worker.expect_download() as download:
        follow(worker, "下载回执（PDF）")
    assert download.value.suggested_filename == f"{number}.pdf"

    take_the_task(bureau, "录入保护报告的部门答复")
    expect(bureau.get_by_text("手臂有伤痕")).to_be_visible()
    follow(bureau, "录入部门答复")
    bureau.get_by_label("部门答复").fill("已受理并上门核查")
    save(bureau)
    look(bureau, "report-answered")
    worker.reload()
    expect(worker.get_by_text("已受理并上门核查")).to_be_visible()


def name_the_officer(bureau: Page) -> None:
    """The bureau names who reads the county's reports: one of its own."""
    bureau.locator("nav").get_by_role("link", name="站点网络").click()
    bureau.get_by_role("link", name="大渡口街道社会工作服务站").first.click()
    bureau.get_by_role("link", name="服务", exact=True).click()
    follow(bureau, "未成年人保护责任人")
    bureau.get_by_role("link", name="新增未成年人保护责任人").click()
    bureau.get_by_label("主管部门人员").select_option(index=1)
    bureau.get_by_label("开始日期").fill(date(2026, 1, 5).isoformat())
    save(bureau)
    expect(bureau.get_by_text("已保存。")).to_be_visible()
