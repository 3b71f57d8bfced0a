"""Two purchased projects of a county, after the seed from Zhuhai: one that runs, one that is over.

Entered by the product's own acts, each on its day; what is done follows from the records that
stand, so the numbers agreed are set after them: the one that is over met nearly all of its
targets, the one that runs is on its way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from deploy.demodata.persons import make_name
from deploy.demodata.users import Seat, seat_user
from kernel.access.actor import Actor, SystemHolding
from kernel.access.models import Membership, Role
from kernel.tenancy import current_county
from kernel.workdays.clock import frozen
from stations.community.domain import hold_activity
from stations.network.models import Station
from stations.people.models import Staff, Supervisor
from stations.people.numbers import months_after
from stations.projects import domain
from stations.projects.catalogue import BY_NAME, measures
from stations.projects.models import Project, ProjectGoal, ProjectTarget, ReportSubscription
from stations.projects.queries.measure import count_records
from stations.projects.queries.report import recipients_on
from stations.records.models import covering


@dataclass(frozen=True)
class Plan:
    """What a project agrees; ``share`` of its number a target reaches by its end, in percent."""

    name: str
    purchaser: str
    kinds: tuple[str, ...]
    rule: str
    goals: tuple[str, ...]
    # Measure -> which of the goals.
    targets: dict[str, int]
    share: int


VETERANS = Plan(
    "“优服务提质工程”退役军人关爱项目",
    "县退役军人事务局",
    ("military.VETERAN", "resettled.RETIRED_OFFICER"),
    "退役军人走访联系制度",
    ("链接资源，回应多元需求", "发挥特长，参与社区服务", "增强荣誉感、归属感和幸福感"),
    {"VISIT": 0, "CALL": 0, "ACTIVITY_STUDY_TOUR": 1, "ACTIVITY_ORAL_HISTORY": 2},
    70,
)
ELDERS = Plan(
    "“银龄守护”独居老人陪伴项目",
    "县民政局",
    ("elder.ALONE", "left_behind.ELDER"),
    "",
    ("定期探访，及时发现风险", "邻里互助，缓解孤独"),
    {"VISIT": 0, "CALL": 0, "ACTIVITY_EXPERIENCE": 1},
    101,
)
# Of a target by name: what the station held for it, one a month.
ACTIVITIES = {
    "ACTIVITY_STUDY_TOUR": ("参观钒钛产业园", "参观三线建设博物馆"),
    "ACTIVITY_ORAL_HISTORY": ("老兵讲故事进校园", "军事科普进社区"),
    "ACTIVITY_EXPERIENCE": ("重阳手工体验", "智能手机体验课"),
}
EVIDENCE = (
    "回访中多数对象表示生活更有盼头，参与活动意愿提高。",
    "对象结对帮助邻居，志愿服务人数增加。",
    "满意度回访良好，对象愿意继续参加。",
)
NOTES = (
    "",
    "一名对象经链接重新联系上战友，情绪明显好转。",
    "一户经探访发现用电隐患，已协调更换线路。",
)


def fill_projects(stations: list[Station], until: date, password: str) -> None:
    """At the first station the one that runs; at the last one that ended in the year which is
    evaluated now, so that its targets are the station's own (C15)."""
    reader = _purchaser(password)
    running = months_after(until, -3).replace(day=15)
    over = date(until.year - 1, 6, 1)
    project = _carry_out(stations[0], VETERANS, running, months_after(running, 6), until)
    _let_read(stations[0], project, reader, until)
    last = months_after(over, 5) - timedelta(1)
    _carry_out(stations[-1], ELDERS, over, last, until)


def _purchaser(password: str) -> Membership:
    """The account of the veterans' bureau; its chance is its own, so that other names stay."""
    random = Random(f"purchaser {current_county()}")
    seat = Seat("purchaser-1", Role.PURCHASER)
    return seat_user(seat, str(current_county()), make_name(random), make_password(password))


def _carry_out(station: Station, plan: Plan, first: date, last: date, until: date) -> Project:
    """Agreed on its first day, told of month by month, judged on the way and at its end."""
    head = _head(station)
    with frozen(first):
        project = _agree(head, station, plan, first, last)
        _staff(head, station, project, first)
        goals = _set_targets(head, project, plan, min(last, until))
    for target in project.targets.order_by("id"):
        if measures()[target.measure].counts == BY_NAME:
            _hold(head, project, target, min(last, until))
    for day in _moments(project, min(last, until)):
        with frozen(day):
            for goal, evidence in zip(goals, EVIDENCE, strict=False):
                domain.judge_goal(
                    actor=head,
                    entry=project,
                    goal=goal,
                    judged_on=day,
                    verdict="REACHED" if day == last else "PARTLY",
                    evidence=evidence,
                )
    for day, notes in zip(_report_days(project, until), NOTES * 4, strict=False):
        drawn = day + timedelta(1)
        with frozen(drawn):
            report = domain.draw_report(actor=head, entry=project, until=day, notes=notes)
            domain.deliver_report(
                actor=head,
                entry=report,
                recipients=[row.uuid for row in recipients_on(report)],
                delivered_on=drawn,
                manner="HANDED",
            )
    return project


