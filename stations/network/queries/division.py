"""The county's divisions with its own decisions on them, and who serves each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kernel.hooks import DivisionMoves
from stations.network.enums import State
from stations.network.models import ServiceArea
from tenants.queries.division import divisions_in_force


@dataclass(frozen=True)
class DivisionRow:
    """One division in force, its marks, and the running places that serve it: (code, name)."""

    code: str
    name: str
    reform_affected: bool
    densely_populated: bool
    served_by: list[tuple[str, str]]


def division_rows(*, below: str, level: str, on: date) -> list[DivisionRow]:
    """The divisions of a level below a code on a day, in code order; two queries."""
    serving = places_by_division(below, on)
    rows = divisions_in_force(below=below, level=level, on=on)
    return [
        DivisionRow(code, name, affected, populous, serving[code])
        for code, name, affected, populous in rows.values_list(
            "code", "name", "reform_affected", "densely_populated"
        )
    ]


def places_by_division(below: str, on: date) -> dict[str, list[tuple[str, str]]]:
    """Running places by the division they serve on a day."""
    areas = ServiceArea.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        division_code__startswith=below,
        valid_from__lte=on,
        station__state=State.RUNNING,
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for division, code, name in areas.order_by("station__code").values_list(
        "division_code", "station__code", "station__name"
    ):
        found[division].append((code, name))
    return found


def places_moved(moves: DivisionMoves) -> list[int]:
    """Ids of the places whose areas were cut or begun by a change of divisions, on its day."""
    codes = {*moves.codes, *(code for codes in moves.codes.values() for code in codes)}
    cut = Q(valid_to=moves.on) | Q(valid_from=moves.on)
    areas = ServiceArea.objects.filter(cut, division_code__in=codes)
    return sorted(set(areas.values_list("station_id", flat=True)))
