"""The county's build targets."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.audit.domain import record
from kernel.hooks import network_changed
from stations.network.domain.checks import check_model, refuse
from stations.network.models import BuildTarget
from stations.network.rules import MAY_SET_TARGET


@transaction.atomic
def set_targets(*, actor: Actor, year: int, targets: Mapping[Any, int]) -> None:
    """Set the targets of several levels of one year, all or none. Raises as set_target."""
    for level, target in targets.items():
        set_target(actor=actor, year=year, level=level, target=target)


@transaction.atomic
def set_target(*, actor: Actor, year: int, level: str, target: int) -> BuildTarget:
    """Set how many places of a level are to run by the end of a year.

    Raises Forbidden for another role than BUREAU, Invalid naming the field.
    """
    require(actor, *MAY_SET_TARGET)
    row = BuildTarget(year=year, level=level, target=target)
    refuse(check_model(row, only=("year", "level", "target")))
    present = BuildTarget.objects.select_for_update().filter(year=year, level=level).first()
    if present and present.target == target:
        return present
    before = {"target": present.target if present else None}
    if present:
        present.target = target
        present.save(update_fields=["target"])
    else:
        row.save()
    row = present or row
    after = {"year": year, "level": level, "target": target}
    record(actor=actor, action="target.set", obj=row, before=before, after=after)
    network_changed.call(year=year)
    return row
