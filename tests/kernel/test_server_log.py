"""The database server must not write persons into its own log: a check says when it would."""

import pytest
from django.db import connection

from kernel.tenancy.checks import QUIET, check_server_log

LOUD = {
    "log_error_verbosity": "default",
    "log_min_error_statement": "error",
    "log_statement": "mod",
    "log_min_duration_statement": "250",
}


def test_the_server_of_this_checkout_keeps_values_out(db):
    assert set(LOUD) == set(QUIET)
    assert check_server_log(None) == []


@pytest.mark.parametrize("name", LOUD)
def test_a_server_that_would_write_them_is_named_with_what_to_set(db, name):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {name} = '{LOUD[name]}'")

    (found,) = check_server_log(None)

    assert found.id == "tenancy.W005"
    assert found.msg.endswith(f"Set there: {name} = {QUIET[name][0]}")
    assert not found.is_serious()  # who runs the server may have reasons, and is told
