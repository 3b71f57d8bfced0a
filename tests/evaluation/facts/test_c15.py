"""C15 by hand, and beside what the projects' own pages count."""

from datetime import date, datetime, timedelta

import pytest

from evaluation.facts import c15
from kernel.workdays.clock import ZONE
from stations.casework.models import BeneficiaryCategory
from stations.projects.catalogue import measures
from stations.projects.models import ProjectTarget
from stations.projects.queries.progress import progress_of
from tests.fixtures.care import a_plan
from tests.fixtures.community import an_own_activity
from tests.fixtures.projects import a_goal, a_project, a_target, counts
from tests.fixtures.records import a_case, belongs, file_person, noon, visit

STARTS, ENDS = date(2022, 11, 15), date(2023, 3, 14)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)
ALONE = "elder.ALONE"


@pytest.fixture
def agreed():
    """agreed(station, VISIT=3, ...) -> {measure: target}, entered on the first day."""

    def agree(station, *, project=None, **amounts):
        given = {"starts_on": STARTS, "ends_on": ENDS, "received_at": noon(STARTS)}
        made = a_project(station, **given | (project or {}))
        goal = a_goal(made)
        return {
            measure: a_target(goal, measure, amount, received_at=noon(STARTS))
            for measure, amount in amounts.items()
        }

    return agree


@pytest.fixture
def targets(scope, django_assert_num_queries):
    """targets("S001", ...) -> {code: [(planned, actual)]} of the stations that have a fact."""

    def compute(*codes, **given):
        asked = scope(*codes, **given)
        with django_assert_num_queries(1):
            facts = c15.compute(asked)
        names = {station.id: station.code[7:] for station in asked.stations}
        return {
            names[key]: [(row["planned"], row["actual"]) for row in fact.inputs["targets"]]
            for key, fact in facts.items()
        }

    return compute


def test_targets_are_due_with_the_last_day_of_their_project(network, agreed, targets):
    agreed(network["S001"], VISIT=4)
    agreed(network["R001"], CALL=2, project={"ends_on": date(2023, 12, 31)})
    agreed(network["S002"], VISIT=4, project={"ends_on": date(2024, 1, 1)})
    agreed(network["S003"], VISIT=4, project={"ends_on": date(2022, 12, 31)})

    assert targets("S001", "S002", "S003") == {"S001": [("4", "0"), ("2", "0")]}
    assert targets("S001", cutoff=date(2023, 12, 30)) == {"S001": [("4", "0")]}
    assert targets("S001", "S002", year=2024) == {"S002": [("4", "0")]}


def test_what_was_agreed_too_late_or_withdrawn_is_no_target(network, agreed, targets):
    for number, given in enumerate(({"received_at": TOO_LATE}, {"withdrawn_at": noon(ENDS)})):
        agreed(network["S001"], VISIT=4, project={"name": f"项目{number}"} | given)
    one = agreed(network["S001"], VISIT=4, CALL=2, CASE=1)
    changes = {"VISIT": {"received_at": TOO_LATE}, "CALL": {"withdrawn_at": TOO_LATE}}
    for measure, change in changes.items():
        ProjectTarget.objects.filter(pk=one[measure].pk).update(**change)

    assert targets("S001") == {"S001": [("1", "0")]}


def test_each_measure_counts_its_own_records_on_the_days_of_the_project(
    network, agreed, targets, behind
):
    station = network["S001"]
    found = agreed(station, VISIT_HOME=2, VISIT=9, CALL=3, CASE=1, CARE_PLAN=1, ACTIVITY=2)
    person = file_person(station)
    accompanied = visit(person, STARTS, joint_with=["PURCHASER"])
    school = visit(person, ENDS, place="SCHOOL", joint_with=["PURCHASER"])
    call = visit(person, ENDS, place="PHONE", station=network["R001"])
    case, plan = a_case(person, STARTS), a_plan(person, ENDS)
    held, other = an_own_activity(station, STARTS), an_own_activity(station, ENDS)
    counts(found["ACTIVITY"], held)
    for on in (STARTS - timedelta(1), ENDS + timedelta(1)):
        visit(person, on, joint_with=["PURCHASER"])
        visit(person, on, place="PHONE")
        a_case(person, on)
        a_plan(file_person(station), on)
        counts(found["ACTIVITY"], an_own_activity(station, on))

    assert targets("S001") == {
        "S001": [("2", "1"), ("9", "2"), ("3", "1"), ("1", "1"), ("1", "1"), ("2", "1")]
    }
    assert behind(c15) == {
        *(("project_target", target.uuid) for target in found.values()),
        *(("visit", row.uuid) for row in (accompanied, school, call)),
        ("case", case.uuid),
        ("care_plan", plan.uuid),
        ("station_activity", held.uuid),
    }
    assert other.uuid not in {uuid for _kind, uuid in behind(c15)}


