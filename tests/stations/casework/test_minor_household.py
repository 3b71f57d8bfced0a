"""Households that stand for a minor whose file is closed to the reader (X10)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.errors import Forbidden
from kernel.workdays import clock
from stations.casework.domain import file_from_roster, import_roster, reveal_household
from stations.casework.models import Beneficiary, Household, RosterEntry
from stations.casework.queries.person import household_choices
from stations.casework.roster_sheet import RosterRow
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import an_opening, file_child
from tests.fixtures.records import a_case, file_person, live_together
from tests.stations.casework.test_roster_list import KIND, NUMBERS, VILLAGE

CODE, STATION = "510402-S001", {"scope_kind": "STATION"}
NAME, ACTIONS = "吴小雨", ("view", "edit", "reveal")


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def station(network):
    return network["S001"]


@pytest.fixture
def child(station):
    return file_child(station)


@pytest.fixture
def home(station, child):
    return live_together(station, child, name=NAME)


def reaches(actor, home):
    """The actions that the actor may do on the household."""
    rows = Household.objects.filter(pk=home.pk)
    return tuple(action for action in ACTIONS if rows.restrict(actor, action).exists())


def url(name, *args):
    return reverse(f"casework:{name}", args=[CODE, *args], urlconf="config.urls_county")


def test_a_child_s_household_is_closed_with_the_file(home, child, actor):
    worker = actor("WORKER")
    assert reaches(worker, home) == ()
    assert reaches(actor("HEAD"), home) == ACTIONS
    assert reaches(actor("BUREAU"), home) == ("view",)  # masked
    with pytest.raises(Forbidden):
        reveal_household(actor=worker, household=home, reason="回访")
    Beneficiary.objects.filter(pk=child.pk).update(responsible_uuid=worker.user_uuid)
    assert reaches(worker, home) == ACTIONS


def test_a_reason_opens_the_household_with_the_file(home, child, actor):
    worker = actor("WORKER")
    until = clock.now() + timedelta(hours=1)
    an_opening(child, by_uuid=worker.user_uuid, valid_until=until)
    assert reaches(worker, home) == ACTIONS
    with clock.frozen(TODAY + timedelta(days=9)):
        assert reaches(worker, home) == ()


@pytest.mark.parametrize(
    ("name", "adult", "open_to_worker"),
    [("吴家", False, False), ("吴家", True, True), (NAME, True, False), (f"{NAME}家", True, False)],
)
def test_who_else_lives_there_opens_it_unless_it_bears_the_child_s_name(
    station, child, actor, name, adult, open_to_worker
):
    living = [child, file_person(station)] if adult else [child]
    home = live_together(station, *living, name=name)
    assert bool(reaches(actor("WORKER"), home)) is open_to_worker


@pytest.mark.parametrize("gone", ["withdrawn_at", "erased_at"])
def test_who_is_gone_from_the_files_does_not_open_it(station, child, actor, gone):
    adult = file_person(station)
    home = live_together(station, child, adult)
    Beneficiary.objects.filter(pk=adult.pk).update(**{gone: clock.now()})
    assert reaches(actor("WORKER"), home) == ()


def test_the_household_that_the_child_left_keeps_the_name_closed(station, home, child, actor):
    Beneficiary.objects.filter(pk=child.pk).update(
        household=live_together(station, file_person(station)), former_household=home
    )
    file_person(station, household=home)
    assert reaches(actor("WORKER"), home) == ()


def test_an_empty_household_and_one_of_adults_stay_open(station, child, actor):
    worker = actor("WORKER")
    assert reaches(worker, live_together(station)) == ACTIONS
    assert reaches(worker, live_together(station, file_person(station))) == ACTIONS


def test_no_page_shows_the_worker_the_child_s_name(station, home, visitor, actor):
    worker, head = (visitor(role, CODE, **STATION) for role in ("WORKER", "HEAD"))
    for name in ("households-list", "case-new", "person-new"):
        assert NAME not in worker.get(url(name)).content.decode(), name
        assert NAME in head.get(url(name)).content.decode(), name
    assert worker.get(url("households-one", home.uuid)).status_code == 404
    assert household_choices(actor("WORKER"), station) == []


def test_the_files_and_cases_of_others_who_live_there_mask_the_name(station, home, visitor):
    adult = file_person(station, name="李秀英", household=home)
    case = a_case(adult, unit="HOUSEHOLD", household=home)
    worker, head = (visitor(role, CODE, **STATION) for role in ("WORKER", "HEAD"))
    pages = [url("persons"), url("case", case.uuid)]
    pages += [url("person", adult.uuid), url("person-edit", adult.uuid)]
    for page in pages:
        shown = worker.get(page).content.decode()
        assert (NAME in shown, "吴**" in shown) == (False, True), page
        assert NAME in head.get(page).content.decode(), page
    supervisor = visitor("SUPERVISOR", CODE, **STATION)
    assert NAME not in supervisor.get(url("case", case.uuid)).content.decode()


def test_the_supervisor_still_reads_the_household_of_an_adult_s_case(station, visitor):
    adult = file_person(station)
    home = live_together(station, adult, name="大桥头曾家")
    case = a_case(adult, unit="HOUSEHOLD", household=home)
    supervisor = visitor("SUPERVISOR", CODE, **STATION)
    assert home.name in supervisor.get(url("case", case.uuid)).content.decode()


def test_the_roster_still_files_others_into_the_child_s_household(station, home, child, actor):
    """The list says that they live together: to join shows nothing of the file."""
    rows = [
        RosterRow(number, name, NUMBERS[number], VILLAGE, household="H1")
        for number, name in ((1, "吴大山"), (2, "吴小雨"))
    ]
    import_roster(actor=actor("HEAD"), station=station, category=KIND, listed_on=TODAY, rows=rows)
    RosterEntry.objects.filter(name=NAME).update(beneficiary=child)
    entry = RosterEntry.objects.get(name="吴大山")
    assert file_from_roster(actor=actor("WORKER"), entry=entry).household == home


def test_a_worker_s_list_takes_as_many_queries_for_three_closed_ones(station, home, visitor):
    worker = visitor("WORKER", CODE, **STATION)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert worker.get(url("households-list")).status_code == 200
        return len(queries)

    live_together(station, file_person(station))
    count()
    one = count()
    for _number in range(2):
        live_together(station, file_child(station), name=NAME)
        live_together(station, file_person(station))
    assert count() == one
