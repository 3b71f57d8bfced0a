"""Changing divisions: proposed, looked at with its effects, carried out or rejected."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict, FieldError, Invalid, Stale
from kernel.workdays.clock import now, today
from tenants.domain.carry_rows import Progress, quiet
from tenants.domain.division_apply import Preview, apply_change
from tenants.domain.division_plan import plan_change
from tenants.models import ChangeState, DivisionChange
from tenants.queries.division_change import codes_of

# First half of the advisory lock's key: one change of divisions at a time.
LOCK_SPACE = 0x64697673
# How long a change waits for a county that is written in, before it gives up.
PATIENCE = "10s"
Pairs = Sequence[tuple[str, str]]


@transaction.atomic
def propose_change(
    *,
    actor: Actor,
    kind: str,
    effective_on: date,
    predecessors: Sequence[str] = (),
    successors: Pairs = (),
    below: Mapping[str, tuple[str, str]] | None = None,
    document: str = "",
) -> DivisionChange:
    """Write down a change, checked against the divisions of its day; nothing else is touched.

    `predecessors` are codes, `successors` (code, name), the name empty for a division that is in
    force; line by line for RENAME, TYPE_CHANGE and TRANSFER. `below` chooses codes for divisions
    below a predecessor. Raises Forbidden for all but platform operators; Invalid (plan_change),
    Conflict when the same is proposed already.
    """
    require(actor, OfficialRole.PLATFORM)
    change = DivisionChange(
        kind=kind,
        effective_on=effective_on,
        document=document.strip(),
        predecessors=list(predecessors),
        successors=[list(pair) for pair in successors],
        below={old: list(pair) for old, pair in (below or {}).items()},
    )
    if len(change.document) > 120:
        message = _("At most 120 characters.")
        error = FieldError("document", "too_long", message, len(change.document), 120)
        raise Invalid(message, errors=[error])
    plan_change(change)
    refuse_double(change)
    return note_change(change, actor)


def note_change(change: DivisionChange, actor: Actor) -> DivisionChange:
    """Keep a proposal, with who made it and when."""
    change.proposed_at = now()
    change.proposed_by, change.proposed_by_name = actor.user_uuid, actor.name
    change.save()
    return change


def refuse_double(change: DivisionChange) -> None:
    same = DivisionChange.objects.filter(
        state=ChangeState.PROPOSED, kind=change.kind, effective_on=change.effective_on
    )
    if any(other.content == change.content for other in same):
        raise Conflict(_("The same change is proposed already."), code="exists")


def preview_change(change: DivisionChange) -> Preview:
    """What carrying out would do: it is done in a transaction that is then undone.

    So the preview cannot say anything else than the deed would do at this moment. Raises Invalid
    when the list no longer fits, Conflict when a county is busy.
    """
    with transaction.atomic():
        try:
            with holding_locks():
                return apply_change(change, Actor.system(None))
        finally:
            transaction.set_rollback(True)


def preview_all(changes: Sequence[DivisionChange], progress: Progress) -> list[dict[str, Any]]:
    """What carrying out several changes in this order would do, each on what the ones before left.

    One row a change: `id`, the `digest` of its plan, how many divisions it has `ended` and
    `begun`, how many effects in which `counties` ({code: number}), and the `problem` of one that
    cannot be carried out, empty for the others. Done and undone like one preview, county by
    county, so that nobody waits longer than for the changes of their own.
    """
    rows: dict[Any, dict[str, Any]] = {}
    for part in parted(changes):
        with transaction.atomic():
            try:
                for change in part:
                    rows[change.pk] = preview_row(change)
                    progress(len(rows), len(changes))
            finally:
                transaction.set_rollback(True)
    return [rows[change.pk] for change in changes]


def parted(changes: Sequence[DivisionChange]) -> list[list[DivisionChange]]:
    """The changes in parts, each in the order given, no county in two of them."""
    parts: list[tuple[set[str], list[int]]] = []
    for number, change in enumerate(changes):
        counties, numbers, others = {code[:6] for code in codes_of(change)}, [number], []
        for part in parts:
            if any(
                one.startswith(two) or two.startswith(one) for one in part[0] for two in counties
            ):
                counties, numbers = counties | part[0], part[1] + numbers
            else:
                others.append(part)
        parts = [*others, (counties, numbers)]
    return [[changes[number] for number in sorted(numbers)] for _counties, numbers in parts]


def preview_row(change: DivisionChange) -> dict[str, Any]:
    """Leaves the change done; what it met is undone."""
    row: dict[str, Any] = {"id": str(change.uuid), "digest": "", "problem": ""}
    row |= {"ended": 0, "begun": 0, "counties": {}}
    try:
        with transaction.atomic(), holding_locks():
            done = apply_change(change, Actor.system(None))
    except (Conflict, Invalid) as refusal:
        return row | {"problem": "; ".join(one.message for one in refusal.errors) or refusal.detail}
    return row | {
        "digest": done.plan.digest,
        "ended": len(done.plan.ended),
        "begun": len(done.plan.begun),
        "counties": {county.code: len(county.effects) for county in done.counties},
    }


@transaction.atomic
def carry_out(
    *, actor: Actor, change: DivisionChange, seen: str = "", progress: Progress = quiet
) -> DivisionChange:
    """Carry a change out: divisions, and in each county what hangs on them; all or nothing.

    `seen` is the digest of the plan that was shown; another plan by now is refused as Stale.
    Frozen evaluations and days before the change stay as they were. `progress(done, total)` is
    called as rows are carried, within the transaction. Raises Forbidden; Conflict
    for a change that is decided already, whose day is still to come, or that meets a busy county;
    Invalid when the list no longer fits.
    """
    require(actor, OfficialRole.PLATFORM)
    with holding_locks():
        change = lock_proposed(change)
        refuse_early(change)
        done = apply_change(change, actor, progress)
    if seen and seen != done.plan.digest:
        raise Stale(_("The divisions have changed since the preview was shown. Look again."))
    for file in done.files:
        file.do()
    change.effects = [asdict(county) for county in done.counties]
    change.digest = done.plan.digest
    decide(change, actor, ChangeState.CARRIED_OUT)
    return change


@transaction.atomic
def reject_change(*, actor: Actor, change: DivisionChange, reason: str) -> DivisionChange:
    """Decide that a proposed change is not carried out; a later load does not propose it again.

    Raises Forbidden, Conflict for a change that is decided already, Invalid for a missing reason.
    """
    require(actor, OfficialRole.PLATFORM)
    change = lock_proposed(change)
    if not reason.strip():
        message = _("Give the reason.")
        raise Invalid(message, errors=[FieldError("reason", "required", message, reason)])
    change.reason = reason.strip()
    decide(change, actor, ChangeState.REJECTED)
    return change


def refuse_early(change: DivisionChange) -> None:
    if change.effective_on > today():
        message = _("It takes effect on %(day)s and cannot be carried out before.")
        raise Conflict(message % {"day": date_format(change.effective_on)}, code="too_early")


def refuse_decided(change: DivisionChange) -> None:
    if change.state != ChangeState.PROPOSED:
        message = _("This change is decided already: %(state)s.")
        raise Conflict(message % {"state": ChangeState(change.state).label})


def decide(change: DivisionChange, actor: Actor, state: ChangeState) -> None:
    change.state, change.decided_at = state, now()
    change.decided_by, change.decided_by_name = actor.user_uuid, actor.name
    change.save()


def lock_proposed(change: DivisionChange) -> DivisionChange:
    fresh = DivisionChange.objects.select_for_update().get(pk=change.pk)
    refuse_decided(fresh)
    return fresh


@contextmanager
def holding_locks() -> Iterator[None]:
    """One change at a time, and no endless waiting for a county that somebody writes in."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK_SPACE])
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise Conflict(
                _("Somebody else is writing what this change touches. Try again in a moment."),
                code="locked",
            ) from error
        raise
