"""Reading frozen facts.

The evaluation they belong to has been reached through its own ``restrict``; a list of
facts by themselves goes through ``FrozenFact.objects.restrict(actor, "view")``.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Func, IntegerField

from evaluation.facts.models import FrozenFact


def frozen(cycle_uuid: UUID, station_id: int) -> dict[str, FrozenFact]:
    """A station's facts of a cycle, by indicator."""
    rows = FrozenFact.objects.filter(cycle_uuid=cycle_uuid, station_id=station_id)
    return {row.indicator: row for row in rows}


@dataclass(frozen=True)
class FrozenInputs:
    """A fact without its records, of which a station has thousands: only their number."""

    inputs: dict[str, Any]
    records: int


def frozen_inputs(cycle_uuid: UUID, station_id: int) -> dict[str, FrozenInputs]:
    """A station's facts of a cycle by indicator, for those who score or write its sheet."""
    count = Func("records", function="jsonb_array_length", output_field=IntegerField())
    rows = FrozenFact.objects.filter(cycle_uuid=cycle_uuid, station_id=station_id)
    columns = rows.values_list("indicator", "inputs", count)
    return {indicator: FrozenInputs(inputs, records) for indicator, inputs, records in columns}


def frozen_of_cycle(cycle_uuid: UUID) -> dict[int, dict[str, FrozenFact]]:
    """All facts of a cycle by station id and indicator, without their records."""
    facts: dict[int, dict[str, FrozenFact]] = {}
    for row in FrozenFact.objects.filter(cycle_uuid=cycle_uuid).defer("records"):
        facts.setdefault(row.station_id, {})[row.indicator] = row
    return facts
