"""The people of one place."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Forbidden, NotFound
from kernel.workdays.clock import today
from stations.people.models import Assignment, Credential, HeadAppointment, Staff
from stations.people.numbers import numbers
from stations.records.models import covering
from stations.records.places import HUB, at_place


@dataclass(frozen=True)
class StaffRow:
    """A worker at a place on a day, with the certificates held."""

    uuid: UUID
    name: str
    place: str
    post: str
    full_time: bool
    share: Decimal
    since: date
    is_head: bool
    credentials: list[Credential]


def staff_at(actor: Actor, station: Any, on: date) -> list[StaffRow]:
    """Who works at a station or its rooms on a day, in three queries."""
    places = assignments_at(actor, station, on).select_related("staff", "station")
    held = _credentials([place.staff_id for place in places])
    heads = _heads(station, on)
    return [
        StaffRow(
            uuid=place.staff.uuid,
            name=place.staff.name,
            place=place.station.name,
            post=place.get_post_display(),
            full_time=place.full_time,
            share=place.share,
            since=place.valid_from,
            is_head=(place.staff_id, place.station_id) in heads,
            credentials=held[place.staff_id],
        )
        for place in places
    ]


def assignments_at(actor: Actor, station: Any, on: date) -> QuerySet[Assignment]:
    """Standing assignments of a day, by name."""
    return _standing(actor, station, covering(on)).order_by("staff__name", "id")


def staff_choices(actor: Actor, station: Any, on: date) -> list[tuple[str, str]]:
    """Who may be named in a form: (uuid, name), each person once."""
    rows = assignments_at(actor, station, on).values_list("staff__uuid", "staff__name")
    return list(dict.fromkeys((str(uuid), name) for uuid, name in rows))


def workers_at(actor: Actor, station: Any) -> QuerySet[Staff]:
    """Who works at a place today, for a form."""
    here = assignments_at(actor, station, today())
    return Staff.objects.filter(pk__in=here.order_by().values("staff_id")).order_by("name", "id")


def recent_workers(actor: Actor, station: Any) -> QuerySet[Staff]:
    """Who works at a place or left it lately, for a form that is also filled in late.

    At the hub those of the whole county, whom it trains and supervises.
    ``gone_on`` is the first day without, the latest of several; None where no end is known.
    """
    day = today()
    since = day - timedelta(days=numbers().late_entry_days)
    lately = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=since))
    here = _standing(actor, None if station.level == HUB else station, lately)
    last = here.filter(staff=OuterRef("pk")).order_by(F("valid_to").desc(nulls_first=True))
    rows = Staff.objects.filter(pk__in=here.order_by().values("staff_id"))
    return rows.annotate(gone_on=Subquery(last.values("valid_to")[:1])).order_by("name", "id")


def name_recent(worker: Any) -> str:
    """A row of `recent_workers` by name; who is gone, with the day."""
    if worker.gone_on is None or worker.gone_on > today():
        return str(worker.name)
    return _("%(name)s (left on %(day)s)") % {
        "name": worker.name,
        "day": date_format(worker.gone_on),
    }


def own_staff(actor: Actor) -> list[Staff]:
    """The rows of the worker that this user is, one for each time in the network; mostly one."""
    rows = Staff.objects.filter(user_uuid=actor.user_uuid, withdrawn_at=None)
    return list(
        rows.only("id", "uuid", "name", "joined_on", "left_on").order_by("-joined_on", "-id")
    )


def worker_on(own: Iterable[Staff], day: date) -> Staff | None:
    """Which of a user's rows belonged to the network on a day."""
    return next((staff for staff in own if staff.worked_on(day)), None)


def find_staff(actor: Actor, uuid: UUID, action: str = "view") -> Staff:
    """A worker; NotFound when unseen, Forbidden when the action is not allowed."""
    found = Staff.objects.restrict(actor, "view").filter(uuid=uuid, withdrawn_at=None).first()
    if found is None:
        raise NotFound(_("No such worker."))
    if not Staff.objects.restrict(actor, action).filter(pk=found.pk).exists():
        raise Forbidden(_("Your role may not do this with this record."))
    return found


def find_workers(actor: Actor, uuids: Collection[UUID]) -> dict[UUID, Staff]:
    """Those of them whom the actor sees, with their standing assignments; two queries."""
    rows = Staff.objects.restrict(actor, "view").filter(uuid__in=uuids, withdrawn_at=None)
    standing = Assignment.objects.filter(withdrawn_at=None).select_related("station")
    found = rows.prefetch_related(Prefetch("assignments", standing, to_attr="posts"))
    return {staff.uuid: staff for staff in found}


def works_at(staff: Any, station: Any, days: Collection[date]) -> bool:
    """Whether one of ``find_workers`` works on one of the days at the place, at the station above
    it, or in a room below."""
    here = f"{station.path}/"
    return any(
        post.station_id == station.pk
        or (
            post.station.level != HUB
            and (
                f"{post.station.path}/".startswith(here) or here.startswith(f"{post.station.path}/")
            )
        )
        for post in staff.posts
        if any(
            post.valid_from <= day and (post.valid_to is None or day < post.valid_to)
            for day in days
        )
    )


def _standing(actor: Actor, station: Any, when: Q) -> QuerySet[Assignment]:
    rows = Assignment.objects.restrict(actor, "view")
    if station is not None:
        rows = rows.filter(at_place(station))
    return rows.filter(when, withdrawn_at=None, staff__withdrawn_at=None)


def _credentials(staff_ids: list[int]) -> dict[int, list[Credential]]:
    held: dict[int, list[Credential]] = defaultdict(list)
    for credential in Credential.objects.filter(staff_id__in=staff_ids, withdrawn_at=None):
        held[credential.staff_id].append(credential)
    return held


def _heads(station: Any, on: date) -> set[tuple[int, int]]:
    rows = HeadAppointment.objects.filter(covering(on), at_place(station), withdrawn_at=None)
    return set(rows.values_list("staff_id", "station_id"))
