"""A frozen cycle of 2023 in 510402, made once; beside it, where asked for, one in 510421.

The town lies in a transaction that is never committed; what a test writes is rolled back.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fixtures.counties import OTHER
from tests.fixtures.cycles import Town, freeze_town, held, make_town, standing_in


@pytest.fixture(scope="package")
def held_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with held(django_db_blocker, lambda: freeze_town(make_town())) as town:
        yield town


@pytest.fixture
def town(held_town: Town, db: None) -> Iterator[Town]:
    """S001 and S002 in SELF_EVAL, on the first day of the self-evaluation."""
    with standing_in(held_town):
        yield held_town


@pytest.fixture
def other_county(town: Town) -> Town:
    """510421 with its own people and sheets, whose row ids collide with those of 510402."""
    return freeze_town(make_town(OTHER))
