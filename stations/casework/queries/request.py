"""Requests about personal data: one that is carried out, and all of a county by their days."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.errors import NotFound
from kernel.workdays.clock import today
from stations.casework.custody_enums import RequestKind, RequestStanding, RequestState
from stations.casework.models import DataRequest, TeamRequest
from stations.casework.models.request import SubjectRequest
from stations.people.models import Assignment, Staff
from stations.records.places import at_place

COUNTY_READERS = (Role.BUREAU,)
OPEN = (RequestState.RECEIVED, RequestState.GRANTED)
SHOWN = ("noun", "uuid", "asked_on", "due_on", "kind", "state", "code", "place")


@dataclass(frozen=True)
class RequestRow:
    """A line of the county's list; it names no person. ``noun`` is the register it stands in."""

    noun: str
    uuid: UUID
    asked_on: date
    due_on: date
    kind: str
    state: str
    code: str
    place: str

    @property
    def kind_label(self) -> str:
        return str(RequestKind(self.kind).label)

    @property
    def state_label(self) -> str:
        return str(RequestState(self.state).label)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < today()


def find_request(
    actor: Actor, station: Any, uuid: UUID, model: type[SubjectRequest] = DataRequest
) -> Any:
    """A request that the actor may carry out. Raises NotFound."""
    rows: Any = model._default_manager
    here = rows.restrict(actor, "edit").filter(at_place(station), uuid=uuid)
    found = here.select_related("station").first()
    if found is None:
        raise NotFound(_("No such record."))
    return found


def standing(rows: QuerySet, chosen: str) -> QuerySet:
    """The rows that are late, open, or ended."""
    still = rows.filter(state__in=OPEN)
    if chosen == RequestStanding.LATE:
        return still.filter(due_on__lt=today())
    return still if chosen == RequestStanding.OPEN else rows.exclude(state__in=OPEN)


def is_late(request: Any) -> bool:
    return request.state in OPEN and request.due_on < today()


def county_requests(
    actor: Actor, *, chosen: str = "", kind: str = ""
) -> QuerySet[Any, tuple[Any, ...]]:
    """Rows for RequestRow within reach, of persons, workers and volunteers, in one query: what
    is to be answered first, by its day; what ended after it, the latest first."""
    persons, team = (
        _rows(model, noun, actor, chosen, kind)
        for model, noun in ((DataRequest, "data-requests"), (TeamRequest, "team-requests"))
    )
    # A null day comes last.
    return persons.union(team, all=True).order_by("waits_until", "-asked_on", "uuid")


def count_requests(actor: Actor) -> dict[str, int]:
    """How many are late, and how many open, in one query."""
    waiting = [RequestRow(*row[1:]) for row in county_requests(actor, chosen=RequestStanding.OPEN)]
    return {"open": len(waiting), "late": sum(row.is_late for row in waiting)}


def ever_worked_at(actor: Actor, station: Any) -> QuerySet[Staff]:
    """Who works or worked at a place, for those who keep the staff; erased ones too."""
    here = Assignment.objects.filter(at_place(station), withdrawn_at=None)
    rows = Staff.objects.restrict(actor, "edit").filter(pk__in=here.values("staff_id"))
    return rows.filter(withdrawn_at=None).order_by("name", "id")


def _rows(model: Any, noun: str, actor: Actor, chosen: str, kind: str) -> QuerySet[Any, Any]:
    rows = model.objects.restrict(actor, "view").filter(withdrawn_at=None)
    if chosen:
        rows = standing(rows, chosen)
    if kind:
        rows = rows.filter(kind=kind)
    told = rows.annotate(
        waits_until=Case(When(state__in=OPEN, then=F("due_on"))),
        noun=Value(noun),
        code=F("station__code"),
        place=F("station__name"),
    )
    return told.order_by().values_list("waits_until", *SHOWN)  # type: ignore[no-any-return]