def test_records_elsewhere_unmet_late_or_withdrawn_do_not_count(network, agreed, targets):
    station = network["S001"]
    found = agreed(station, VISIT=9, CASE=9, CARE_PLAN=9, ACTIVITY=9)
    person, elsewhere = file_person(station), file_person(network["S002"])
    for result in ("NOT_HOME", "REFUSED"):
        visit(person, STARTS, result)
    for given in ({"received_at": TOO_LATE}, {"withdrawn_at": noon(ENDS)}):
        visit(person, STARTS, **given)
        a_case(person, STARTS, **given)
        a_plan(file_person(station), STARTS, **given)
        counts(found["ACTIVITY"], an_own_activity(station, STARTS, **given))
    named = counts(found["ACTIVITY"], an_own_activity(station, STARTS))
    type(named).objects.filter(pk=named.pk).update(withdrawn_at=noon(ENDS))
    visit(elsewhere, STARTS)
    a_case(elsewhere, STARTS)
    a_plan(elsewhere, STARTS)

    assert targets("S001") == {"S001": [("9", "0")] * 4}


def test_only_persons_of_the_projects_kinds_count_on_the_day(network, agreed, targets):
    station = network["S001"]
    agreed(station, VISIT=9, project={"kinds": [ALONE, "elder.EMPTY_NEST"]})
    agreed(station, CASE=9, project={"kinds": [ALONE], "name": "个案项目"})
    spans = {
        "since then": {},
        "from the day on": {"valid_from": STARTS},
        "until the day before": {"valid_to": STARTS, "ended_received_at": noon(STARTS)},
        "later": {"valid_from": STARTS + timedelta(1)},
        "entered too late": {"received_at": TOO_LATE},
        "withdrawn": {"withdrawn_at": noon(ENDS)},
        "another kind": {"category": "disability"},
    }
    for given in spans.values():
        person = file_person(station)
        span = belongs(person, ALONE)
        type(span).objects.filter(pk=span.pk).update(**{"received_at": noon(STARTS)} | given)
        visit(person, STARTS)
        a_case(person, STARTS)

    assert targets("S001") == {"S001": [("9", "2"), ("9", "2")]}


def test_the_same_numbers_as_on_the_projects_page(network, agreed, targets):
    """Two statements of one meaning: neither may move without the other."""
    station = network["S001"]
    found = agreed(station, **dict.fromkeys(measures(), 50), project={"kinds": [ALONE]})
    for number, place in enumerate(("HOME", "PHONE", "SCHOOL", "INSTITUTION") * 6):
        person = file_person(station)
        if number % 3:
            belongs(person, ALONE)
        on = STARTS + timedelta(number * 6 - 6)
        company = ["PURCHASER"] if number % 5 else ["VOLUNTEER"]
        visit(person, on, "NOT_HOME" if number == 5 else "MET", place=place, joint_with=company)
        a_case(person, on)
        a_plan(person, on)
    for number, measure in enumerate(name for name in measures() if name.startswith("ACTIVITY")):
        for day in range(number + 1):
            counts(found[measure], an_own_activity(station, STARTS + timedelta(day)))
    page = progress_of(found["VISIT"].project, date(2023, 12, 31))
    expected = [(str(row.agreed.value), str(row.done.value)) for row in page]

    # They were entered today, years after the records of 2023 closed.
    BeneficiaryCategory.objects.update(received_at=noon(STARTS))
    assert all(row.done.value for row in page)
    assert targets("S001") == {"S001": expected}
