"""Signs that nobody sees: whatever class they are of, a text of them alone is none."""

import pytest

from kernel.texts import is_unseen


@pytest.mark.parametrize(
    "sign",
    [
        *("\u200b", "\u2060", "\u00ad", "\ufeff", "\u3000", "\u00a0"),
        # Letters, marks and symbols by their class, drawn as nothing.
        *("\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u034f", "\ufe0f", "\U000e0100"),
        *("\u17b4", "\u180b"),
    ],
)
def test_a_text_of_them_alone_is_unseen(sign):
    assert is_unseen(sign * 3)
    assert not is_unseen(f"{sign}李")


@pytest.mark.parametrize("text", ["", "李", "-", "ㄱ", "⠁", "é", "1️⃣"])
def test_what_is_seen_is_seen(text):
    assert not is_unseen(text)
