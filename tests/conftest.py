"""Two counties in a real PostgreSQL, made once a session; each test rolls back.

510402 东区 and 510421 米易县 carry colliding row ids on purpose: data that could leak
must exist in the test.
"""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase

from kernel.access.actor import Actor
from kernel.accounts.models import User
from kernel.tenancy import county_context
from kernel.tenancy.hosts import forget_sites
from tests.fixtures.counties import (
    COUNTY,
    OTHER,
    empty_counties,
    empty_public,
    left_whole,
    make_counties,
    make_whole,
)
from tests.fixtures.database import copied_database
from tests.fixtures.disk import small_disk
from tests.fixtures.people import make_member, make_official

__all__ = ["small_disk"]

COUNTY_CODE, OTHER_CODE = COUNTY, OTHER
DAY = date(2026, 11, 20)
# Objects made before Python looks for rings among the youngest, and how rarely among the older.
COLLECTION = (100_000, 50, 100)
MADE: list[bool] = []  # filled when this process has a database with both counties


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked citus run only on a Citus cluster."""
    if not os.environ.get("CITUS_URL"):
        skipped = pytest.mark.skip(reason="CITUS_URL names no Citus cluster (docs/operations.md)")
        for item in items:
            if item.get_closest_marker("citus"):
                item.add_marker(skipped)


def pytest_collection_finish() -> None:
    """All that is loaded by now stays: looking through it for garbage took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTION)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--counties", type=int, default=2, help="over how many counties tests/isolation interleaves"
    )


@pytest.fixture(scope="session", autouse=True)
def files_removed() -> Iterator[None]:
    """No stored file outlives the run."""
    yield
    shutil.rmtree(settings.FILES_ROOT, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def emptied_by_rows() -> Iterator[None]:
    """After a committing test public is emptied row by row: Django's flush takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: empty_public())
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The database with both counties, outside every test's transaction."""
    with django_db_blocker.unblock():
        database = copied_database(make_counties)
        database.__enter__()
    MADE.append(True)
    yield
    with django_db_blocker.unblock():
        database.__exit__(None, None, None)


@pytest.fixture(scope="module", autouse=True)
def left_as_found(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the module's committing tests left behind does not meet the next module."""
    yield
    if not MADE or connection.in_atomic_block:
        return
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        if not left_whole():
            make_whole()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No test finds hosts or days that an earlier one left in the process: counts stay the same."""
    cache.clear()
    forget_sites()


@pytest.fixture
def counties(request: pytest.FixtureRequest, db: None) -> Iterator[None]:
    """Both counties, made again when a test that commits has flushed them away."""
    make_counties()
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        empty_counties()


@pytest.fixture
def county(counties: None) -> Iterator[object]:
    """Stand in 510402 for the test; gives its County."""
    with county_context(COUNTY) as found:
        yield found


@pytest.fixture
def system(county: object) -> Actor:
    """The program itself in 510402."""
    return Actor.system(COUNTY)


@pytest.fixture
def member(counties: None) -> Callable[..., User]:
    """member("HEAD", scope_kind="STATION", scope_code="510402-S001", county=...) -> User."""
    return make_member


@pytest.fixture
def official(counties: None) -> Callable[..., User]:
    """official("PROVINCE", "51") -> User with that post."""
    return make_official


@pytest.fixture
def county_client(counties: None) -> Callable[..., Client]:
    """county_client(user=None, county="510402") -> a logged-in client on the county's host."""
    from tests.fixtures.clients import client_for

    return client_for


@pytest.fixture
def api_client(counties: None) -> Callable[..., object]:
    """api_client(user, county="510402" or None for the province) -> client with a bearer token."""
    from tests.fixtures.clients import api_client_for

    return api_client_for
