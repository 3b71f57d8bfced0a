"""Projects agreed and amended, their lines, goals and targets, and parts taken back."""

from datetime import date, timedelta

import pytest

from kernel.errors import Conflict, Forbidden, NotFound
from stations.projects.domain import (
    add_line,
    agree_project,
    amend_project,
    count_activity,
    drop_part,
    judge_goal,
    set_goal,
    set_target,
)
from stations.projects.models import Project
from stations.projects.queries.progress import progress_of
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.community import an_own_activity
from tests.fixtures.projects import (
    ENDS,
    STARTS,
    a_goal,
    a_line,
    a_project,
    a_report_on,
    a_target,
    an_effect,
    counts,
    in_team,
)
from tests.fixtures.records import a_case, add_worker, file_person, visit

AGREED = {"name": "银龄守护", "purchaser": "县民政局", "starts_on": STARTS, "ends_on": ENDS}


def test_what_is_left_out_is_agreed_as_usual(network, actor, done):
    project = agree_project(actor=actor("HEAD"), station=network["S001"], **AGREED)
    assert (project.min_workers, project.min_supervisors, project.evaluation_months) == (5, 3, 2)
    assert (project.kinds, project.visiting_rule, project.visit_days) == ([], "", None)
    assert done() == ["project.agree"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"purchaser": ""}, "purchaser"),
        ({"ends_on": STARTS - timedelta(1)}, "ends_on"),
        ({"kinds": ["NO_SUCH"]}, "kinds"),
        ({"visiting_rule": "走访联系制度"}, "visit_days"),
        ({"visit_days": 30}, "visiting_rule"),
        ({"visiting_rule": "走访联系制度", "visit_days": 0}, "visit_days"),
        ({"evaluation_months": 0}, "evaluation_months"),
        ({"min_workers": -1}, "min_workers"),
    ],
)
def test_a_wrong_agreement_is_refused_by_its_field(network, actor, wrong_fields, change, field):
    given = {"actor": actor("HEAD"), "station": network["S001"], **AGREED}
    assert wrong_fields(agree_project, **(given | change)) == [field]
    project = a_project(network["S001"], name="另一项目")
    given = {"actor": actor("HEAD"), "entry": project, **AGREED}
    assert wrong_fields(amend_project, **(given | change)) == [field]


def test_a_project_is_entered_once_and_amended(network, actor, wrong_fields):
    head, station = actor("HEAD"), network["S001"]
    first = agree_project(actor=head, station=station, **AGREED)
    assert wrong_fields(agree_project, actor=head, station=station, **AGREED) == ["name"]
    again = agree_project(actor=head, station=station, **AGREED | {"starts_on": TODAY})
    assert wrong_fields(amend_project, actor=head, entry=again, **AGREED) == ["name"]

    longer = ENDS + timedelta(30)
    amend_project(actor=head, entry=first, **AGREED | {"ends_on": longer, "brand": " 优服务 "})
    first.refresh_from_db()
    assert (first.ends_on, first.brand) == (longer, "优服务")
    withdraw(actor=head, entry=first, reason="录错")
    with pytest.raises(Conflict):
        amend_project(actor=head, entry=first, **AGREED)


def test_days_that_were_told_of_stay_days_of_the_project(network, actor, wrong_fields):
    head, project = actor("HEAD"), a_project(network["S001"])
    given = {"actor": head, "entry": project, **AGREED}
    later, sooner = STARTS + timedelta(1), TODAY - timedelta(30)
    amend_project(**given | {"starts_on": later})
    amend_project(**given)
    a_report_on(project, TODAY - timedelta(20))
    an_effect(a_goal(project), TODAY)
    assert wrong_fields(amend_project, **given | {"starts_on": later}) == ["starts_on"]
    assert wrong_fields(amend_project, **given | {"ends_on": sooner}) == ["ends_on"]
    amend_project(**given | {"ends_on": TODAY - timedelta(20)})


