"""What a station spread about social work."""

from datetime import date

from django.db import models, transaction

from kernel.access.actor import Actor
from stations.people.domain.staff import refuse_away
from stations.people.models import PublicityItem, Staff
from stations.people.rules import write_publicity
from stations.records.domain import (
    enter,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)


@transaction.atomic
def record_publicity(
    *,
    actor: Actor,
    station: models.Model,
    staff: Staff,
    published_on: date,
    channel: str,
    topic: str,
    title: str,
    link: str = "",
) -> PublicityItem:
    """Enter one piece of publicity (G333). Raises Forbidden, Invalid, or Conflict."""
    require_place(actor, station, write_publicity(""))
    require_row(actor, staff, "view")
    refuse_withdrawn(staff)
    refuse_future("published_on", published_on)
    refuse_away(staff, "published_on", published_on)
    item = PublicityItem(
        station_id=station.pk,
        staff=staff,
        published_on=published_on,
        channel=channel,
        topic=topic,
        title=title.strip(),
        link=link.strip(),
    )
    return enter(item, actor=actor, action="publicity.record")
