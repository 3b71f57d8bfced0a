"""Visits planned by the purchaser's own rule (Z06)."""

from datetime import date, timedelta

import pytest

from kernel.errors import Conflict, Forbidden
from stations.casework.models import Visit
from stations.projects.domain import plan_by_rule
from tests.conftest import DAY as TODAY
from tests.fixtures.projects import ENDS, a_project
from tests.fixtures.records import belongs, file_person, plan_for, visit

OFFICER, RULE = "resettled.RETIRED_OFFICER", "军休干部走访联系制度"
UNTIL = TODAY + timedelta(10)


@pytest.fixture
def project(network):
    return a_project(network["S001"], kinds=[OFFICER], visiting_rule=RULE, visit_days=30)


def an_officer(station, since=date(2020, 1, 1)):
    person = file_person(station)
    belongs(person, OFFICER, since)
    return person


def planned():
    rows = Visit.objects.filter(held_at=None, withdrawn_at=None).exclude(plan_rule="")
    return {row.beneficiary_id: (row.planned_on, row.plan_rule, row.place) for row in rows}


def test_who_is_due_by_the_rule_has_a_visit_planned(network, actor, project, done):
    station = network["S001"]
    never, late, soon = (an_officer(place) for place in (station, network["R001"], station))
    visit(late, TODAY - timedelta(90))
    visit(soon, TODAY - timedelta(25))
    visit(soon, TODAY - timedelta(60))
    by_phone = an_officer(station)
    visit(by_phone, TODAY - timedelta(1), place="PHONE")
    visit(by_phone, TODAY - timedelta(2), "NOT_HOME")

    fresh, has_plan = an_officer(station), an_officer(station)
    visit(fresh, TODAY - timedelta(2))
    plan_for(has_plan, UNTIL)
    file_person(station)
    an_officer(network["S002"])
    an_officer(station, UNTIL)
    closed, stopped = an_officer(station), an_officer(station)
    for person, field in ((closed, "closed_on"), (stopped, "service_stopped_on")):
        setattr(person, field, TODAY)
        person.save()

    plan_by_rule(actor=actor("HEAD"), entry=project, until=UNTIL)
    assert planned() == {
        never.pk: (TODAY, RULE, "HOME"),
        late.pk: (TODAY, RULE, "HOME"),
        soon.pk: (TODAY + timedelta(5), RULE, "HOME"),
        by_phone.pk: (TODAY, RULE, "HOME"),
    }
    assert done() == ["visit.plan"] * 4
    with pytest.raises(Conflict) as refused:
        plan_by_rule(actor=actor("HEAD"), entry=project, until=UNTIL)
    assert refused.value.code == "nobody"


def test_a_rule_is_needed_and_a_day_of_the_project(network, actor, project, wrong_fields):
    head = actor("HEAD")
    for until in (TODAY - timedelta(1), ENDS + timedelta(1)):
        given = {"actor": head, "entry": project, "until": until}
        assert wrong_fields(plan_by_rule, **given) == ["until"]
    for role in ("BUREAU", "HUB_STAFF", "SUPERVISOR"):
        with pytest.raises(Forbidden):
            plan_by_rule(actor=actor(role), entry=project, until=UNTIL)
    bare = a_project(network["S001"], name="无制度")
    with pytest.raises(Conflict) as refused:
        plan_by_rule(actor=head, entry=bare, until=UNTIL)
    assert refused.value.code == "no_rule"
    assert not planned()


def test_as_many_statements_for_three_persons_as_for_one(network, actor, project, queries_of):
    head, station = actor("HEAD"), network["S001"]

    def plan():
        plan_by_rule(actor=head, entry=project, until=UNTIL)

    an_officer(station)
    plan()
    an_officer(station)
    one = queries_of(plan)
    for _number in range(3):
        an_officer(station)
    assert queries_of(plan) == one
    assert len(planned()) == 5
