"""Before the first request or task: the database must be one on which counties stay apart."""

import time

from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from kernel.tenancy.connection import connection

PATIENCE = 30.0  # seconds in which a server that starts beside us may come up
PAUSE = 0.5


def refuse_unfit_database() -> None:
    """Run the database checks; raises ImproperlyConfigured with every fault found.

    Called where web and worker start: Django itself runs them with `check --database` and
    `migrate` only. A server that does not answer is waited for, then refused as well.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            found = run_checks(tags=[Tags.database], databases=[connection.alias])
            break
        except OperationalError as error:
            if time.monotonic() > end:
                raise ImproperlyConfigured(f"DATABASE_URL: no answer: {error}") from error
            time.sleep(PAUSE)
        finally:
            leave()
    faults = [str(message.msg) for message in found if message.is_serious()]
    if faults:
        raise ImproperlyConfigured(" ".join(faults))


def leave() -> None:
    """Keep no connection: processes that are forked from this one must not share its sockets."""
    connection.close()
    connection.close_pool()
