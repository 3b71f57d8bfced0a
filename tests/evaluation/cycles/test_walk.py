"""A sheet from SELF_EVAL to FINAL by the acts of each person."""

from datetime import date

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
