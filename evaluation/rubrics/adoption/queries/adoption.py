"""The adoption in use, and the rubric that follows from it."""

from fractions import Fraction

from evaluation.rubrics.adoption.models import Adoption
from evaluation.scoring.rubric import Rubric


def current_adoption(rubric_id: str, version: str | None = None) -> Adoption | None:
    """The open adoption of a rubric, else the one frozen last; None before the first.

    With `version`, only adoptions of that version.
    """
    adoptions = Adoption.objects.filter(rubric_id=rubric_id, carried_from="")
    if version is not None:
        adoptions = adoptions.filter(version=version)
    return adoptions.filter(frozen_at=None).first() or adoptions.order_by("frozen_at").last()


def published_rubric(adoption: Adoption) -> Rubric:
    """The rubric as it was published, without the county's numbers."""
    return Rubric.from_data(adoption.content)


def effective_rubric(adoption: Adoption) -> Rubric:
    """The rubric the county evaluates by: the published one with the county's numbers."""
    return with_overlay(published_rubric(adoption), adoption)


def with_overlay(published: Rubric, adoption: Adoption) -> Rubric:
    """A rubric already read from the adoption, with the county's numbers."""
    return published.with_numbers(
        {path: Fraction(value) for path, value in adoption.overlay.items()}
    )
