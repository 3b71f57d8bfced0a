"""Django's connection, typed as what it is here: our own backend's."""

from typing import TYPE_CHECKING, cast

from django.db import connection as plain

if TYPE_CHECKING:
    from kernel.tenancy.backend.base import DatabaseWrapper

connection = cast("DatabaseWrapper", plain)
