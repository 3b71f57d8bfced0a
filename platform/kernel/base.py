"""What every table has (architecture.md, rule R2)."""

import uuid

from django.db import models


class UuidModel(models.Model):
    """A bigint key for joins inside the schema, a UUID for everything that leaves it."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
