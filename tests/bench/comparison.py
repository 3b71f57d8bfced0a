"""Two ways to the same answer, timed in turn; what counts is their ratio."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.test import override_settings

ROUNDS = 5
SHORT_ROUND = 2.0  # seconds; the median of few short rounds is the machine's mood of that moment
SHORT_ROUNDS = 15
LONG_ROUND = 30.0  # seconds; a round that takes longer is repeated twice only
LONG_ROUNDS = 2


def as_shipped() -> override_settings:
    """django-tenants with Django's own executor of migrations: the product has put another into
    it (tenants/migration/narrow.py), which makes what is compared with faster as well."""
    command = "django.core.management.commands.migrate.Command"
    return override_settings(TENANT_BASE_MIGRATE_COMMAND=command)


@dataclass(frozen=True)
class Way:
    """What is done, in words, and the function that does it and gives the answer. Not timed:
    `prepare` puts everything back before each run, `answer` looks at what the run has made."""

    what: str
    run: Callable[[], Any]
    prepare: Callable[[], object] = lambda: None
    answer: Callable[[], Any] | None = None


@dataclass(frozen=True)
class Comparison:
    """`goal`: "<= 2.5" (ours may take that many times the baseline) or ">= 20" (ours is that
    many times faster). `close` undoes what the benchmark has built. With another `unit` than
    seconds a way's run gives (amount, answer) and is not timed."""

    name: str
    baseline: Way
    ours: Way
    goal: str
    close: Callable[[], None] = lambda: None
    unit: str = "s"

    def measure(self, *, small: bool) -> dict[str, Any]:
        """Times of both, the ratio that the goal is about, and whether the answers are equal."""
        try:
            return self._measure(small=small)
        finally:
            self.close()

    def _measure(self, *, small: bool) -> dict[str, Any]:
        took, answer = self.take(self.baseline)
        took_ours, answer_ours = self.take(self.ours)
        rounds = 1 if small else self.rounds(max(took, took_ours))
        times = [(self.take(self.baseline)[0], self.take(self.ours)[0]) for _ in range(rounds)]
        base, ours = (summary(list(column)) for column in zip(*times, strict=True))
        relation, _, bound = self.goal.partition(" ")
        pair = (ours, base) if relation == "<=" else (base, ours)
        ratio = pair[0]["median"] / pair[1]["median"]
        met = ratio <= float(bound) if relation == "<=" else ratio >= float(bound)
        return {
            "name": self.name,
            "unit": self.unit,
            "rounds": rounds,
            "baseline": {"what": self.baseline.what, **base},
            "ours": {"what": self.ours.what, **ours},
            "ratio": round(ratio, 3),
            "goal": self.goal,
            "met": met,
            "equal": answer == answer_ours,
        }

    def rounds(self, took: float) -> int:
        """How often, by what one round took; amounts hardly vary."""
        if self.unit != "s" or took > LONG_ROUND:
            return LONG_ROUNDS
        return SHORT_ROUNDS if took < SHORT_ROUND else ROUNDS

    def take(self, way: Way) -> tuple[float, Any]:
        """What a way takes, in the comparison's unit, and its answer."""
        if self.unit == "s":
            return timed(way)
        way.prepare()
        amount, answer = way.run()
        return amount, answer


def timed(way: Way) -> tuple[float, Any]:
    """Seconds that it took, and its answer."""
    way.prepare()
    begun = time.perf_counter()
    answer = way.run()
    took = time.perf_counter() - begun
    return took, way.answer() if way.answer else answer


def summary(seconds: list[float]) -> dict[str, float]:
    shown = {"median": median(seconds), "min": min(seconds), "max": max(seconds)}
    return {name: round(value, 6) for name, value in shown.items()}
