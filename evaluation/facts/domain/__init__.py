"""Writing facts: once a cycle, when it freezes."""

from evaluation.facts.domain.freeze import freeze_facts

__all__ = ["freeze_facts"]
