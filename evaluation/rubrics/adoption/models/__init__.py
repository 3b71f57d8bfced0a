"""Tables of the adopted rubrics, in the county's schema."""

from evaluation.rubrics.adoption.models.adoption import Adoption

__all__ = ["Adoption"]
