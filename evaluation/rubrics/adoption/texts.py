"""Numbers of a rubric as people write them."""

from fractions import Fraction

from evaluation.scoring import shown
from evaluation.scoring.indicator import Parameter

# More decimals than any number of a rubric has.
MOST_PLACES = 12


def number_text(value: Fraction) -> str:
    """A decimal as short as it can be: "5", "2.5", "0.005"; what is no decimal as "1/3"."""
    places = (each for each in range(MOST_PLACES) if (value * 10**each).denominator == 1)
    found = next(places, None)
    return str(value) if found is None else shown(value, found)


def bounds_text(number: Parameter) -> str:
    """How far a number may move, as "1 - 5"; empty where it has no bounds."""
    if number.min is None or number.max is None:
        return ""
    return f"{number_text(number.min)} - {number_text(number.max)}"
