"""pytest plugin: one throw-away PostgreSQL server for the run.

Loaded with `-p tests.postgres_plugin`, before pytest-django reads the settings: the address is
chosen at import, the server started at configure. Workers of pytest-xdist inherit the address.
Never the server of a DATABASE_URL found in the environment: tests drop what they find. Another
server for tests is named by QIANZHAN_TEST_DATABASE_URL; the coordinator of a Citus cluster, whose
database is used as it is, by CITUS_URL.
"""

from __future__ import annotations

import os
import secrets

import pytest

from deploy.postgres import PostgresError
from deploy.temporary import TemporaryServer

_server: TemporaryServer | None = None

# Read by the settings when they are loaded, which is before config.settings.test itself runs.
os.environ["QIANZHAN_ENV"] = "test"
# One for all processes of a run: their databases are copies of one, with its counties' keys.
os.environ.setdefault("QIANZHAN_MASTER_KEY", secrets.token_hex(32))

if "PYTEST_XDIST_WORKER" not in os.environ:
    named = (os.environ.get(name) for name in ("CITUS_URL", "QIANZHAN_TEST_DATABASE_URL"))
    if given := next(filter(None, named), None):
        os.environ["DATABASE_URL"] = given
    else:
        _server = TemporaryServer()
        os.environ["DATABASE_URL"] = _server.url


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if _server and not config.option.collectonly:
        try:
            _server.start()
        except PostgresError as error:
            pytest.exit(str(error), returncode=3)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if _server:
        _server.stop()
