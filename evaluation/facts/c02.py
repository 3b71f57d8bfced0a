"""C02 public services (guideline 3.1.2): kinds with a verified record."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.services import count_services

INDICATOR = "C02"


def compute(scope: FactScope) -> dict[int, Fact]:
    """``kinds``."""
    return count_services(scope, "PUBLIC")
