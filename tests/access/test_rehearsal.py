"""A rehearsal copy of a county: every page says so, and nothing of it reaches the roll-up."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from evaluation.rollup.domain.follow import COUNT_RECORDS
from evaluation.rollup.models import CountyPeriod, StationSpan, StationYear
from kernel.jobs.domain import enqueue
from kernel.jobs.domain.lease import claim
from kernel.jobs.models import Job
from kernel.jobs.registry import find_handler
from kernel.jobs.run import JobRun
from kernel.tenancy import county_context
from kernel.tenancy.hosts import forget_sites
from stations.network.domain.station import change_state
from tenants.models import County
from tests.access.conftest import USERS, Peopled
from tests.access.table import Row
from tests.access.test_table import COUNTY_ROWS
from tests.fixtures.clients import client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.cycles import bring
from tests.fixtures.records import add_worker, works

ORIGINAL = "510499"
SAID = f"{ORIGINAL} 的演练副本"
ROLLUP = (StationYear, StationSpan, CountyPeriod)
PAGES = [row for row in COUNTY_ROWS if row.method == "GET" and not row.is_api and row.may]


@pytest.fixture
def copy(town: Peopled) -> Iterator[Peopled]:
    """The town as a rehearsal copy of a county that is elsewhere."""
    County.objects.filter(code=COUNTY).update(rehearsal_of=ORIGINAL)
    forget_sites()
    with county_context(None), county_context(COUNTY):
        yield town
    forget_sites()


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.label)
def test_every_page_says_so(copy: Any, row: Row) -> None:
    user = copy.users[USERS[row.may[0]]]
    answer = client_for(user).get(row.path.format(**copy.objects["S001"]), follow=True)
    assert answer.status_code == 200
    if answer.headers["Content-Type"].startswith("text/html"):
        text = answer.content.decode()
        # A part of a page is put into one that says so.
        assert text.count(SAID) == text.count("<html")


@pytest.mark.parametrize(("path", "status"), [("/login/", 200), ("/nothing/", 404)])
def test_so_do_the_log_in_and_what_is_not_there(copy: Any, path: str, status: int) -> None:
    answer = client_for(None if status == 200 else copy.users["bureau"]).get(path)
    assert (answer.status_code, answer.content.decode().count(SAID)) == (status, 1)


def test_nothing_is_rolled_up(copy: Any) -> None:
    """The network, an evaluation to its end, and a job that counts."""
    before = [list(table.objects.order_by("id").values()) for table in ROLLUP]
    change_state(
        actor=copy.actor("bureau"),
        station=copy.stations["S002"],
        state="SUSPENDED",
        on=date(2024, 1, 2),
        reason="演练",
    )
    works(add_worker(), copy.stations["S001"])
    assert bring(copy, "FINAL").state == "FINAL"
    job = enqueue(kind=COUNT_RECORDS, payload={})
    claimed = claim(table=Job, county=COUNTY, job=job.uuid, worker="test")
    find_handler(COUNT_RECORDS)(JobRun(claimed, COUNTY))
    assert [list(table.objects.order_by("id").values()) for table in ROLLUP] == before
    assert all(before)
