"""Tables of frozen facts."""

from evaluation.facts.models.frozen_fact import FrozenFact

__all__ = ["FrozenFact"]
