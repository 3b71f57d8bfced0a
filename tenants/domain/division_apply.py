"""Writing a change of divisions: the list, the counties touched, and what goes between them.

In the caller's transaction; domain/division_change.py decides when, and whether it stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.hooks import DivisionMoves, Effect, divisions_changed, divisions_settled
from kernel.tenancy import county_context
from tenants.domain.carry import FileMove, carry_places
from tenants.domain.carry_rows import Progress, quiet
from tenants.domain.county import add_county
from tenants.domain.division_plan import Begun, Ended, Plan, plan_change
from tenants.domain.state import change_state
from tenants.models import County, CountyState, Division, DivisionChange, DivisionLevel

OPEN = (CountyState.ACTIVE, CountyState.SUSPENDED)


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
