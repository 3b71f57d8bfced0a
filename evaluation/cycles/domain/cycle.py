"""A year's cycle: create, open with a frozen rubric, freeze the facts, close."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluation.cycles.clocks import clocks_of
from evaluation.cycles.domain.freeze import make_sheets
from evaluation.cycles.guards import wrong_state
from evaluation.cycles.models import Cycle
from evaluation.cycles.queries.cycle import freezes_from
from evaluation.cycles.states import CycleState, State
from evaluation.rubrics.adoption.domain import adopt, freeze_adoption
from evaluation.rubrics.adoption.queries import current_adoption, effective_rubric
from evaluation.rubrics.queries import find_version
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import require
from kernel.audit.domain import record
from kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from kernel.tenancy import is_trial
from kernel.workdays.clock import now, today

YEARS = range(2000, 2100)


@transaction.atomic
def create_cycle(
    *, actor: Actor, year: int, rubric_id: str, version: str, cutoff_on: date
) -> Cycle:
    """A draft of a year's cycle. The rubric is frozen when it opens.

    Refused: a rubric that was not published, a cut-off outside the year (Invalid); a second
    cycle of that year and rubric (Conflict, code exists).
    """
    require(actor, Role.BUREAU)
    _check(year, rubric_id, version, cutoff_on)
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                year=year,
                rubric_id=rubric_id,
                rubric_version=version,
                cutoff_on=cutoff_on,
                created_at=now(),
            )
    except IntegrityError as error:
        message = _("This year has a cycle with this rubric.")
        raise Conflict(message, code="exists") from error
    after = {"year": year, "rubric": rubric_id, "version": version, "cutoff_on": cutoff_on}
    record(actor=actor, action="cycle.create", obj=cycle, after=after)
    return cycle


@transaction.atomic
def open_cycle(*, actor: Actor, cycle: Cycle) -> Cycle:
    """Freeze the county's rubric into the cycle, with its calendar; DRAFT -> OPENED.

    The county's open adoption of the version is used, else the one frozen last; a version
    the county has never adopted is adopted as it was published.
    """
    cycle = _begin(actor, cycle, CycleState.DRAFT)
    adoption = current_adoption(cycle.rubric_id, cycle.rubric_version) or adopt(
        actor=actor, rubric_id=cycle.rubric_id, version=cycle.rubric_version
    )
    cycle.adoption = freeze_adoption(actor=actor, adoption=adoption)
    rubric = effective_rubric(cycle.adoption)
    cycle.rubric, cycle.rubric_digest = rubric.to_data(), rubric.digest
    cycle.reviewers = rubric.review.reviewers
    cycle.clocks = clocks_of(rubric.calendar, trial=is_trial())
    cycle.opened_at = now()
    return _move(cycle, actor, CycleState.OPENED)


@transaction.atomic
def freeze_cycle(*, actor: Actor, cycle: Cycle) -> Cycle:
    """Freeze the facts of every station of the year and make its evaluations.

    Refused before the late-sync days after the cut-off are over (Conflict, too_early).
    """
    cycle = _begin(actor, cycle, CycleState.OPENED)
    first_day = freezes_from(cycle)
    if today() < first_day:
        message = _("Records may still arrive; the facts can be frozen from %(day)s.")
        raise Conflict(message % {"day": date_format(first_day)}, code="too_early")
    cycle.frozen_at = now()
    cycle = _move(cycle, actor, CycleState.FROZEN)
    make_sheets(cycle, actor=actor)
    return cycle


@transaction.atomic
def close_cycle(*, actor: Actor, cycle: Cycle) -> Cycle:
    """End the year; refused while an evaluation is not final (Conflict, not_final)."""
    cycle = _begin(actor, cycle, CycleState.FROZEN)
    ended = [State.FINAL, State.WITHDRAWN]
    left = cycle.evaluations.exclude(state__in=ended).values_list("station__code", flat=True)
    if left:
        message = _("These evaluations are not final.")
        error = FieldError("evaluations", "not_final", message, list(left), ended)
        raise Conflict(message, code="not_final", errors=[error])
    cycle.closed_at = now()
    return _move(cycle, actor, CycleState.CLOSED)


def _begin(actor: Actor, cycle: Cycle, state: CycleState) -> Cycle:
    rows = Cycle.objects.filter(pk=cycle.pk)
    if not rows.restrict(actor, "view").exists():
        raise NotFound(_("No such cycle."))
    if not rows.restrict(actor, "manage").exists():
        raise Forbidden(_("Your role may not do this."))
    locked = rows.select_for_update().get()
    if locked.state != state:
        raise wrong_state(CycleState(locked.state), [state])
    return locked


def _move(cycle: Cycle, actor: Actor, state: CycleState) -> Cycle:
    before, cycle.state = cycle.state, state
    cycle.save()
    after: dict[str, Any] = {"state": str(state), "digest": cycle.rubric_digest}
    action = {"OPENED": "cycle.open", "FROZEN": "cycle.freeze", "CLOSED": "cycle.close"}[state]
    record(actor=actor, action=action, obj=cycle, before={"state": before}, after=after)
    return cycle


def _check(year: int, rubric_id: str, version: str, cutoff_on: date) -> None:
    errors = []
    if type(year) is not int or year not in YEARS:
        message = _("Not a year that can be evaluated.")
        errors.append(FieldError("year", "invalid", message, year, f"{YEARS[0]}-{YEARS[-1]}"))
    elif cutoff_on.year != year:
        message = _("The cut-off day must lie within the year.")
        allowed = f"{year}-01-01 - {year}-12-31"
        errors.append(FieldError("cutoff_on", "invalid", message, cutoff_on.isoformat(), allowed))
    if find_version(rubric_id, version) is None:
        message = _("No such rubric version was published.")
        given = {"id": rubric_id, "version": version}
        errors.append(FieldError("rubric", "unknown", message, given))
    if errors:
        raise Invalid(errors[0].message, errors=errors)
