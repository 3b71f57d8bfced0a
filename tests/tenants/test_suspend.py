"""A closed county: its users read why, its work waits, and goes on when it is resumed."""

import pytest
from django.core.management import CommandError, call_command

from kernel.access.actor import Actor
from kernel.jobs.domain import enqueue
from kernel.jobs.models import Job
from kernel.jobs.registry import _handlers, job_kind
from kernel.jobs.tasks import run
from kernel.tenancy import county_codes, county_context
from kernel.tenancy.hosts import forget_sites
from kernel.tenancy.task import county_task
from kernel.wakeups.domain import sweep
from kernel.wakeups.models import Wakeup
from tenants.domain.state import change_state
from tenants.models import County, CountyState
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.people import make_member

pytestmark = pytest.mark.usefixtures("counties")
SYSTEM = Actor.system(None)


def move(to: CountyState, reason: str = "机构改革", code: str = COUNTY) -> None:
    county = County.objects.get(code=code)
    change_state(county=county, to=to, actor=SYSTEM, reason=reason)
    forget_sites()


@pytest.fixture(autouse=True)
def forgotten() -> object:
    yield
    forget_sites()


@pytest.mark.parametrize("to", [CountyState.SUSPENDED, CountyState.LEAVING])
def test_pages_and_api_say_why(to: CountyState) -> None:
    user = make_member("BUREAU")
    move(to, "因机构改革停用至 6 月")
    page = client_for(user).get("/")
    assert (page.status_code, "因机构改革停用至 6 月" in page.content.decode()) == (403, True)
    answer = api_client_for(user).get("/api/v1/stations")
    assert (answer.status_code, answer.json()["code"]) == (403, f"county_{to.value.lower()}")
    assert answer.json()["detail"].endswith("因机构改革停用至 6 月")
    other = make_member("BUREAU", county=OTHER)
    assert api_client_for(other, OTHER).get("/api/v1/stations").status_code == 200


def test_only_the_reason_of_the_present_state_is_shown() -> None:
    move(CountyState.SUSPENDED, "第一次")
    move(CountyState.ACTIVE, "")
    assert client_for(make_member("BUREAU")).get("/").status_code == 200
    move(CountyState.SUSPENDED, "第二次")
    text = client_for(make_member("BUREAU")).get("/").content.decode()
    assert ("第一次" in text, "第二次" in text) == (False, True)


def test_jobs_wait_without_being_looked_at(sent: list, kind: list) -> None:
    with county_context(COUNTY):
        job = enqueue(kind="tests.held", payload={})
    with county_context(OTHER):
        other = enqueue(kind="tests.held", payload={})
    Wakeup.objects.update(due_at="2020-01-01T00:00Z")
    move(CountyState.SUSPENDED)
    assert sweep() == 2
    for code, each in ((COUNTY, job), (OTHER, other)):
        run(county=code, job=str(each.uuid))
    assert kind == [OTHER]
    assert sweep() == 0
    Wakeup.objects.exclude(due_at=None).update(due_at="2020-01-01T00:00Z")
    assert sweep() == 0
    with county_context(COUNTY):
        assert Job.objects.get(uuid=job.uuid).tries == 0
    move(CountyState.ACTIVE)
    assert sweep() == 1
    run(county=COUNTY, job=str(job.uuid))
    assert kind == [OTHER, COUNTY]
    assert Wakeup.objects.count() == 0


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list:
    """No broker: messages that would wake a worker are dropped."""
    monkeypatch.setattr("celery.current_app.send_task", lambda *args, **kwargs: None)
    return []


@pytest.fixture
def kind() -> object:
    """Counties in which a job of the kind tests.held was done."""
    done: list[str] = []
    job_kind("tests.held")(lambda job: done.append(job.county))
    yield done
    del _handlers["tests.held"]


def test_tasks_leave_it_alone() -> None:
    done = []

    @county_task(name="tests.visit")
    def visit(*, county: str) -> None:
        done.append(county)

    move(CountyState.SUSPENDED)
    for code in (COUNTY, OTHER):
        visit(county=code)
    assert done == [OTHER]
    assert county_codes() == [OTHER]


def test_commands() -> None:
    with pytest.raises(CommandError):
        call_command("suspend_county", COUNTY)  # without a reason
    with pytest.raises(CommandError):
        call_command("suspend_county", "519999", "--reason", "因")
    with pytest.raises(CommandError):
        call_command("suspend_county", COUNTY, "--reason", "因", "--by", "nobody")
    for command, state in (
        ("suspend_county", "SUSPENDED"),
        ("resume_county", "ACTIVE"),
        ("leave_county", "LEAVING"),
    ):
        call_command(command, COUNTY, "--reason", "因")
        assert County.objects.get(code=COUNTY).state == state
    with pytest.raises(CommandError):
        call_command("resume_county", COUNTY)
