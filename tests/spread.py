"""pytest plugin: which tests go to which process, and in which order.

Tests go by file, in the order of the folders: tests of one package share a county that lies in
an open transaction, and a process that stays in the package makes it once. What takes long by
the test comes first, so that nothing long is left for the end; the table of access and the
generated calls of the API, a quarter of all time in two files, come last and in shares, which
fill up whichever process is free.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest
from xdist.scheduler import LoadFileScheduling

LONG = ("tests/tenants/", "tests/deploy/", "tests/browser/", "tests/isolation/")
SHARED = ("tests/access/test_table.py", "tests/api/test_openapi.py")
SHARES = 12


class ByFileAndShare(LoadFileScheduling):
    """By file, but for those that are dealt out in shares."""

    def _split_scope(self, nodeid: str) -> str:
        path = super()._split_scope(nodeid)
        return f"{path}#{crc32(nodeid.encode()) % SHARES}" if path in SHARED else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return ByFileAndShare(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=rank)


def rank(item: pytest.Item) -> int:
    """0 for what takes long by the test, 2 for what is dealt out, 1 for all between."""
    if item.nodeid.startswith(LONG):
        return 0
    return 2 if item.nodeid.startswith(SHARED) else 1
