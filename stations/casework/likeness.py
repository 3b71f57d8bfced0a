"""How much one person's plan resembles another's: goals are written for one person (C44)."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from math import ceil


def likeness(text: str, others: Iterable[str]) -> int:
    """The nearest of the other texts, in percent rounded up; spaces and line breaks do not count.

    Zero without another text.
    """
    matcher = SequenceMatcher(None, "", _plain(text), autojunk=False)
    nearest = 0.0
    for other in others:
        matcher.set_seq1(_plain(other))
        # The quick bounds spare the slow comparison of texts that cannot be nearer.
        if matcher.real_quick_ratio() > nearest and matcher.quick_ratio() > nearest:
            nearest = max(nearest, matcher.ratio())
    return ceil(nearest * 100)


def _plain(text: str) -> str:
    return "".join(text.split())
