"""Sheets from SELF_EVAL to FINAL by the acts of each person, and the end of the year."""

from datetime import date

import pytest

from evaluation.cycles.domain import cycle as cycles
from kernel.errors import Conflict
from tests.fixtures.cycles import Town, bring


def test_a_sheet_reaches_final_and_names_who_is_next(town: Town) -> None:
    seen = []
    for state in ("SELF_EVAL", "SUBMITTED", "TOWNSHIP_CHECKED", "ASSIGNED", "REVIEWING",
                  "RECONCILED", "DECIDED", "PUBLICISED", "FINAL"):  # fmt: skip
        evaluation = bring(town, state)
        seen.append((evaluation.state, evaluation.next_actor, evaluation.due_on))

    assert seen == [
        ("SELF_EVAL", "HEAD", date(2024, 1, 22)),
        ("SUBMITTED", "TOWNSHIP", date(2024, 1, 15)),
        ("TOWNSHIP_CHECKED", "BUREAU", date(2024, 1, 15)),
        ("ASSIGNED", "REVIEWER", date(2024, 1, 22)),
        ("REVIEWING", "BUREAU", date(2024, 1, 15)),
        ("RECONCILED", "BUREAU", date(2024, 1, 15)),
        ("DECIDED", "BUREAU", date(2024, 1, 15)),
        ("PUBLICISED", "BUREAU", date(2024, 1, 22)),
        ("FINAL", None, None),
    ]


def test_a_cycle_closes_when_every_sheet_is_final(town: Town) -> None:
    bring(town, "FINAL", "S001")
    with pytest.raises(Conflict) as refusal:
        cycles.close_cycle(actor=town.actor("bureau"), cycle=town.cycle)
    assert refusal.value.code == "not_final"
    assert refusal.value.errors[0].given == ["510402-S002"]

    bring(town, "FINAL", "S002")
    closed = cycles.close_cycle(actor=town.actor("bureau"), cycle=town.cycle)

    assert closed.state == "CLOSED"