def _agree(head: Actor, station: Station, plan: Plan, first: date, last: date) -> Project:
    project = domain.agree_project(
        actor=head,
        station=station,
        name=plan.name,
        purchaser=plan.purchaser,
        starts_on=first,
        ends_on=last,
        kinds=plan.kinds,
        visiting_rule=plan.rule,
        visit_days=30 if plan.rule else None,
        min_workers=2,
        min_supervisors=2,
    )
    for title, needs in (("恒长精细", ["MIND", "CARE"]), ("多元精准", ["CULTURE", "INTEGRATION"])):
        domain.add_line(actor=head, entry=project, title=title, needs=needs)
    for recipient in (plan.purchaser, f"{station.name[:4]}服务站"):
        domain.name_recipient(actor=head, entry=project, recipient=recipient, valid_from=first)
    return project


def _staff(head: Actor, station: Station, project: Project, day: date) -> None:
    """All who work at the station on the first day, and its senior supervisors."""
    workers = Staff.objects.filter(
        covering(day, "assignments__"), assignments__station=station, withdrawn_at=None
    ).distinct()
    for staff in workers.order_by("id"):
        domain.join_project(actor=head, entry=project, staff=staff, valid_from=day)
    guides = Supervisor.objects.filter(covering(day), station=station, withdrawn_at=None)
    for guide in guides.filter(is_senior=True).order_by("id"):
        domain.join_project(actor=head, entry=project, supervisor=guide, valid_from=day)


def _set_targets(head: Actor, project: Project, plan: Plan, until: date) -> list[ProjectGoal]:
    goals = [domain.set_goal(actor=head, entry=project, title=title) for title in plan.goals]
    lines = list(project.lines.order_by("id"))
    done = count_records(project, ("visits", "calls"), project.starts_on, until)
    for measure, goal in plan.targets.items():
        counts = measures()[measure].counts
        by_name = counts == BY_NAME
        domain.set_target(
            actor=head,
            entry=project,
            goal=goals[goal],
            measure=measure,
            amount=len(ACTIVITIES[measure])
            if by_name
            else max(1, done[counts] * 100 // plan.share),
            line=lines[by_name],
        )
    return goals


def _hold(head: Actor, project: Project, target: ProjectTarget, until: date) -> None:
    """What the station held for a target, each in another month, and as much as there was time."""
    for number, title in enumerate(ACTIVITIES[target.measure], 1):
        day = months_after(project.starts_on, number) + timedelta(target.pk % 9)
        if day > until:
            return
        with frozen(day):
            activity = hold_activity(
                actor=head,
                station=project.station,
                title=title,
                topic="BELONGING",
                held_on=day,
                attendance=18 + target.pk % 20,
            )
            domain.count_activity(actor=head, entry=project, target=target, activity=activity)


def _moments(project: Project, until: date) -> Iterator[date]:
    """The days on which the effect is judged: as agreed, and at the end."""
    day = months_after(project.starts_on, project.evaluation_months)
    while day < project.ends_on:
        if day <= until:
            yield day
        day = months_after(day, project.evaluation_months)
    if project.ends_on <= until:
        yield project.ends_on


def _report_days(project: Project, until: date) -> Iterator[date]:
    """The last day of each month of the project that is over; of the one that runs the last is
    still to be told of."""
    for number in range(1, 60):
        day = months_after(project.starts_on, number) - timedelta(1)
        if day > project.ends_on or day >= until:
            return
        if project.ends_on <= until or months_after(day, 1) <= until:
            yield day


def _let_read(station: Station, project: Project, reader: Membership, day: date) -> None:
    first: ReportSubscription = project.subscriptions.order_by("id")[0]
    with frozen(day):
        domain.open_to_account(actor=_head(station), subscription=first, account=reader.user_uuid)


def _head(station: Station) -> Actor:
    """The station's head, who may enter what the demo has of the past."""
    held = Membership.objects.filter(role=Role.HEAD, scope_code=station.code).order_by("id")[0]
    return Actor(held.user_uuid, held.user_name, current_county(), (SystemHolding(),))
