"""How the province's figures are written: percent and scores as texts, half-up."""

from decimal import ROUND_HALF_UP, Decimal

SCORE = Decimal("0.0001")


def percent(part: int, whole: int) -> str | None:
    """``part`` of ``whole`` in percent with 2 decimals ("72.45"); None when whole is 0."""
    if whole == 0:
        return None
    hundredths = (2 * part * 10_000 + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def score_text(value: Decimal | str | None) -> str | None:
    """A score with 4 decimals ("2.8500"), None for none."""
    return None if value is None else str(Decimal(value).quantize(SCORE, ROUND_HALF_UP))
