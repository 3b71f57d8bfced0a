"""Changes of divisions carried out by a worker, one or all proposals of a newer list.

Each change is a transaction of its own: old or new, whenever the worker is killed. A list is looked
at first, by a worker too: its changes are done one after another and undone, county by county.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.errors import Conflict, DomainError, Stale
from kernel.jobs.models import JobState
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tenants.domain.division_change import (
    carry_out,
    preview_all,
    refuse_decided,
    refuse_early,
)
from tenants.domain.division_plan import plan_change
from tenants.jobs.archive import operator_of
from tenants.models import ChangeState, DivisionChange
from tenants.queries.division_change import find_change, proposals_of

CARRY_OUT, PREVIEW = "tenants.change_divisions", "tenants.preview_divisions"
PENDING = (JobState.WAITING, JobState.RUNNING)


def order_change(*, actor: Actor, change: DivisionChange, seen: str) -> Operation:
    """Have a worker carry out a change; one that is under way is given again.

    Raises Forbidden; Conflict for a change that is decided or whose day is still to come; Invalid
    when it does not fit the list; Stale when its plan is not the one that was `seen`.
    """
    if under_way := operation_of(change):
        return under_way
    refuse_decided(change)
    refuse_early(change)
    if plan_change(change).digest != seen:
        raise Stale(_("The divisions have changed since the preview was shown. Look again."))
    return ask(actor, [{"id": str(change.uuid), "seen": seen}], str(change.uuid))


def order_preview(*, actor: Actor, release: str) -> Operation:
    """Have a worker find out what all open proposals of a list would do. Raises Forbidden,
    NotFound."""
    proposals_of(actor=actor, release=release)
    payload = {"release": release}
    return enqueue_operation(kind=PREVIEW, payload=payload, actor=actor, dedup_key=release)


def order_release(*, actor: Actor, release: str, preview: Operation) -> Operation:
    """Have a worker carry out all proposals of a list that its preview found to fit.

    Raises Forbidden; NotFound; Conflict when a day is still to come or nothing fits; Stale when
    proposals were decided or added since the preview.
    """
    if under_way := release_under_way(release):
        return under_way
    changes = list(proposals_of(actor=actor, release=release))
    shown = rows_of_preview(preview, release)
    if {row["id"] for row in shown} != {str(change.uuid) for change in changes}:
        raise Stale(_("The divisions have changed since the preview was shown. Look again."))
    for change in changes:
        refuse_early(change)
    fitting = [{"id": row["id"], "seen": row["digest"]} for row in shown if not row["problem"]]
    if not fitting:
        raise Conflict(_("None of these changes fits the list."), code="none_fits")
    return ask(actor, fitting, release)


def ask(actor: Actor, changes: list[dict[str, str]], key: str) -> Operation:
    payload = {"changes": changes}
    return enqueue_operation(kind=CARRY_OUT, payload=payload, actor=actor, dedup_key=key)


def operation_of(change: DivisionChange) -> Operation | None:
    """The operation that is about to carry out a change."""
    named = {"payload__changes__contains": [{"id": str(change.uuid)}]}
    return Operation.objects.filter(kind=CARRY_OUT, state__in=PENDING, **named).last()


def release_under_way(release: str) -> Operation | None:
    """The operation that carries out all proposals of a list."""
    return Operation.objects.filter(kind=CARRY_OUT, dedup_key=release, state__in=PENDING).last()


def preview_of(release: str) -> Operation | None:
    """What was last found out, or is being found out, about a list."""
    return Operation.objects.filter(kind=PREVIEW, payload__release=release).last()


def rows_of_preview(preview: Operation, release: str) -> list[dict[str, Any]]:
    """What a finished preview says of each change; nothing of another list's, or an open one's."""
    if preview.payload.get("release") != release or preview.state != JobState.DONE:
        return []
    return list((preview.result or {})["changes"])


@job_kind(CARRY_OUT, gettext_lazy("Carry out changes of divisions"))
def carry_out_changes(run: JobRun) -> dict[str, Any]:
    """Changes that an earlier try has carried out are passed over."""
    asked, actor, failed = run.payload["changes"], operator_of(run), []
    with run.beating() as show:
        for number, row in enumerate(asked):
            change = find_change(actor=actor, uuid=row["id"])
            several = len(asked) > 1
            try:
                if change.state != ChangeState.CARRIED_OUT:
                    within = {} if several else {"progress": show}
                    carry_out(actor=actor, change=change, seen=row["seen"], **within)
            except DomainError as refusal:
                if not several:
                    raise
                failed.append(f"{change}: {refusal.detail}")
            if several:
                show(number + 1, len(asked))
    if failed:
        message = _("Not all were carried out: %(named)s") % {"named": "; ".join(failed)}
        raise Conflict(message, code="not_carried_out")
    url = f"/divisions/{asked[0]['id']}/" if len(asked) == 1 else "/divisions/"
    return {"report": {_("Carried out"): len(asked)}, "url": url}


@job_kind(PREVIEW, gettext_lazy("Find out the effects of a newer list"))
def preview_release(run: JobRun) -> dict[str, Any]:
    """Done one after another and undone."""
    release = run.payload["release"]
    changes = list(proposals_of(actor=operator_of(run), release=release))
    with run.beating() as show:
        rows = preview_all(changes, show)
    shown = {
        _("Changes of divisions"): len(rows),
        _("It does not fit the list"): sum(bool(row["problem"]) for row in rows),
    }
    return {"report": shown, "changes": rows, "url": f"/divisions/lists/{release}/"}
