"""Adopting a rubric version, changing its numbers, freezing it."""

from evaluation.rubrics.adoption.domain.adoption import (
    adopt,
    change_overlay,
    discard_adoption,
    freeze_adoption,
)

__all__ = ["adopt", "change_overlay", "discard_adoption", "freeze_adoption"]
