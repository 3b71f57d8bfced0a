"""C07 services for elders (3.2.2.1-6): kinds with a verified record."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.services import count_services

INDICATOR = "C07"


def compute(scope: FactScope) -> dict[int, Fact]:
    """``kinds``."""
    return count_services(scope, "ELDER")
