"""A file that was handed in; its content lies under its digest."""

from django.db import models

from kernel.base import UuidModel


class StoredFile(UuidModel):
    """Name and origin of a file. Access follows from the object it hangs on, never from here."""

    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.UUIDField()
    uploaded_name = models.CharField(max_length=60)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
