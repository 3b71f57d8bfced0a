"""Visits due and done by level: the evaluation knows how slots are counted and registers here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.hooks import Hook

# (station, on) -> list[LevelCount]; the year of the day, up to it.
due_sources: Hook[...] = Hook("due_sources")


@dataclass(frozen=True)
class LevelCount:
    """A level's due visits in a year so far, and how many of them were made."""

    level: str
    due: int
    done: int


def level_counts(station: Any, on: date) -> list[LevelCount]:
    """By level; empty for a place that is not evaluated."""
    return [count for found in due_sources.call(station, on) for count in found]
