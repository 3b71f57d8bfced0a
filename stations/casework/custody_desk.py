"""What custody puts on the work desk: requests, loans, destructions and reviews that wait."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.hooks import DeskTask
from stations.casework.custody_enums import DisposalState, RequestState
from stations.casework.models import (
    ArchiveDisposal,
    DataRequest,
    ProcessingActivity,
    RecordDisposal,
    TeamRequest,
)
from stations.casework.queries.archive import overdue_loans

KIND = "custody"


def custody_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """Each thing that waits for this person; one query a kind, none for other roles."""
    return [task for find in (_requests, _loans, _disposals, _reviews) for task in find(actor, on)]


def _requests(actor: Actor, on: date) -> Iterator[DeskTask]:
    """The bureau decides; the station carries out."""
    if not actor.has(Role.BUREAU, Role.HEAD):
        return
    state = RequestState.RECEIVED if actor.has(Role.BUREAU) else RequestState.GRANTED
    for model, noun, title in (
        (DataRequest, "data-requests", _("Request about personal data")),
        (TeamRequest, "team-requests", _("Request of a worker or volunteer")),
    ):
        rows: Any = model.objects.restrict(actor, "view")
        for each in rows.filter(state=state, withdrawn_at=None).select_related("station"):
            yield _task(title, noun, each, each.due_on)


def _loans(actor: Actor, on: date) -> Iterator[DeskTask]:
    if not actor.has(Role.HEAD, Role.WORKER):
        return
    for each in overdue_loans(actor, on):
        yield _task(_("Volume to be called back"), "archive-loans", each, each.due_on)


def _disposals(actor: Actor, on: date) -> Iterator[DeskTask]:
    """Whoever has not approved it yet."""
    waiting = (DisposalState.PROPOSED, DisposalState.APPROVED_ONCE)
    for model, noun in (
        (ArchiveDisposal, "archive-disposals"),
        (RecordDisposal, "record-disposals"),
    ):
        lines: Any = model.objects.restrict(actor, "approve")
        rows = lines.filter(state__in=waiting, withdrawn_at=None).select_related("station")
        for each in rows:
            if each.first_by_uuid != actor.user_uuid:
                yield _task(_("Destruction to be approved"), noun, each, None)


def _reviews(actor: Actor, on: date) -> Iterator[DeskTask]:
    """Impact assessments to be looked at again."""
    rows = ProcessingActivity.objects.restrict(actor, "edit").filter(
        next_review_on__lte=on, ended_on=None, withdrawn_at=None
    )
    for each in rows.select_related("station"):
        title = _("Impact assessment to be reviewed")
        yield _task(title, "processing-activities", each, each.next_review_on)


def _task(title: str, noun: str, record: Any, due_on: date | None) -> DeskTask:
    url = reverse(f"casework:{noun}-one", args=[record.station.code, record.uuid])
    return DeskTask(title, url, due_on, KIND, record.station.name)
