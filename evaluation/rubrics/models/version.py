"""A published version of a rubric: written once, read by every county."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext as _

from evaluation.scoring.indicator import Label
from evaluation.scoring.rubric import Rubric
from kernel.base import UuidModel
from kernel.errors import Conflict


class RubricVersionQuerySet(models.QuerySet):
    """Versions can be added and read, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise immutable()

    def delete(self) -> NoReturn:
        raise immutable()


class RubricVersion(UuidModel):
    """The content of a rubric under a version number, with its digest.

    A county that adopts it keeps digest and a copy of the content, never this row's key
    (rule R3), so nothing that was evaluated depends on this table any more.
    """

    rubric_id = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    # sha256 of the canonical content, as evaluation.scoring computes it.
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    effective_from = models.DateField()
    published_by_uuid = models.UUIDField()
    published_name = models.CharField(max_length=60)
    published_at = models.DateTimeField()

    objects = RubricVersionQuerySet.as_manager()

    class Meta:
        ordering = ["rubric_id", "id"]
        constraints = [
            # Two publications of one number at the same moment: one of them fails here.
            models.UniqueConstraint(fields=["rubric_id", "version"], name="rubric_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.rubric_id} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version; an existing one is refused (Conflict, code immutable)."""
        if not self._state.adding:
            raise immutable()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise immutable()

    @property
    def title(self) -> Label:
        """What people call the rubric."""
        return Label(**self.content["title"])

    @property
    def rubric(self) -> Rubric:
        """The content as a rubric."""
        return Rubric.from_data(self.content)


def immutable() -> Conflict:
    return Conflict(
        _("A published rubric version is never changed or deleted; publish a new version."),
        code="immutable",
    )