def test_who_agrees_and_who_may_not(network, actor):
    for role in ("BUREAU", "HUB_STAFF", "HEAD", "WORKER"):
        values = AGREED | {"name": role}
        agree_project(actor=actor(role), station=network["S001"], **values)
    for role in ("TOWNSHIP", "SUPERVISOR", "AGENCY", "AUDITOR", "PURCHASER", "ROOM_STAFF"):
        with pytest.raises(Forbidden):
            agree_project(actor=actor(role), station=network["S001"], **AGREED)
    with pytest.raises(Forbidden):
        agree_project(actor=actor("HEAD"), station=network["S002"], **AGREED)
    other = a_project(network["S002"])
    head = actor("HEAD")
    for do, values in (
        (amend_project, AGREED),
        (set_goal, {"title": "目标"}),
        (add_line, {"title": "服务线"}),
        (drop_part, {"part": "goals:x", "reason": "录错"}),
    ):
        with pytest.raises(Forbidden):
            do(actor=head, entry=other, **values)


def test_lines_goals_and_targets_stand_once(network, actor, wrong_fields):
    head, project = actor("HEAD"), a_project(network["S001"])
    line = add_line(actor=head, entry=project, title="恒长精细", needs=["MIND", "CARE"])
    assert line.needs == ["MIND", "CARE"]
    again = {"actor": head, "entry": project}
    assert wrong_fields(add_line, title="恒长精细", **again) == ["title"]
    assert wrong_fields(add_line, title="多元精准", needs=["X"], **again) == ["needs"]
    goal = set_goal(title="丰富生活", **again)
    assert wrong_fields(set_goal, title="丰富生活", **again) == ["title"]
    assert wrong_fields(set_goal, title=" ", **again) == ["title"]

    target = {"goal": goal, "measure": "CALL", "amount": 340}
    set_target(line=line, **target, **again)
    assert wrong_fields(set_target, **target, **again) == ["measure"]
    strange = a_goal(a_project(network["S001"], name="别的项目"))
    for change, field in (
        ({"measure": "NO_SUCH"}, "measure"),
        ({"measure": "VISIT", "amount": 0}, "amount"),
        ({"measure": "VISIT", "goal": strange}, "goal"),
        ({"measure": "VISIT", "line": a_line(strange.project)}, "line"),
    ):
        assert wrong_fields(set_target, **again, **(target | change)) == [field]


def test_an_activity_counts_once_and_on_its_days(network, actor, wrong_fields):
    head, station = actor("HEAD"), network["S001"]
    project = a_project(station)
    goal = a_goal(project)
    target, calls = a_target(goal, "ACTIVITY", 2), a_target(goal, "CALL", 10)
    given = {"actor": head, "entry": project, "target": target}
    activity = an_own_activity(station, STARTS)
    assert wrong_fields(count_activity, **given | {"target": calls}, activity=activity) == [
        "target"
    ]
    before = an_own_activity(station, STARTS - timedelta(1))
    elsewhere = an_own_activity(network["S002"], STARTS)
    assert wrong_fields(count_activity, **given, activity=before) == ["activity"]
    with pytest.raises(Forbidden):
        count_activity(**given, activity=elsewhere)
    bureau = given | {"actor": actor("BUREAU")}
    assert wrong_fields(count_activity, **bureau, activity=elsewhere) == ["activity"]
    count_activity(**given, activity=activity)
    with pytest.raises(Conflict):
        count_activity(**given, activity=activity)
    other = a_project(station, name="另一购买方")
    second = a_target(a_goal(other), "ACTIVITY", 1)
    with pytest.raises(Conflict):
        count_activity(actor=head, entry=other, target=second, activity=activity)

    assert [row.done.value for row in progress_of(project, TODAY)] == [1, 0]
    withdraw(actor=head, entry=activity, reason="录错")
    assert [row.done.value for row in progress_of(project, TODAY)] == [0, 0]


def test_cases_and_plans_count_by_their_own_days(network, actor):
    project = a_project(network["S001"], kinds=[])
    goal = a_goal(project)
    a_target(goal, "CASE", 2)
    a_target(goal, "VISIT", 3)
    person = file_person(network["R001"])
    for day in (STARTS - timedelta(1), STARTS, TODAY):
        a_case(person, day)
    visit(person, STARTS)
    visit(person, STARTS, place="PHONE")

    assert [row.done.value for row in progress_of(project, TODAY)] == [2, 1]


