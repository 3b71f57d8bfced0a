"""Records that name a village, when villages change (hook divisions_changed)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from kernel.access.actor import Actor
from kernel.hooks import DivisionMoves, Effect

Move = Callable[[DivisionMoves, Actor], list[Effect]]


def moving(tables: Mapping[type[models.Model], Any]) -> Move:
    """A hook that lets records of these tables (with their labels) name what follows their village.

    Only the code is written, not the day of change: nothing about the event is another. Records
    of a divided village stay, and are named to the county, which knows where each belongs.
    """

    def move_records(moves: DivisionMoves, actor: Actor) -> list[Effect]:
        return [
            effect
            for table, label in tables.items()
            for effect in move_table(table, label, moves, actor)
        ]

    return move_records


def move_table(table: Any, label: Any, moves: DivisionMoves, actor: Actor) -> list[Effect]:
    rows = table._default_manager.filter(division_code__in=moves.codes)
    counts = rows.order_by("division_code").values_list("division_code")
    effects = []
    for old, count in counts.annotate(count=models.Count("id")):
        codes = [code for code in moves.codes[old] if code.startswith(actor.county or "")]
        settled = len(moves.codes[old]) == len(codes) == 1
        if settled:
            rows.filter(division_code=old).update(division_code=codes[0])
        subject = f"{label}: {count}"
        effects.append(Effect("record", subject, old, ", ".join(codes), kept=not settled))
    return effects
