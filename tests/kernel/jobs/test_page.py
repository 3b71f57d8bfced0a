"""The page of a job: for whom, and how often it is asked for again."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from kernel.access.queries import actor_of
from kernel.jobs.domain import enqueue
from kernel.jobs.models import Job
from kernel.tenancy import county_context
from tests.fixtures.counties import COUNTY, OTHER


@pytest.fixture
def head(member: Callable):
    return member("HEAD", scope_kind="STATION", scope_code="510402-S001", county=COUNTY)


@pytest.fixture
def job(head) -> Job:
    """Asked for by the head."""
    with county_context(COUNTY):
        return enqueue(kind="tests.double", payload={}, actor=actor_of(head))


def change(job: Job, **values: object) -> None:
    with county_context(COUNTY):
        Job.objects.filter(pk=job.pk).update(**values)


def test_the_asker_and_the_bureau_see_it_and_nobody_else(
    job: Job, head, member: Callable, county_client: Callable[..., Client]
) -> None:
    bureau = member("BUREAU", county=COUNTY)
    other_head = member("HEAD", scope_kind="STATION", scope_code="510402-S002", county=COUNTY)
    elsewhere = member("BUREAU", county=OTHER)
    seen = {
        "asker": county_client(head),
        "bureau": county_client(bureau),
        "other head": county_client(other_head),
        "bureau elsewhere": county_client(elsewhere, county=OTHER),
    }
    codes = {who: client.get(f"/jobs/{job.uuid}/").status_code for who, client in seen.items()}
    assert codes == {"asker": 200, "bureau": 200, "other head": 404, "bureau elsewhere": 404}
    assert seen["asker"].get(f"/jobs/{uuid4()}/").status_code == 404


def test_it_is_asked_for_again_after_2_5_and_15_seconds(
    job: Job, head, county_client: Callable[..., Client]
) -> None:
    client = county_client(head)
    page = client.get(f"/jobs/{job.uuid}/").content.decode()
    assert "<html" in page
    assert f'hx-get="/jobs/{job.uuid}/?look=1" hx-trigger="load delay:2s"' in page
    for look, pause in (("1", 5), ("2", 15), ("3", 15), ("999", 15), ("x", 2), ("-1", 2)):
        part = client.get(
            f"/jobs/{job.uuid}/", {"look": look}, headers={"hx-request": "true"}
        ).content.decode()
        assert "<html" not in part
        assert f'hx-trigger="load delay:{pause}s"' in part


def test_progress_result_and_errors_are_shown(
    job: Job, head, county_client: Callable[..., Client]
) -> None:
    client = county_client(head)

    def page() -> str:
        return client.get(f"/jobs/{job.uuid}/").content.decode()

    change(job, state="RUNNING", progress=27, total=46)
    assert "27/46" in page()
    change(job, state="DONE", result={"url": "/files/1/"})
    assert '<a href="/files/1/">' in page()
    assert "hx-trigger" not in page()
    change(job, state="FAILED", error={"code": "not_open", "detail": "<b>closed</b>"})
    assert "&lt;b&gt;closed" in page()
    change(job, error={"code": "error", "detail": "KeyError"})
    assert "KeyError" in page()
    assert str(job.uuid) in page()
    change(job, error={"code": "worker_died"})
    assert "处理程序多次中断" in page()
