"""Exact scores as the public tables keep them."""

from decimal import Context, Decimal
from fractions import Fraction

DECIMALS = Decimal(1).scaleb(-30)
_CONTEXT = Context(prec=40)


def to_decimals(value: Fraction) -> Decimal:
    """The fraction with 30 decimals; scores lie between 0 and 100."""
    quotient = _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return quotient.quantize(DECIMALS, context=_CONTEXT)
