"""What every table has (architecture.md, rule R2)."""

import uuid

from django.db import models


def carried_from() -> models.CharField:
    """The code of the county that a row of history was carried from; empty: the county's own.

    Such a row is read like any other, and never counted, changed or succeeded.
    """
    return models.CharField(max_length=6, blank=True, default="", db_default="", editable=False)


class UuidModel(models.Model):
    """A bigint key for joins inside the schema, a UUID for everything that leaves it."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
