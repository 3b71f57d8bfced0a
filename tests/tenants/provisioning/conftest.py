"""Counties that a test commits are gone when it ends."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tenants.provisioning.schema import drop_schema
from tests.conftest import COUNTY_CODE, OTHER_CODE
from tests.tenants.provisioning.schemas import names_of_schemas


@pytest.fixture
def committed(counties: None) -> Iterator[None]:
    """For tests with django_db(transaction=True): what they make is dropped afterwards."""
    yield
    connection.set_schema_to_public()
    kept = {f"c{COUNTY_CODE}", f"c{OTHER_CODE}"}
    for name in names_of_schemas("^(c[0-9]{6}|spare_[0-9a-f]+)$"):
        if name not in kept:
            drop_schema(name)
