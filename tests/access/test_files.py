"""Files with personal data: kept by no browser, and in the trail each time."""

from typing import Any

import pytest

from kernel.audit.models import Entry
from kernel.tenancy import county_context
from tests.access.conftest import USERS, Peopled
from tests.access.rights import FILE_ROWS
from tests.access.table import Row
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.counties import COUNTY

# The pages before a file are forms; whatever is sent or is a receipt answers one.
FILES = [row for row in FILE_ROWS if row.method == "POST" or "receipt" in row.path]


def ask(row: Row, user: Any, path: str) -> Any:
    if row.method == "GET":
        return client_for(user).get(path)
    if row.is_api:
        return api_client_for(user, COUNTY).post(path, row.body, content_type="application/json")
    return client_for(user).post(path, row.body)


def trail(town: Peopled) -> list[str]:
    with county_context(town.county):
        return list(Entry.objects.order_by("seq").values_list("action", flat=True))


@pytest.mark.parametrize("row", FILES, ids=lambda row: f"{row.label} {row.path}")
def test_no_browser_keeps_it_and_the_trail_does(town: Peopled, row: Row) -> None:
    before, path = trail(town), row.path.format(**town.objects["S001"])
    answer = ask(row, town.users[USERS[row.may[-1]]], path)
    assert (answer.status_code, "no-store" in answer.get("Cache-Control", "")) == (200, True)
    word = {"file": "data_request.hand_out", "rece": "protection.read"}
    (kept, *_done) = trail(town)[len(before) :]
    assert kept == word.get(path.rstrip("/").rpartition("/")[2][:4], "list.export")
    if row.method == "POST":
        assert answer["Content-Disposition"].startswith("attachment;")
        assert "吴小雨" not in answer["Content-Disposition"]
