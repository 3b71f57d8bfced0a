"""The project of the seed from Zhuhai, agreed and carried out by the product's own acts (seed 000).

135 person-times of accompanied home visits, 340 calls, three kinds of activities 1, 1 and 2, at
least 5 workers and 3 senior supervisors, four months over the turn of a year, reports to two
recipients, three goals with their effect.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from evaluation.facts import c15
from evaluation.facts.scope import FactScope, StationInfo
from kernel.workdays import clock
from stations.casework.domain.arrival import SentVisit, put_visits
from stations.network.queries.figures import Unit
from stations.projects.domain import (
    add_line,
    agree_project,
    count_activity,
    deliver_report,
    draw_report,
    join_project,
    judge_goal,
    name_recipient,
    set_goal,
    set_target,
)
from stations.projects.models import ReportDelivery
from stations.projects.queries.progress import evidence_of, progress_of
from stations.projects.queries.report import recipients_on
from stations.projects.queries.team import team_of
from tests.fixtures.community import an_own_activity
from tests.fixtures.projects import CENTRE, a_supervisor
from tests.fixtures.records import add_worker, belongs, file_person, visit, works

STARTS, ENDS = date(2024, 11, 15), date(2025, 3, 14)
OFFICERS = "resettled.RETIRED_OFFICER"
TARGETS = {
    "VISIT_HOME": 135,
    "CALL": 340,
    "ACTIVITY_EXPERIENCE": 1,
    "ACTIVITY_STUDY_TOUR": 1,
    "ACTIVITY_ORAL_HISTORY": 2,
}
GOALS = ("链接资源，丰富生活", "发挥特长，服务社会", "增强荣誉感、归属感和幸福感")
STATION = "南屏退役军人服务站"


@pytest.fixture(autouse=True)
def long_after():
    with clock.frozen(date(2026, 1, 5)):
        yield


@pytest.fixture
def head(actor):
    return actor("HEAD")


@pytest.fixture
def project(network, head):
    made = agree_project(
        actor=head,
        station=network["S001"],
        name="“优服务提质工程”社会工作服务项目",
        purchaser=CENTRE,
        starts_on=STARTS,
        ends_on=ENDS,
        kinds=[OFFICERS],
        policy_basis="粤退役军人发〔2021〕67号",
        visiting_rule="军休干部走访联系制度",
        visit_days=30,
    )
    goals = [set_goal(actor=head, entry=made, title=title) for title in GOALS]
    line = add_line(actor=head, entry=made, title="恒长精细", needs=["MIND", "CARE"])
    for measure, amount in TARGETS.items():
        goal = goals[0] if measure in ("VISIT_HOME", "CALL") else goals[1]
        set_target(actor=head, entry=made, goal=goal, measure=measure, amount=amount, line=line)
    for recipient in (CENTRE, STATION):
        name_recipient(actor=head, entry=made, recipient=recipient, valid_from=STARTS)
    return made


def staffed(network, head, project):
    station = network["S001"]
    for number in range(5):
        worker = add_worker(f"社工{number}")
        works(worker, station)
        join_project(actor=head, entry=project, staff=worker, valid_from=STARTS)
    for number in range(3):
        guide = a_supervisor(station, f"督导{number}")
        join_project(actor=head, entry=project, supervisor=guide, valid_from=STARTS)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def send(head, rows) -> None:
    sent = [
        SentVisit(uuid4(), person.uuid, at(day), place, "MET", company, "", "")
        for person, day, place, company in rows
    ]
    for number in range(0, len(sent), 50):
        put_visits(actor=head, sent=sent[number : number + 50])


def carry_out(network, head, project):
    """As the final report of the seed says, and beside it what must not count."""
    station = network["S001"]
    officers = [file_person(station) for _number in range(45)]
    for officer in officers:
        belongs(officer, OFFICERS)
    with_centre = ("PURCHASER",)
    send(
        head,
        [
            (officers[number % 45], STARTS + timedelta(number // 45 * 59), "HOME", with_centre)
            for number in range(135)
        ],
    )
    send(
        head,
        [
            (officers[number % 45], STARTS + timedelta(number // 45 * 17), "PHONE", ())
            for number in range(340)
        ],
    )
    activities = [
        an_own_activity(station, STARTS + timedelta(number * 20), title=f"活动{number}")
        for number in range(4)
    ]
    targets = {row.measure: row for row in project.targets.all()}
    for activity, measure in zip(
        activities,
        ("ACTIVITY_EXPERIENCE", "ACTIVITY_STUDY_TOUR", *["ACTIVITY_ORAL_HISTORY"] * 2),
        strict=True,
    ):
        count_activity(actor=head, entry=project, target=targets[measure], activity=activity)
    add_what_does_not_count(network, officers[0])


def add_what_does_not_count(network, officer):
    gone = {"withdrawn_at": clock.now()}
    together = {"joint_with": ["PURCHASER"]}
    elsewhere = file_person(network["S002"])
    belongs(elsewhere, OFFICERS)
    neighbour = file_person(network["S001"])
    later_officer = file_person(network["S001"])
    belongs(later_officer, OFFICERS, ENDS + timedelta(1))
    an_own_activity(network["S001"], STARTS)
    for person, day, given in (
        (officer, STARTS - timedelta(1), together),
        (officer, ENDS + timedelta(1), together),
        (officer, STARTS, gone | together),
        (officer, STARTS, {"joint_with": ["VOLUNTEER"]}),
        (officer, STARTS, {"joint_with": []}),
        (officer, STARTS, {"place": "SCHOOL", **together}),
        (neighbour, STARTS, together),
        (later_officer, STARTS, together),
        (elsewhere, STARTS, together),
    ):
        visit(person, day, **given)
    visit(officer, STARTS, "NOT_HOME", **together)
    for result in ("NOT_HOME", "REFUSED"):
        visit(officer, STARTS, result, place="PHONE")
    for person, day in ((officer, STARTS - timedelta(1)), (neighbour, STARTS)):
        visit(person, day, place="PHONE")


def test_the_targets_are_met_to_the_number(network, head, project):
    carry_out(network, head, project)
    found = progress_of(project, clock.today())

    assert {row.target.measure: row.done.value for row in found} == TARGETS
    assert {row.target.measure: row.done.unit for row in found} == {
        "VISIT_HOME": Unit.PERSON_TIME,
        "CALL": Unit.CALL,
        **dict.fromkeys([name for name in TARGETS if "ACTIVITY" in name], Unit.EVENT),
    }
    assert all(row.is_met and row.percent == 100 and row.left == 0 for row in found)
    for row in found:
        assert evidence_of(row.target, clock.today()).count() == row.done.value


def test_the_evaluation_draws_them_for_the_year_in_which_the_project_ended(network, project, head):
    """C15: half of the records lie in the year before, and nothing else counts."""
    carry_out(network, head, project)
    station = network["S001"]

    def asked(year):
        info = StationInfo(station.pk, station.code, "GUIDELINE", date(2021, 6, 1))
        received_by = datetime(year + 1, 1, 7, tzinfo=UTC)
        return FactScope("510402", year, date(year, 12, 31), received_by, (info,))

    fact = c15.compute(asked(2025))[station.pk]
    assert fact.inputs["targets"] == [
        {"planned": str(amount), "actual": str(amount)} for amount in TARGETS.values()
    ]
    kinds = {kind: len(uuids) for kind, uuids in fact.records.items()}
    assert kinds == {"project_target": 5, "visit": 135 + 340, "station_activity": 4}
    assert c15.compute(asked(2024)) == {}


def test_a_day_counts_up_to_that_day_only(network, head, project):
    """Z09: half of the visits and calls lie in another calendar year."""
    carry_out(network, head, project)
    done = {row.target.measure: row.done.value for row in progress_of(project, date(2024, 12, 31))}
    since = {
        row.target.measure: row.done.value
        for row in progress_of(project, ENDS, since=date(2025, 1, 1))
    }

    assert done["VISIT_HOME"] == 45
    assert done["VISIT_HOME"] + since["VISIT_HOME"] == 135
    assert done["CALL"] + since["CALL"] == 340
    assert 0 < done["CALL"] < 340


def test_the_team_holds_in_every_month(network, head, project):
    staffed(network, head, project)
    team = team_of(project, clock.today())

    assert [(month.workers, month.supervisors) for month in team.months] == [(5, 3)] * 5
    assert team.enough
    assert (team.ever, team.left) == (8, 0)


def test_two_recipients_have_the_report_with_targets_and_effects(network, head, project):
    staffed(network, head, project)
    carry_out(network, head, project)
    for goal in project.goals.all():
        judge_goal(
            actor=head,
            entry=project,
            goal=goal,
            judged_on=ENDS,
            verdict="REACHED",
            evidence="满意度回访，愿意再参加",
        )
    report = draw_report(actor=head, entry=project, until=ENDS)
    both = [row.uuid for row in recipients_on(report)]
    deliver_report(
        actor=head,
        entry=report,
        recipients=both,
        delivered_on=clock.today(),
        manner="HANDED",
    )

    assert {row["measure"]: row["done"] for row in report.content["targets"]} == TARGETS
    assert [row["verdict"] for row in report.content["goals"]] == ["REACHED"] * 3
    assert [row["workers"] for row in report.content["team"]] == [5] * 5
    told = ReportDelivery.objects.values_list("subscription__recipient", flat=True)
    assert sorted(told) == sorted((CENTRE, STATION))
    kept = project.outcomes.get(goal__title=GOALS[0]).figures
    assert [(row["measure"], row["done"]) for row in kept] == [("VISIT_HOME", 135), ("CALL", 340)]
