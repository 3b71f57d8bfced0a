"""The county's rubric in a browser: read, changed and refused, at a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from evaluation.rubrics.adoption.domain import adopt
from evaluation.rubrics.domain import publish_rubric
from evaluation.rubrics.loader import TREES
from evaluation.rubrics.models import RubricVersion
from kernel.access.actor import Actor
from kernel.accounts.models import User
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site, between_requests

pytestmark = pytest.mark.browser
COUNTY = "510402"


@pytest.fixture
def published(db: None) -> RubricVersion:
    return publish_rubric(actor=Actor.system(None), folder=TREES / "panzhihua-township")


@pytest.fixture
def adopted(published: RubricVersion) -> None:
    with between_requests(COUNTY):
        adopt(actor=Actor.system(COUNTY), rubric_id=published.rubric_id, version=published.version)


@pytest.mark.parametrize(("width", "js"), [(1440, True), (390, True), (1440, False)])
def test_the_bureau_adopts_and_changes_the_rubric(
    site: Site,
    open_page: Callable[..., Page],
    member: Callable[..., User],
    published: RubricVersion,
    width: int,
    js: bool,
) -> None:
    page = open_page(COUNTY, user=member("BUREAU"), width=width, js=js)
    page.goto(site.url(COUNTY, "/rubric/"))
    if js:
        assert_sound(page)
    page.get_by_role("button", name="采用").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("县级评价细则")
    if js:
        assert_sound(page)
        shot(page, f"rubric-{width}")

    number = page.get_by_label("本年度活跃志愿者：满分值")
    number.fill("99")
    page.get_by_role("button", name="保存 人员配备").click()
    expect(page.locator(".form-error")).to_contain_text("3 - 10")
    expect(page.get_by_label("本年度活跃志愿者：满分值")).to_have_value("99")
    if js:
        assert_sound(page)

    page.get_by_label("本年度活跃志愿者：满分值").fill("8")
    page.get_by_role("button", name="保存 人员配备").click()
    expect(page.get_by_role("status")).to_contain_text("数值已保存")
    expect(page.get_by_label("本年度活跃志愿者：满分值")).to_have_value("8")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_head_reads_the_rubric(
    site: Site,
    open_page: Callable[..., Page],
    member: Callable[..., User],
    adopted: None,
    width: int,
    language: str,
) -> None:
    head = member("HEAD", scope_code="510402-S001")
    page = open_page(COUNTY, user=head, width=width, language=language)
    page.goto(site.url(COUNTY, "/rubric/"))

    zh = language == "zh-hans"
    title = "县级评价细则" if zh else "County rubric"
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("main form")).to_have_count(0)
    assert_sound(page)
    shot(page, f"rubric-head-{width}-{language}")
