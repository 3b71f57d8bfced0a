"""A county with a frozen cycle, called over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest

from kernel.workdays.clock import frozen
from tests.fixtures.calls import Caller
from tests.fixtures.cycles import Town, at, freeze_town, held, make_town


@pytest.fixture(scope="package")
def held_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """510402 with S001 and S002 in SELF_EVAL, in a transaction that is never committed."""
    with held(django_db_blocker, lambda: freeze_town(make_town())) as town:
        yield town


@pytest.fixture
def town(held_town: Town, db: None) -> Iterator[Town]:
    """On the first day of the self-evaluation; what a test writes is rolled back."""
    with frozen(at()):
        yield held_town


@pytest.fixture
def api(town: Town) -> Caller:
    return Caller(town)
