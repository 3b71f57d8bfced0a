"""Reasons stand in the audit trail for good: a number in one could never be taken out again."""

import pytest

from kernel.errors import Invalid
from stations.records.reasons import read_reason


@pytest.mark.parametrize(
    "reason",
    [
        "回电13900000000",
        "回电139 0000 0000",
        "回电139-0000-0000",
        "回电１３９ ００００ ００００",
        "座机 0812-333 4444 55",
        "核对510402 1990 0101 123X",
        "核对 5104-0219-9001-0112-34",
    ],
)
def test_a_number_is_refused_however_it_is_parted(reason):
    with pytest.raises(Invalid) as refusal:
        read_reason(reason)
    assert reason not in str(refusal.value.errors)  # nor repeated to who sent it


@pytest.mark.parametrize(
    "reason",
    [
        "2026-05-04 至 2026-06-01 的投诉",
        "2024-12-31 2025-12-31 两次核对",
        "民发〔2020〕83号，第3户 12 人",
        "川民发2021 118 号",
    ],
)
def test_days_and_numbers_of_papers_may_stand_in_it(reason):
    assert read_reason(f" {reason} ") == reason
