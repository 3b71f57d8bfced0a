"""Reading adopted rubrics."""

from evaluation.rubrics.adoption.queries.adoption import (
    current_adoption,
    effective_rubric,
    published_rubric,
)

__all__ = ["current_adoption", "effective_rubric", "published_rubric"]
