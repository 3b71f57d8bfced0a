"""What the page of home visits says of who is due, and of a refusal."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.home import item

pytestmark = pytest.mark.browser


def test_a_refusal_names_the_field_once(phone: Page) -> None:
    item(phone, "due").first.get_by_role("button", name="录入探访").click()
    phone.get_by_label("探访时间").fill("2096-01-05T10:00")
    phone.get_by_role("button", name="保存探访").click()

    reason = item(phone, "entries").locator("[data-slot=reason]")
    expect(reason).to_have_text("探访时间 · 时间不能晚于现在。")


def test_the_list_says_who_was_not_visited_in_time(phone: Page) -> None:
    """As the page of the place does."""
    facts = item(phone, "due").first.locator("[data-slot=missed]")
    expect(facts).to_contain_text("起逾期")
    expect(item(phone, "due").first).not_to_contain_text("应于此日前探访")
