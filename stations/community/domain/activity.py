"""Activities of community organisations."""

from datetime import date

from kernel.access.actor import Actor
from stations.community.models import CommunityOrg, OrgActivity
from stations.records.domain import enter, refuse_future, refuse_withdrawn, require_row


def record_activity(
    *, actor: Actor, org: CommunityOrg, title: str, held_on: date, attendance: int = 0
) -> OrgActivity:
    """Enter what an organisation did. Raises Forbidden, Conflict or Invalid."""
    require_row(actor, org, "edit")
    refuse_withdrawn(org)
    refuse_future("held_on", held_on)
    activity = OrgActivity(org=org, title=title.strip(), held_on=held_on, attendance=attendance)
    return enter(activity, actor=actor, action="activity.record")
