"""Base of Celery tasks that work in a county."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import shared_task

from kernel.tenancy.connection import connection
from kernel.tenancy.context import county_context


def county_task(**task_options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A shared task that stands in the county it is told, and leaves it afterwards.

    The county is an explicit keyword argument: a task without it fails before it
    touches anything. Arguments are ids only; tasks are idempotent. In a county that is
    suspended or leaving nothing is done: the schedule sends the task again.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        @shared_task(**task_options)
        @wraps(function)
        def run(*, county: str, **arguments: Any) -> Any:
            try:
                with county_context(county) as found:
                    if found.state != "ACTIVE":
                        return None
                    return function(county=county, **arguments)
            finally:
                connection.set_schema_to_public()

        return run

    return decorate
