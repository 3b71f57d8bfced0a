"""Log lines: where something failed and what kind of failure, never what somebody entered."""

import json
import logging
import sys

import psycopg
import pytest
from django.db import DataError, IntegrityError, connection, transaction

from kernel.audit.logs import JsonFormatter
from kernel.errors import Conflict

NAME, NUMBER = "曾大山", "510402199001011234"


def line_of(error: type[Exception], message: str, *args: object) -> dict[str, str]:
    """What the formatter writes of the error that is being handled."""
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, message, args, sys.exc_info())
    assert isinstance(sys.exc_info()[1], error)
    return json.loads(JsonFormatter().format(record))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (f"(1, '{NAME}', NULL)", "NotNullViolation: 23502 p age"),
        (f"(1, '{NAME}', -1)", "CheckViolation: 23514 p p_age_check"),
        (f"(2, '{NAME}二', 3)", "UniqueViolation: 23505 p p_pkey"),
    ],
)
def test_an_error_of_the_database_names_the_rule_and_not_the_row(db, row, told):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE p (id int PRIMARY KEY, n text, age int NOT NULL CHECK (age > 0))"
        )
        cursor.execute("INSERT INTO p VALUES (2, 'x', 5)")
        try:
            with transaction.atomic():
                cursor.execute(f"INSERT INTO p VALUES {row}")
        except IntegrityError as error:
            line = line_of(IntegrityError, "failed: %s", repr(error))

    assert NAME not in json.dumps(line, ensure_ascii=False)
    assert told in line["exception"]
    assert line["exception"].endswith("IntegrityError")
    assert "in execute" in line["exception"]  # where it happened stays


def test_a_value_of_the_wrong_form_is_not_quoted(db):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [NUMBER + "X"])
    except DataError:
        assert NUMBER not in json.dumps(line_of(DataError, "failed"))
    try:
        int(NAME)
    except ValueError as error:
        line = line_of(ValueError, "Task %s raised: %s", "visits", repr(error))
    assert line["message"] == "Task visits raised: ValueError"
    assert NAME not in line["exception"]


def test_a_refusal_that_names_somebody_is_logged_by_its_kind():
    try:
        try:
            raise KeyError(NAME)
        except KeyError as cause:
            raise Conflict(f"{NAME} is already among those who attended.") from cause
    except Conflict:
        line = line_of(Conflict, "job failed")
    assert NAME not in line["exception"]
    first, last = line["exception"].split("\n\n")
    assert first.endswith("KeyError")
    assert last.endswith("Conflict: wrong_state")


def test_what_speaks_of_code_or_the_machine_is_said():
    for error in (AttributeError("'NoneType' object has no attribute 'uuid'"), OSError("disk")):
        try:
            raise error
        except type(error):
            assert line_of(type(error), "failed")["exception"].endswith(str(error))


def test_a_server_that_does_not_answer_is_named():
    try:
        psycopg.connect("postgresql://q:q@127.0.0.1:1/q", connect_timeout=2)
    except psycopg.OperationalError:
        line = line_of(psycopg.OperationalError, "not read")
    assert "port 1 failed: Connection refused" in line["exception"]
