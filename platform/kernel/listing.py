"""Words set side by side, as the reader's language does."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language


def list_words(words: Iterable[Any]) -> str:
    """顿号 between Chinese words, a comma between English ones; "" for none."""
    between = ", " if (get_language() or "").startswith("en") else "、"
    return between.join(str(word) for word in words)
