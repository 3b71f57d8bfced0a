"""Visits put right: what one said before is kept with who, when and why."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, Stale
from kernel.workdays import clock
from stations.casework.companions import read_companions
from stations.casework.domain.visit import check_visit, company_of, day_of
from stations.casework.models import Visit, VisitCorrection
from stations.casework.models.visit import VisitContent
from stations.records.domain import change, check_fields, refuse, refuse_withdrawn, require_row
from stations.records.models import Record

# What a figure or a fact of a visit hangs on, beside its day.
COUNTED = frozenset({"place", "result", "joint_with"})


@transaction.atomic
def correct_visit(
    *, actor: Actor, visit: Visit, reason: str, version: int | None = None, **values: Any
) -> Visit:
    """Put right what a visit says; what it said before is kept with who, when and why.

    ``values`` are fields of VisitContent, the sections as sections.pack keeps them; ``version`` is
    how many corrections the writer has seen. What is counted counts as received now (C912b), the
    household as of the day now named (N04). Raises Forbidden, Stale for another version, Conflict
    when withdrawn, not held yet, emptied, or when nothing changes, or Invalid.
    """
    require_row(actor, visit, "edit")
    held = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    _refuse_incorrigible(held)
    if version is not None and version != held.corrections.count():
        raise Stale(_("Somebody has changed this in the meantime; read it again."))
    if not reason.strip():
        refuse("reason", _("Say why this is done."), reason)
    new = {name: value for name, value in _clean(values).items() if getattr(held, name) != value}
    if not new:
        raise Conflict(_("The visit says this already."), code="nothing_changed")
    if "held_at" in new or "result" in new:
        said = {name: getattr(held, name) for name in ("held_at", "result")}
        check_visit(held.beneficiary, **{name: new.get(name, old) for name, old in said.items()})
    _keep_reading(actor, held, reason.strip())
    return change(held, actor=actor, action="visit.correct", **new, **_following(held, new))


def _refuse_incorrigible(visit: Visit) -> None:
    refuse_withdrawn(visit)
    if visit.held_at is None:
        raise Conflict(_("This visit has not been entered as done."))
    if visit.beneficiary.erased_at is not None:
        raise Conflict(_("This person has been erased."), code="erased")


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """As they are kept."""
    found = dict(values)
    if "note" in found:
        found["note"] = found["note"].strip()
    if "joint_with" in found:
        found |= company_of(read_companions(found["joint_with"]))
    return found


def _keep_reading(actor: Actor, visit: Visit, reason: str) -> None:
    """What the visit says now, and why no longer."""
    said = {field.name: getattr(visit, field.name) for field in _content_fields()}
    reading = VisitCorrection(
        visit=visit,
        was_received_at=visit.received_at,
        reason=reason,
        by_uuid=actor.user_uuid,
        by_name=actor.name,
        **said,
    )
    check_fields(reading)
    reading.save()


def _content_fields() -> list[models.Field]:
    """The fields that a visit and its earlier readings share."""
    shared = {field.name for field in Record._meta.fields}
    return [field for field in VisitContent._meta.fields if field.name not in shared]


def _following(visit: Visit, new: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction brings with it."""
    assert visit.held_at is not None  # _refuse_incorrigible
    held_at = new.get("held_at", visit.held_at)
    moved = day_of(held_at) != day_of(visit.held_at)
    found: dict[str, Any] = {}
    if moved:
        found["household_id"] = visit.beneficiary.household_on(day_of(held_at))
    if moved or not COUNTED.isdisjoint(new):
        found["received_at"] = clock.now()
    return found
