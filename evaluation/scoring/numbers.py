"""Exact numbers: read from text, rounded half-up only to be shown. No float anywhere."""

import re
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any

QUOTED_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
QUOTED_RATIO = re.compile(r"[0-9]+/[0-9]*[1-9][0-9]*")
# Longer than any real figure, and short enough that a hostile one costs nothing.
MOST_DIGITS = 1000


def exact(value: Any) -> Fraction | None:
    """A whole number, Decimal, Fraction or text as a Fraction; None for anything else.

    Texts are digits, optionally a point and digits ("2.85"), or a stored fraction ("7/3").
    A float is refused: what it was written as can no longer be known.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, Decimal):
        return _from_decimal(value)
    if isinstance(value, str) and len(value) <= MOST_DIGITS and _is_number(value):
        return Fraction(value)
    return None


def _is_number(text: str) -> bool:
    return bool(QUOTED_DECIMAL.fullmatch(text) or QUOTED_RATIO.fullmatch(text))


def exact_decimal(value: Any) -> Fraction | None:
    """A figure as people give it: a whole number, a Decimal or a quoted decimal, else None."""
    if isinstance(value, str) and not QUOTED_DECIMAL.fullmatch(value):
        return None
    return None if isinstance(value, Fraction) else exact(value)


def _from_decimal(value: Decimal) -> Fraction | None:
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        return None
    return Fraction(value)


def half_up(value: Fraction, places: int) -> Fraction:
    """`value` rounded to `places` decimals, a half going up."""
    scale = 10**places
    return Fraction((value * scale * 2 + 1) // 2, scale)


def shown(value: Fraction, places: int = 4) -> str:
    """`value` half-up with exactly `places` decimals: 57/20 is "2.8500"."""
    whole = (value.numerator * 10**places * 2 + value.denominator) // (value.denominator * 2)
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).zfill(places + 1)
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def decimal_text(value: Fraction) -> str:
    """`value` as the shortest exact decimal ("0.35", "30"), or as a fraction ("1/3")."""
    rest, places = value.denominator, 0
    while (common := gcd(rest, 10)) > 1:
        rest, places = rest // common, places + 1
    return shown(value, places) if rest == 1 else str(value)


def cap(value: Fraction) -> Fraction:
    """`value` held between 0 and 1."""
    return min(max(value, Fraction(0)), Fraction(1))


def lin(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """0 up to `low`, 1 from `high` on, a straight line between."""
    return cap((value - low) / (high - low))
