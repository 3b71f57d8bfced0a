"""C09 social affairs (3.2.4.1-3): kinds with a verified record."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.services import count_services

INDICATOR = "C09"


def compute(scope: FactScope) -> dict[int, Fact]:
    """``kinds``."""
    return count_services(scope, "AFFAIRS")
