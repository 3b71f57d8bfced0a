"""A visit in the words a phone or a program sends it in."""

from typing import Any

from kernel.workdays.clock import ZONE
from stations.casework.companions import VOLUNTEER
from stations.casework.models import Visit
from stations.casework.sections import unpack


def shape_visit(visit: Visit) -> dict[str, Any]:
    """The content that decides whether two visits of one uuid are the same."""
    return {
        "beneficiary": str(visit.beneficiary.uuid),
        "held_at": visit.held_at.astimezone(ZONE).isoformat() if visit.held_at else None,
        "place": visit.place,
        "result": visit.result,
        "joint_work": VOLUNTEER in visit.joint_with,
        "joint_with": visit.joint_with,
        "note": visit.note,
        "sections": unpack(visit.sections),
    }


def versions_of(stored: Visit | None, sent: dict[str, Any]) -> dict[str, Any]:
    """What a person chooses from where versions differ; the stored one, where it may be read."""
    return {"stored": shape_visit(stored), "sent": sent} if stored else {"sent": sent}
