"""What was put right of invented records: a visit's note, a kind of the wrong person."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from deploy.demodata.times import received
from stations.casework.domain import bulk
from stations.people.models import Staff

EACH = 60  # every so manieth visit
MISTAKEN = 12  # every so manieth person
BEFORE = (
    ("近况平稳。", "补充用药情况"),
    ("与邻居来往增多，请村医复查血压。", "当日误记，与纸质记录核对"),
    ("未见异常。", "写错对象家中情况"),
)


def fill_corrections(visits: Sequence[dict[str, Any]], ids: Sequence[int], until: date) -> None:
    """Earlier readings of some visits, put right by who made them on the next day."""
    some = [pair for pair in zip(ids, visits, strict=True) if pair[0] % EACH == 0]
    names = dict(Staff.objects.values_list("id", "name"))
    bulk.bulk_insert_visit_corrections(
        row
        for visit_id, visit in some
        if (row := _reading(visit_id, visit, names))["received_at"] <= received(until)
    )


def fill_mistakes(persons: Sequence[dict[str, Any]]) -> None:
    """A kind entered for the wrong person and taken back on the next day, now and then."""
    bulk.bulk_insert_categories(
        {
            "beneficiary_id": person["id"],
            "category": "illness",
            "source": "DISCOVERY",
            "valid_from": person["filed_on"],
            "received_at": person["received_at"],
            "withdrawn_at": person["received_at"] + timedelta(days=1),
            "withdrawn_by_name": "演示站长",
            "withdrawn_reason": "登错对象",
        }
        for person in persons[::MISTAKEN]
    )


def _reading(visit_id: int, visit: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    note, reason = BEFORE[visit_id // EACH % len(BEFORE)]
    said = ("staff_id", "held_at", "place", "result", "joint_with")
    return {
        **{name: visit[name] for name in said},
        "visit_id": visit_id,
        "note": note,
        "reason": reason,
        "by_name": names[visit["staff_id"]],
        "was_received_at": visit["received_at"],
        "received_at": visit["received_at"] + timedelta(days=1),
    }
