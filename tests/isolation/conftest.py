"""Counties with a name of their own in the same row, and addresses that show these names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from kernel.tenancy import county_context
from tenants.domain.county import add_county
from tenants.models import Division, DivisionLevel
from tenants.provisioning.schema import drop_schema
from tests.fixtures.counties import COUNTY, OTHER, VALID_FROM
from tests.isolation.views import add_name
from tests.isolation.wsgi import Site

FIRST_CODE = 519001
URLCONFS = {"county": "tests.isolation.urls"}


@pytest.fixture
def site(settings: Any) -> Site:
    """The application with the test's addresses beside the county's own."""
    settings.URLCONFS = settings.URLCONFS | URLCONFS
    return Site()


@pytest.fixture
def named(counties: None) -> Iterator[tuple[str, str]]:
    """Both counties with two names each, under the same ids; the codes."""
    for code in (COUNTY, OTHER):
        name_county(code)
    yield COUNTY, OTHER
    connection.close()


def name_county(code: str) -> None:
    """Two rows whose name says which county they belong to."""
    with county_context(code):
        for _ in range(2):
            add_name(code)


@dataclass(frozen=True)
class Province:
    """The counties of a run, each with two names; the first two are those of every test."""

    codes: tuple[str, ...]


@pytest.fixture
def province(named: tuple[str, str], request: pytest.FixtureRequest) -> Iterator[Province]:
    """As many counties as `--counties` says: the tests' two, and others made for this test."""
    more = [str(FIRST_CODE + number) for number in range(request.config.getoption("counties") - 2)]
    Division.objects.bulk_create(make_county_division(code) for code in more)
    for code in more:
        add_county(code=code)
        name_county(code)
    yield Province((*named, *more))
    connection.set_schema_to_public()
    for code in more:
        drop_schema(f"c{code}")


def make_county_division(code: str) -> Division:
    return Division(
        code=code, level=DivisionLevel.COUNTY, name=f"第{code}县", parent_code=code[:4],
        valid_from=VALID_FROM,
    )  # fmt: skip
