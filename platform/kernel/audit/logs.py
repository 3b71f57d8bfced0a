"""JSON log lines with request id and county."""

import json
import logging
import traceback
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import Error as DatabaseFault
from psycopg import OperationalError as NoAnswer

from kernel.audit.request import request_id
from kernel.errors import DomainError
from kernel.tenancy.connection import connection

# Their texts speak of code or of the machine. Those of others may quote what somebody entered,
# and those of the database a whole row: they are left out, with where it happened kept (X06).
TELLING = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    NameError,
    OSError,
    RuntimeError,
    TypeError,
    ImproperlyConfigured,
)
NAMED = ("sqlstate", "table_name", "column_name", "constraint_name")


class JsonFormatter(logging.Formatter):
    """One JSON object a line; carries the message, never the request's content."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        line = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": _without_texts(record.getMessage(), error),
            "request_id": request_id(),
            "county": getattr(connection.tenant, "code", None),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)

    def formatException(self, ei: Any) -> str:  # noqa: N802  # the name is logging's
        """Each error of the chain, the first one first: where, its class, and what may be said."""
        parts = [
            "".join(traceback.format_tb(error.__traceback__)) + describe(error)
            for error in _chain(ei[1])
        ]
        return "\n\n".join(reversed(parts))


def describe(error: BaseException) -> str:
    """An error's class, with its text or, of the database's, the names of what it is about."""
    told = ""
    if isinstance(error, TELLING):
        told = str(error)
    elif isinstance(error, NoAnswer):  # the connection, a lock, a time that is over
        told = error.diag.message_primary or str(error)
    elif isinstance(error, DatabaseFault):
        told = " ".join(filter(None, (getattr(error.diag, name) for name in NAMED)))
    elif isinstance(error, DomainError):
        told = error.code
    kind = type(error).__qualname__
    return f"{kind}: {told}" if told else kind


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _without_texts(message: str, error: BaseException | None) -> str:
    """Who logs an error may put it into the message too, as Celery does."""
    for each in _chain(error):
        for text in (repr(each), str(each)):
            if text:
                message = message.replace(text, describe(each))
    return message
