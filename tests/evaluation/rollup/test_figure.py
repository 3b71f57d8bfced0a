"""Percent and scores as texts, half-up."""

from decimal import Decimal

import pytest

from evaluation.rollup.queries.figure import percent, score_text


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1094, 1510, "72.45"),
        (0, 7, "0.00"),
        (7, 7, "100.00"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 20000, "0.01"),
        (1, 20001, "0.00"),
        (0, 0, None),
    ],
)
def test_percent(part, whole, shown):
    assert percent(part, whole) == shown


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (Decimal("2.85"), "2.8500"),
        (Decimal("79.99995"), "80.0000"),
        (Decimal(0), "0.0000"),
        (None, None),
    ],
)
def test_score(score, shown):
    assert score_text(score) == shown
