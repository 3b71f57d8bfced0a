"""Computing facts from the records as they are now."""

from collections.abc import Iterable

from evaluation.facts.registry import COMPUTED
from evaluation.facts.scope import Fact, FactScope


def compute_facts(
    scope: FactScope, indicators: Iterable[str] | None = None
) -> dict[int, dict[str, Fact]]:
    """{station id: {indicator: fact}} for all computed indicators, or some of them.

    One query an indicator, whatever the number of stations. Raises KeyError for an
    indicator that is not computed.
    """
    wanted = list(COMPUTED) if indicators is None else list(indicators)
    facts: dict[int, dict[str, Fact]] = {station.id: {} for station in scope.stations}
    for indicator in wanted:
        for station_id, fact in COMPUTED[indicator].compute(scope).items():
            facts[station_id][indicator] = fact
    return facts
