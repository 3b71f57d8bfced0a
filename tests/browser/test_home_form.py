"""The form of a home visit without a link: what is wrong is said, what is typed stays."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from kernel.workdays.clock import ZONE, now
from tests.browser.home import all_sent, have_a_link, item, rows

pytestmark = pytest.mark.browser
NOTE, HELD, PERSON = "探访记录", "探访时间", "#home-person-field"


@pytest.fixture
def offline(phone: Page) -> Page:
    phone.context.set_offline(True)
    item(phone, "due").filter(has_text="张桂兰").get_by_role("button", name="录入探访").click()
    phone.get_by_label(NOTE).fill("血压正常")
    return phone


def save(page: Page) -> None:
    page.get_by_role("button", name="保存探访").click()


def test_a_visit_to_nobody_or_at_no_time_is_not_kept(offline: Page) -> None:
    for field in (offline.locator(PERSON), offline.get_by_label(HELD)):
        is_person = field.evaluate("field => field.name === 'person'")
        before = field.input_value()
        field.select_option("") if is_person else field.fill("")
        save(offline)
        assert field.evaluate("field => field.validity.valueMissing") is True
        assert field.evaluate("field => document.activeElement === field") is True
        expect(item(offline, "entries")).to_have_count(0)
        expect(offline.get_by_label(NOTE)).to_have_value("血压正常")
        field.select_option(before) if is_person else field.fill(before)
    save(offline)
    expect(item(offline, "entries")).to_contain_text("血压正常")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("9999-12-31T23:59", "时间不能晚于现在"),
        ("0026-11-30T10:00", "早于"),
        ("1999-12-31T23:59", "早于"),
    ],
)
def test_a_time_that_cannot_be_is_put_right_without_typing_the_rest(
    offline: Page, when: str, words: str
) -> None:
    offline.get_by_label(HELD).fill(when)
    save(offline)
    have_a_link(offline)
    entry = item(offline, "entries")
    expect(entry).to_contain_text(words)
    entry.get_by_role("button", name="更正").click()
    expect(offline.get_by_label(NOTE)).to_have_value("血压正常")
    expect(offline.get_by_label(HELD)).to_have_value(when)
    offline.get_by_label(HELD).fill(f"{now().astimezone(ZONE) - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    save(offline)
    all_sent(offline)
    assert [row.note for row in rows()] == ["血压正常"]


def test_a_note_too_long_is_refused_in_words(offline: Page) -> None:
    """The field takes no more, but a draft or a program may put it there."""
    offline.get_by_label(NOTE).evaluate("field => { field.value = '长'.repeat(4001); }")
    save(offline)
    have_a_link(offline)
    expect(item(offline, "entries")).to_contain_text("探访记录 · ")
    item(offline, "entries").get_by_role("button", name="更正").click()
    offline.get_by_label(NOTE).fill("血压正常")
    save(offline)
    all_sent(offline)
    assert [row.note for row in rows()] == ["血压正常"]


def test_half_a_character_is_refused_in_words(offline: Page) -> None:
    """As a keyboard leaves that deletes half of an emoji."""
    offline.get_by_label(NOTE).evaluate("field => { field.value = '血压正常\\ud83d'; }")
    save(offline)
    have_a_link(offline)
    entry = item(offline, "entries")
    expect(entry).to_contain_text("探访记录 · 文字中有一个残缺的字符")
    entry.get_by_role("button", name="更正").click()
    offline.get_by_label(NOTE).fill("血压正常")
    save(offline)
    all_sent(offline)
    assert [row.note for row in rows()] == ["血压正常"]


def test_a_slip_of_the_finger_does_not_lose_what_is_written(offline: Page) -> None:
    asked: list[str] = []
    offline.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    other = item(offline, "due").filter(has_text="李秀英")
    for name in ("录入探访", "录入电话探访"):
        other.get_by_role("button", name=name).click()
    expect(offline.get_by_label(NOTE)).to_have_value("血压正常")
    assert len(asked) == 2
    save(offline)
    expect(item(offline, "entries")).to_contain_text("张桂兰")
    other.get_by_role("button", name="录入探访").click()  # nothing is written now
    other.get_by_role("button", name="录入探访").click()
    assert len(asked) == 2


def test_by_keyboard_alone(phone: Page) -> None:
    phone.context.set_offline(True)
    button = item(phone, "due").filter(has_text="李秀英").get_by_role("button", name="录入探访")
    button.focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(PERSON)).to_be_focused()
    passed = []
    for _ in range(12):
        phone.keyboard.press("Tab")
        name = phone.evaluate("document.activeElement.name || document.activeElement.localName")
        passed.append(name)
        if name == "note":
            phone.keyboard.type("要修灯")
        if phone.evaluate("document.activeElement.matches('.btn-primary')"):
            break
    phone.keyboard.press("Enter")
    expect(item(phone, "entries")).to_contain_text("要修灯")
    assert [name for name in passed if name in ("place", "result", "note")] == [
        "place",
        "result",
        "note",
    ]
    have_a_link(phone)
    all_sent(phone)
    [visit] = rows()
    assert isinstance(visit.held_at, datetime)
