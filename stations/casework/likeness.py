"""How much one person's plan resembles another's: goals are written for one person (C44)."""

from collections.abc import Iterable
from difflib import SequenceMatcher


def likeness(text: str, others: Iterable[str]) -> int:
    """The nearest of the other texts, in percent; spaces and line breaks do not count."""
    plain = _plain(text)
    return max((_percent(plain, _plain(other)) for other in others), default=0)


def _percent(one: str, other: str) -> int:
    # The quick bound spares the slow comparison of texts that cannot be alike.
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    bound = matcher.real_quick_ratio()
    return int((matcher.ratio() if bound > 0.5 else bound) * 100)


def _plain(text: str) -> str:
    return "".join(text.split())
