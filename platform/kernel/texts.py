"""Texts that look like nothing: signs that take no place, or steer others only."""

import unicodedata


def is_unseen(text: str) -> bool:
    """Whether a text has signs, and none of them can be seen: it is as good as none."""
    return bool(text) and not any(map(_is_seen, text))


def _is_seen(sign: str) -> bool:
    """Neither a space nor a sign that only steers others (category C: of format, control, none)."""
    return not sign.isspace() and unicodedata.category(sign)[0] != "C"
