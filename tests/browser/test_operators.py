"""The operators' pages: counties, one county with its acts, and long work with its progress."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tenants.domain.state import change_state
from tenants.models import County, CountyState
from tests.browser.helpers import assert_sound, shot
from tests.browser.server import Site

pytestmark = pytest.mark.browser
COUNTY_PAGE = "/counties/510421/"
UNFOLD = "document.querySelectorAll('main details').forEach(each => each.open = true)"


@pytest.fixture
def operator(counties: None, official: Callable[..., User]) -> User:
    """Who has asked for work: one done, one failed, one half-way; a county is suspended."""
    user = official("PLATFORM")
    actor = actor_of(user)
    change_state(
        county=County.objects.get(code="510421"),
        to=CountyState.SUSPENDED,
        actor=actor,
        reason="县区合并，数据核对期间暂停使用，预计三个工作日",
    )
    for values in OUTCOMES:
        made = enqueue_operation(
            kind="tenants.migrate", payload={}, actor=actor, county_code="510421"
        )
        Operation.objects.filter(pk=made.pk).update(**values)
    return user


OUTCOMES = (
    {"state": "DONE", "result": {"report": {"县区": 2, "已更新": 2}}, "progress": 2, "total": 2},
    {"state": "FAILED", "error": {"code": "refused", "detail": "先停止该县区的迁移。"}},
    {"state": "RUNNING", "progress": 1, "total": 2},
)


def pages() -> dict[str, str]:
    """Addresses of every kind of page, by name."""
    operations = {
        f"operation-{each.state.lower()}": f"/operations/{each.uuid}/"
        for each in Operation.objects.all()
    }
    return {
        "counties": "/",
        "county": COUNTY_PAGE,
        "new": "/new/",
        "migration": "/migration/",
        "divisions": "/divisions/",
        "division-new": "/divisions/new/",
        "operations": "/operations/",
        **operations,
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_sound(
    site: Site, open_page: Callable[..., Page], operator: User, language: str
) -> None:
    page = open_page("ops", user=operator, language=language)
    for name, path in pages().items():
        page.goto(site.url("ops", path))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate(UNFOLD)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert_sound(page)
            shot(page, f"ops-{name}-{width}-{language}")
