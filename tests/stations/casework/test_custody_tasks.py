"""The command that keeps archives, and what custody puts on the work desk."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import set_urlconf

from config.settings.broker import SCHEDULE
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.custody_desk import custody_tasks
from stations.casework.domain import approve_disposal, grant_request
from stations.casework.domain.birth import note_births
from stations.casework.models import ArchiveDisposal, ArchiveVolume, Beneficiary
from stations.casework.tasks import keep_all, keep_county
from tenants.models import County
from tenants.models.county import CountyState
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.custody import a_disposal, a_loan, a_request, a_volume, an_activity
from tests.fixtures.records import a_case, file_person, noon
from tests.stations.conftest import ROLES

DAY = date(2023, 5, 4)
CHILD = "510402201403090019"


@pytest.fixture(autouse=True)
def today():
    """Addresses are those of a county's host."""
    set_urlconf("config.urls_county")
    with clock.frozen(TODAY):
        yield
    set_urlconf(None)


def ended_case(station, on):
    ended = {"closed_on": on, "closed_received_at": noon(on), "closure_reason": "MOVED"}
    return a_case(file_person(station), on, **ended)


def test_the_command_files_proposes_and_notes_births_once(network):
    ended_case(network["S001"], DAY)
    ended_case(network["S001"], date(2015, 5, 4))
    file_person(network["S001"], id_number=CHILD)

    def run():
        said = StringIO()
        call_command("keep_archives", county=[COUNTY], stdout=said)
        enter_county(COUNTY)
        return said.getvalue().strip()

    more = "0 services stopped, 0 kinds of records proposed"
    done = "2 volumes filed, 1 proposed for destruction, 1 days of birth noted"
    again = "0 volumes filed, 0 proposed for destruction, 0 days of birth noted"
    assert run() == f"{COUNTY}: {done}, {more}"
    assert run() == f"{COUNTY}: {again}, {more}"
    assert ArchiveVolume.objects.count() == 2
    assert ArchiveDisposal.objects.get().volume.destroy_after == date(2025, 5, 4)
    assert Beneficiary.objects.get(born_on=date(2014, 3, 9)).id_number == CHILD


def test_every_active_county_does_it_daily_by_a_task_of_its_own(network, monkeypatch):
    ended_case(network["S001"], DAY)
    assert SCHEDULE["archives"]["task"] == keep_all.name
    sent = []
    monkeypatch.setattr(keep_county, "delay", lambda **given: sent.append(given))
    County.objects.filter(code=OTHER).update(state=CountyState.SUSPENDED)
    assert keep_all() == 1
    assert sent == [{"county": COUNTY}]

    for given in (*sent, *sent, {"county": OTHER}):
        assert keep_county(**given) is None

    enter_county(COUNTY)
    assert ArchiveVolume.objects.count() == 1


def test_a_number_that_tells_no_day_is_left(network, system):
    file_person(network["S001"], id_number="510402199902300009")
    file_person(network["S001"])
    assert note_births(actor=system) == 0


def tasks(actor):
    return [task.kind and task.title for task in custody_tasks(actor, TODAY)]


def test_each_role_has_what_waits_for_it(network, actor):
    person = file_person(network["S001"])
    volume = a_volume(a_case(person))
    a_loan(volume, DAY)
    a_disposal(volume, DAY)
    request = a_request(person, DAY)
    past = {"assessed_on": DAY, "assessed_by": "法规股", "next_review_on": TODAY}
    an_activity(network["H001"], **past)
    actors = {role: actor(role) for role in ROLES}
    counts = {role: len(tasks(held)) for role, held in actors.items()}
    assert {role: count for role, count in counts.items() if count} == {
        "BUREAU": 3, "HEAD": 2, "WORKER": 1
    }  # fmt: skip

    grant_request(actor=actors["BUREAU"], entry=request)
    assert (len(tasks(actors["BUREAU"])), len(tasks(actors["HEAD"]))) == (2, 3)
    assert custody_tasks(actor("HEAD", "510402-S002"), TODAY) == []


def test_who_approved_is_not_asked_again(network, actor):
    ended = ended_case(network["S001"], date(2015, 5, 4))
    line = a_disposal(a_volume(ended, date(2015, 5, 4)), DAY)
    head, bureau = actor("HEAD"), actor("BUREAU")
    approve_disposal(actor=head, entry=line)
    assert tasks(head) == []
    assert len(tasks(bureau)) == 1


def test_nothing_waits_that_is_not_due(network, actor):
    volume = a_volume(a_case(file_person(network["S001"])))
    a_loan(volume, TODAY, due_on=TODAY + timedelta(days=1))
    later = {"assessed_on": DAY, "assessed_by": "法规股", "next_review_on": date(2027, 1, 1)}
    an_activity(network["H001"], **later)
    assert tasks(actor("WORKER")) == tasks(actor("BUREAU")) == []


def test_tasks_in_constant_queries(network, actor, django_assert_max_num_queries):
    head = actor("HEAD")
    for _ in range(3):
        person = file_person(network["S001"])
        volume = a_volume(a_case(person))
        a_loan(volume, DAY)
        a_disposal(volume, DAY)
        a_request(person, DAY, state="GRANTED", decided_on=DAY, decided_received_at=noon(DAY))
    with django_assert_max_num_queries(6):
        assert len(custody_tasks(head, TODAY)) == 9
