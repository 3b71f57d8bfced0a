"""Rows that are written once: what was submitted, decided or scored stays as it was."""

from typing import Any, NoReturn

from kernel.access.restrict import RestrictedQuerySet
from kernel.base import UuidModel


class Unchangeable(TypeError):
    """An attempt to change or delete a row that may only be succeeded by a new one."""


class AppendOnlyQuerySet(RestrictedQuerySet):
    """A row comes by ``create`` and stays; each model names its access rules."""

    def update(self, **values: Any) -> NoReturn:
        raise Unchangeable(f"{self.model.__name__} rows are never changed, only succeeded")

    def delete(self) -> NoReturn:
        raise Unchangeable(f"{self.model.__name__} rows are never deleted")

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise Unchangeable(f"{self.model.__name__} rows are never changed, only succeeded")


class AppendOnlyModel(UuidModel):
    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk is not None:
            raise Unchangeable(f"{type(self).__name__} {self.pk} is never changed, only succeeded")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise Unchangeable(f"{type(self).__name__} {self.pk} is never deleted")
