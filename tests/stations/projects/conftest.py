"""Every test of a project stands on the same day."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.errors import Invalid
from kernel.workdays import clock
from tests.conftest import DAY as TODAY


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def wrong_fields() -> Callable[..., list[str]]:
    """The fields that an act names when it refuses."""

    def fields(do: Callable[..., Any], **values: Any) -> list[str]:
        with pytest.raises(Invalid) as refused:
            do(**values)
        return [error.field for error in refused.value.errors]

    return fields


@pytest.fixture
def queries_of() -> Callable[[Callable[[], Any]], int]:
    """How many statements an act takes."""

    def count(do: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as caught:
            do()
        return len(caught)

    return count
