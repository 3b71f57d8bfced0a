"""C10 rural revitalisation (3.2.5.1-3): kinds with a verified record."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.services import count_services

INDICATOR = "C10"


def compute(scope: FactScope) -> dict[int, Fact]:
    """``kinds``."""
    return count_services(scope, "RURAL")