def test_an_effect_keeps_the_figures_of_its_day(network, actor, wrong_fields):
    head, project = actor("HEAD"), a_project(network["S001"])
    goal, other = a_goal(project), a_goal(project, "发挥特长")
    a_target(goal, "CALL", 2)
    a_target(other, "VISIT", 2)
    person = file_person(network["S001"])
    visit(person, STARTS, place="PHONE")
    judged = {
        "actor": head,
        "entry": project,
        "goal": goal,
        "judged_on": STARTS,
        "verdict": "PARTLY",
        "evidence": "通话后情绪平稳",
    }
    for change, field in (
        ({"judged_on": STARTS - timedelta(1)}, "judged_on"),
        ({"judged_on": TODAY + timedelta(1)}, "judged_on"),
        ({"verdict": "GOOD"}, "verdict"),
        ({"evidence": " "}, "evidence"),
    ):
        assert wrong_fields(judge_goal, **(judged | change)) == [field]
    outcome = judge_goal(**judged)
    with pytest.raises(Conflict):
        judge_goal(**judged)
    visit(person, STARTS, place="PHONE")

    assert outcome.moment == "INTERIM"
    assert outcome.figures == [
        {"measure": "CALL", "line": "", "unit": "CALL", "amount": 2, "done": 1}
    ]


def test_a_part_is_taken_back_after_what_hangs_on_it(network, actor, done):
    head, project = actor("HEAD"), a_project(network["S001"])
    goal = a_goal(project)
    target = a_target(goal, "ACTIVITY", 1)
    row = counts(target, an_own_activity(network["S001"], STARTS))
    effect, member = an_effect(goal, STARTS), in_team(project, add_worker())

    def drop(way, part):
        return drop_part(actor=head, entry=project, part=f"{way}:{part.uuid}", reason="录错")

    for way, part in (("goals", goal), ("targets", target)):
        with pytest.raises(Conflict) as refused:
            drop(way, part)
        assert refused.value.code == "held"
    for way, part in (
        ("activities", row),
        ("targets", target),
        ("outcomes", effect),
        ("goals", goal),
        ("team", member),
    ):
        dropped = drop(way, part)
        assert dropped.withdrawn_at
        assert dropped.withdrawn_reason == "录错"
    for key in (f"goals:{goal.uuid}", "reports:x", "goals", ""):
        with pytest.raises(NotFound):
            drop_part(actor=head, entry=project, part=key, reason="录错")
    assert progress_of(project, TODAY) == []
    assert len(done()) == 5


def test_nothing_is_added_to_a_withdrawn_project(network, actor):
    head, project = actor("HEAD"), a_project(network["S001"])
    goal = a_goal(project)
    Project.objects.filter(pk=project.pk).update(withdrawn_at="2026-11-01T00:00Z")
    for do, values in (
        (add_line, {"title": "恒长精细"}),
        (set_goal, {"title": "丰富生活"}),
        (set_target, {"goal": goal, "measure": "CALL", "amount": 1}),
        (
            judge_goal,
            {"goal": goal, "judged_on": STARTS, "verdict": "REACHED", "evidence": "好"},
        ),
    ):
        with pytest.raises(Conflict):
            do(actor=head, entry=project, **values)


def test_the_percent_is_whole_only_for_a_target_met(network):
    project = a_project(network["S001"])
    a_target(a_goal(project), "CALL", 201)
    person = file_person(network["S001"])
    for number in range(200):
        visit(person, STARTS + timedelta(number % 100), place="PHONE")
    (row,) = progress_of(project, TODAY)
    assert (row.percent, row.left, row.is_met) == (99, 1, False)
    visit(person, STARTS, place="PHONE")
    visit(person, STARTS, place="PHONE")
    (row,) = progress_of(project, TODAY)
    assert (row.percent, row.left, row.is_met) == (100, 0, True)


def test_progress_takes_as_many_queries_for_three_targets_of_a_kind_as_for_one(
    network, django_assert_num_queries
):
    project = a_project(network["S001"])
    goal = a_goal(project)
    a_target(goal, "CALL", 1)
    with django_assert_num_queries(2):
        progress_of(project, TODAY)
    a_target(goal, "VISIT", 1)
    a_target(goal, "VISIT_HOME", 1)
    with django_assert_num_queries(2):
        assert len(progress_of(project, date(2026, 12, 1))) == 3
