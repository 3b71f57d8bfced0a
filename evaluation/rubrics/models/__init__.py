"""Tables of the published rubrics, in the public schema."""

from evaluation.rubrics.models.version import RubricVersion

__all__ = ["RubricVersion"]
