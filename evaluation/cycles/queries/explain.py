"""A sheet's score with the way it came about, line by line, as JSON."""

from collections.abc import Sequence
from typing import Any

from evaluation.cycles.queries.sheet import NA, Line
from evaluation.scoring import Sheet

SYSTEM, HEAD, BUREAU, REVIEWER = "SYSTEM", "HEAD", "BUREAU", "REVIEWER"


def explain(lines: Sequence[Line], sheet: Sheet) -> dict[str, Any]:
    """Scoring's own JSON; each trace row says also from how many records, by whom, and,
    where the station disputed, both values."""
    data = sheet.to_json()
    by_id = {line.indicator.id: line for line in lines}
    for row in data["trace"]:
        line = by_id[row["indicator"]]
        row["records"] = line.records
        row["by"] = _by(line)
        row["dispute"] = _dispute(line)
    return data


def _by(line: Line) -> str:
    """The roles whose values count, joined by "+": "SYSTEM", "HEAD", "SYSTEM+REVIEWER"."""
    item, roles = line.item, []
    accepted = item.disputed is not None and item.ruling is True
    if line.facts:
        roles.append(HEAD if accepted else SYSTEM)
    if item.inputs and (not line.facts or item.inputs != NA):
        roles.append(BUREAU if line.is_survey else HEAD)
    if line.decided:
        roles.append(BUREAU)
    elif line.grades:
        roles.append(REVIEWER)
    return "+".join(dict.fromkeys(roles))


def _dispute(line: Line) -> dict[str, Any] | None:
    item = line.item
    if item.disputed is None:
        return None
    return {
        "frozen": dict(line.facts),
        "disputed": item.disputed,
        "reason": item.dispute_reason,
        "accepted": item.ruling,
        "ruling": item.ruling_reason,
    }
