"""Counties with a name of their own in the same row, and addresses that show these names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from kernel.tenancy import county_context
from tests.fixtures.counties import COUNTY, OTHER
from tests.isolation.views import add_name
from tests.isolation.wsgi import Site

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
def province(named: tuple[str, str]) -> Iterator[Province]:
    return Province(named)
