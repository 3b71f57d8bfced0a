"""Texts that look like nothing: signs that take no place, or steer others only."""

import unicodedata

# Letters, marks and a symbol by their category, and drawn as nothing all the same: fillers of
# Hangul, joiners and selectors (Unicode's Default_Ignorable_Code_Point), the empty Braille cell.
UNDRAWN = frozenset(
    map(
        chr,
        (
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F),
            *(0x2800, 0x3164, 0xFFA0),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)


def is_unseen(text: str) -> bool:
    """Whether a text has signs, and none of them can be seen: it is as good as none."""
    return bool(text) and not any(map(_is_seen, text))


def _is_seen(sign: str) -> bool:
    """Neither a space nor a sign that only steers others (category C: of format, control, none)."""
    if sign.isspace() or sign in UNDRAWN:
        return False
    return unicodedata.category(sign)[0] != "C"
