"""The shell a phone keeps goes with the files it keeps."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from stations.casework.pages import home
from tests.browser.home import item

pytestmark = pytest.mark.browser


def serve(monkeypatch: pytest.MonkeyPatch, old: bytes, new: bytes) -> None:
    """The shell as another release, or another language, renders it."""
    render = home.render

    def render_changed(*given: Any) -> Any:
        answer = render(*given)
        assert old in answer.content
        answer.content = answer.content.replace(old, new)
        return answer

    monkeypatch.setattr(home, "render", render_changed)


def test_the_shell_of_a_later_release_waits_for_its_worker(
    phone: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files have other names, which the worker of before does not keep."""
    serve(monkeypatch, b"casework/home.js", b"casework/home.later.js")
    phone.reload()
    expect(phone.locator("script[src$='home.later.js']")).to_have_count(1)
    phone.context.set_offline(True)
    phone.reload()
    expect(item(phone, "due")).to_have_count(2)


def test_a_shell_with_the_same_files_is_kept_as_it_was_last_seen(
    phone: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the language its reader has chosen since, say."""
    serve(monkeypatch, b"</main>", b"<p>Later</p></main>")
    phone.reload()
    expect(phone.get_by_text("Later")).to_be_visible()
    phone.context.set_offline(True)
    phone.reload()
    expect(item(phone, "due")).to_have_count(2)
    expect(phone.get_by_text("Later")).to_be_visible()
