"""What is due at a place: follow-ups, reviews, checks, families to visit (C86b, G3226, G3251)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.crypto import mask_name
from stations.casework.care_enums import BereavementState
from stations.casework.models import BereavementFollowUp, CareCheck, CaseFollowUp
from stations.casework.norms import norm
from stations.casework.queries.plan import plans_to_review
from stations.casework.queries.served import SERVED
from stations.casework.queries.work import sees_names
from stations.records.places import at_place

KINDS = ("case", "plan", "check", "family")


@dataclass(frozen=True)
class Reminder:
    """One thing due: ``kind``, one of KINDS, tells what ``uuid`` names."""

    kind: str
    label: str
    who: str
    due_on: date
    overdue: bool
    uuid: UUID


def reminders(actor: Actor, station: Any, on: date) -> list[Reminder]:
    """Everything due soon that the actor may see, the longest due first; four queries."""
    last = on + timedelta(days=norm("follow_up", "shown_days_before"))
    opens = sees_names(actor)
    found = [
        *_follow_ups(actor, station, on, last, opens),
        *(
            _remind("plan", _("Review of the care plan"), plan, plan.review_due_on, on, opens)
            for plan in plans_to_review(actor, station, last)
        ),
        *(
            _remind("check", _("Next check of care at home"), check, check.next_on or on, on, opens)
            for check in checks_due(actor, station, last)
        ),
        *(
            _remind(
                "family", _("Visit to the family after a death"), offer, offer.due_on, on, opens
            )
            for offer in families_due(actor, station, last)
        ),
    ]
    return sorted(found, key=lambda each: (each.due_on, each.kind))


def follow_up_reminders(actor: Actor, station: Any, on: date) -> list[Reminder]:
    """The follow-ups of closed cases due soon, the longest due first (C86b)."""
    last = on + timedelta(days=norm("follow_up", "shown_days_before"))
    return _follow_ups(actor, station, on, last, sees_names(actor))


def follow_ups_due(actor: Actor, station: Any, last: date) -> QuerySet[CaseFollowUp]:
    """Follow-ups of a place that nobody has done, due by a day."""
    rows = CaseFollowUp.objects.restrict(actor, "view")
    due = rows.filter(
        at_place(station, "case__station__"),
        withdrawn_at=None,
        case__withdrawn_at=None,
        case__beneficiary__service_stopped_on=None,
        done_on=None,
        due_on__lte=last,
    )
    return due.select_related("case__beneficiary").order_by("due_on", "id")


def checks_due(actor: Actor, station: Any, last: date) -> QuerySet[CareCheck]:
    """The latest check of each person whose next one is due by a day."""
    later = CareCheck.objects.filter(
        beneficiary=OuterRef("beneficiary"),
        checked_on__gt=OuterRef("checked_on"),
        withdrawn_at=None,
    )
    rows = CareCheck.objects.restrict(actor, "view").filter(at_place(station), ~Exists(later))
    due = rows.filter(SERVED, withdrawn_at=None, next_on__lte=last)
    return due.select_related("beneficiary").order_by("next_on", "id")


def families_due(actor: Actor, station: Any, last: date) -> QuerySet[BereavementFollowUp]:
    """Offers after a death that are not settled, due by a day."""
    rows = BereavementFollowUp.objects.restrict(actor, "view").filter(at_place(station))
    due = rows.filter(withdrawn_at=None, state=BereavementState.OFFERED, due_on__lte=last)
    return due.select_related("beneficiary").order_by("due_on", "id")


def _follow_ups(actor: Actor, station: Any, on: date, last: date, opens: bool) -> list[Reminder]:
    label = _("Follow-up of the case")
    return [
        _remind("case", label, each.case, each.due_on, on, opens)
        for each in follow_ups_due(actor, station, last)
    ]


def _remind(kind: str, label: str, entry: Any, due_on: date, on: date, opens: bool) -> Reminder:
    name = entry.beneficiary.name
    who = name if opens else mask_name(name)
    return Reminder(kind, label, who, due_on, due_on < on, entry.uuid)
