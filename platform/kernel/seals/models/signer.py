"""The installation's own pair of signing keys: one row, made when first needed."""

from typing import ClassVar

from django.db import models

from kernel.base import UuidModel


class Signer(UuidModel):
    """`slot` is always 1, so that two processes cannot make two."""

    slot = models.SmallIntegerField(unique=True, default=1)
    public_key = models.TextField()
    wrapped_signing_key = models.TextField()
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Signer"]] = models.Manager()

    def __str__(self) -> str:
        return self.public_key
