"""How the province's figures are written: percent and scores as texts, half-up."""

from decimal import ROUND_HALF_UP, Decimal

PERCENT = Decimal("0.01")
SCORE = Decimal("0.0001")


def percent(part: int, whole: int) -> str | None:
    """``part`` of ``whole`` in percent with 2 decimals ("72.45"); None when whole is 0."""
    if whole == 0:
        return None
    share = Decimal(part * 100) / Decimal(whole)
    return str(share.quantize(PERCENT, ROUND_HALF_UP))


def score_text(value: Decimal | str | None) -> str | None:
    """A score with 4 decimals ("2.8500"), None for none."""
    return None if value is None else str(Decimal(value).quantize(SCORE, ROUND_HALF_UP))
