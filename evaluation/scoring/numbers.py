"""Exact numbers: read from text, rounded half-up only to be shown. No float anywhere."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Any

QUOTED_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
QUOTED_RATIO = re.compile(r"[0-9]+/[0-9]*[1-9][0-9]*")
Exact = Fraction | int
ZERO, ONE = Fraction(0), Fraction(1)
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
    if isinstance(value, str):
        return _from_text(value)
    return None if isinstance(value, Fraction) else exact(value)


def _from_text(text: str) -> Fraction | None:
    if len(text) > MOST_DIGITS or not QUOTED_DECIMAL.fullmatch(text):
        return None
    whole, _, places = text.partition(".")
    return Fraction(int(whole + places), 10 ** len(places))


def _from_decimal(value: Decimal) -> Fraction | None:
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        return None
    return Fraction(value)


def half_up(value: Fraction, places: int) -> Fraction:
    """`value` rounded to `places` decimals, a half going up."""
    scale = 10**places
    return Fraction((value * scale * 2 + 1) // 2, scale)


def shown(value: Exact, places: int = 4) -> str:
    """`value` half-up with exactly `places` decimals: 57/20 is "2.8500"."""
    top, bottom = value.as_integer_ratio()
    whole = (top * 10**places * 2 + bottom) // (bottom * 2)
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).zfill(places + 1)
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def decimal_text(value: Exact) -> str:
    """`value` as the shortest exact decimal ("0.35", "30"), or as a fraction ("1/3")."""
    return _decimal_text(*value.as_integer_ratio())


@lru_cache(maxsize=1024)
def _decimal_text(top: int, bottom: int) -> str:
    """The same few numbers of a rubric are written down in every trace."""
    rest, places = bottom, 0
    while (common := gcd(rest, 10)) > 1:
        rest, places = rest // common, places + 1
    value = Fraction(top, bottom)
    return shown(value, places) if rest == 1 else str(value)


def add_up(values: Iterable[Exact]) -> Fraction:
    """The sum, over one denominator and reduced once: far quicker than `sum` of Fractions."""
    top, bottom = 0, 1
    for value in values:
        more, under = value.as_integer_ratio()
        if under == bottom:
            top += more
        else:
            top, bottom = top * under + more * bottom, bottom * under
    return Fraction(top, bottom)


def cap(part: Exact, whole: Exact = 1) -> Fraction:
    """part/whole held between 0 and 1; `whole` is above 0. Two ints are never divided."""
    top, bottom = part.as_integer_ratio()
    more, under = whole.as_integer_ratio()
    top, bottom = top * under, bottom * more
    if top <= 0:
        return ZERO
    return ONE if top >= bottom else Fraction(top, bottom)


def lin(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """0 up to `low`, 1 from `high` on, a straight line between; `low` is below `high`."""
    top, bottom = value.as_integer_ratio()
    start, under_start = low.as_integer_ratio()
    end, under_end = high.as_integer_ratio()
    # (value - low) / (high - low) over common denominators, reduced once in the end.
    reached = (top * under_start - start * bottom) * under_end
    return cap(reached, (end * under_start - start * under_end) * bottom)
