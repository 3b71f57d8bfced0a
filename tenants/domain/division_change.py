"""Changing divisions: proposed, looked at with its effects, carried out or rejected."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.audit.domain import record
from kernel.errors import Conflict, FieldError, Invalid, Stale
from kernel.hooks import DivisionMoves, Effect, divisions_changed, divisions_settled
from kernel.tenancy import county_context
from kernel.workdays.clock import now, today
from tenants.domain.carry import FileMove, carry_places
from tenants.domain.carry_rows import Progress, quiet
from tenants.domain.county import add_county
from tenants.domain.division_plan import Begun, Ended, Plan, plan_change
from tenants.domain.state import change_state
from tenants.models import ChangeState, County, CountyState, Division, DivisionChange, DivisionLevel

# First half of the advisory lock's key: one change of divisions at a time.
LOCK_SPACE = 0x64697673
# How long a change waits for a county that is written in, before it gives up.
PATIENCE = "10s"
OPEN = (CountyState.ACTIVE, CountyState.SUSPENDED)
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class CountyEffects:
    """What a change does in one county."""

    code: str
    name: str
    effects: list[Effect]


@dataclass(frozen=True)
class Preview:
    """The rows a change ends and begins, and what follows from it in each county touched."""

    plan: Plan
    counties: list[CountyEffects]
    files: list[FileMove] = field(default_factory=list)


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
        if change.effective_on > today():
            raise Conflict(
                _("It takes effect on %(day)s and cannot be carried out before.")
                % {"day": change.effective_on},
                code="too_early",
            )
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


def decide(change: DivisionChange, actor: Actor, state: ChangeState) -> None:
    change.state, change.decided_at = state, now()
    change.decided_by, change.decided_by_name = actor.user_uuid, actor.name
    change.save()


def lock_proposed(change: DivisionChange) -> DivisionChange:
    fresh = DivisionChange.objects.select_for_update().get(pk=change.pk)
    if fresh.state != ChangeState.PROPOSED:
        raise Conflict(
            _("This change is decided already: %(state)s.")
            % {"state": ChangeState(fresh.state).label}
        )
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


def apply_change(change: DivisionChange, actor: Actor, progress: Progress = quiet) -> Preview:
    """Write the rows, then let each county touched follow, in code order."""
    plan = plan_change(change)
    write_rows(plan)
    add_tenants(change, plan, actor)
    codes = {row.code[:6] for row in plan.ended} | {row.code[:6] for row in plan.begun}
    found = County.objects.filter(code__in=codes, rehearsal_of="")
    counties = list(found.exclude(state=CountyState.ERASED).order_by("code"))
    done = [follow_in(county, change, plan, actor) for county in counties]
    files = []
    for county, effects in zip(counties, done, strict=True):
        carried = carry_places(county, moves_of(county, plan), change, actor, progress)
        effects.effects.extend(carried.effects + let_leave(county, change, plan, actor))
        files += carried.files
    return Preview(plan, done, files)


def add_tenants(change: DivisionChange, plan: Plan, actor: Actor) -> None:
    """Make the tenant of a county that begins, where divisions of tenants go to it.

    For trial only when all of them are.
    """
    begun = {row.code for row in plan.begun if row.level == DivisionLevel.COUNTY}
    there = County.objects.filter(code__in=begun).values_list("code", flat=True)
    for code in sorted(begun - set(there)):
        old = {left[:6] for left, new in plan.moves.items() for one in new if one.startswith(code)}
        sources = County.objects.filter(code__in=old, rehearsal_of="", state__in=OPEN)
        if marks := list(sources.values_list("is_trial", flat=True)):
            reason = f"{change.document} {change.effective_on}".strip()
            add_county(code=code, is_trial=all(marks), actor=actor, reason=reason)


def let_leave(county: County, change: DivisionChange, plan: Plan, actor: Actor) -> list[Effect]:
    """A county that is no more begins to leave: its history stays until operators erase it."""
    over = plan.moves.get(county.code)
    if over is None or county.code in over or county.state not in OPEN:
        return []
    before = CountyState(county.state).label
    reason = f"{change.document} {change.effective_on}: {county.code} > {', '.join(over)}"
    left = change_state(county=county, to=CountyState.LEAVING, actor=actor, reason=reason)
    after = CountyState(left.state).label
    return [Effect("county", f"{county.code} {county.name}", str(before), str(after))]


def moves_of(county: County, plan: Plan) -> DivisionMoves:
    """The moves of a county's own divisions."""
    own = {old: new for old, new in plan.moves.items() if old.startswith(county.code)}
    return DivisionMoves(plan.on, own)


def write_rows(plan: Plan) -> None:
    """End the rows of the predecessors and begin those of the successors."""
    rows = {row.code: row for row in plan.ended}
    present = Division.objects.select_for_update().filter(code__in=rows, valid_to__isnull=True)
    ended = list(present)
    for division in ended:
        division.valid_to = plan.on
        division.successors = list(rows[division.code].successors)
    Division.objects.bulk_update(ended, ["valid_to", "successors"], batch_size=500)
    Division.objects.bulk_create(
        Division(
            code=row.code,
            level=row.level,
            name=row.name,
            parent_code=row.parent_code,
            valid_from=plan.on,
            reform_affected=row.reform_affected,
            densely_populated=row.densely_populated,
        )
        for row in plan.begun
    )


def follow_in(county: County, change: DivisionChange, plan: Plan, actor: Actor) -> CountyEffects:
    """Let a county follow: its name, what its apps hang on divisions, and its audit trail."""
    effects = rename_county(county, plan)
    moves = moves_of(county, plan)
    with county_context(county.code):
        for hook in (divisions_changed, divisions_settled):
            for found in hook.call(moves, Actor(actor.user_uuid, actor.name, county.code, HELD)):
                effects += found
        record(
            actor=actor,
            action="division.change",
            obj=change,
            before=summary(plan.ended, county.code),
            after=summary(plan.begun, county.code) | {"on": plan.on, "kind": change.kind},
        )
    return CountyEffects(county.code, county.name, effects)


# An operator acts in the county as the program does: on divisions, never on content.
HELD = Actor.system(None).memberships


def summary(rows: Sequence[Ended | Begun], county: str) -> dict[str, Any]:
    """The county's own rows, for its audit trail."""
    return {"divisions": {row.code: row.name for row in rows if row.code.startswith(county)}}


def rename_county(county: County, plan: Plan) -> list[Effect]:
    """The tenant bears its division's present name."""
    name = next((row.name for row in plan.begun if row.code == county.code), county.name)
    if name == county.name:
        return []
    before, county.name = county.name, name
    county.save(update_fields=["name"])
    return [Effect("county", county.code, before, name)]
