"""Publishing rubrics."""

from evaluation.rubrics.domain.version import publish_rubric

__all__ = ["publish_rubric"]
