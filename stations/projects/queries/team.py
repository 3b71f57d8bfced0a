"""Whether enough people work in a project, month by month, and how stable its team is (Z22-Z24)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from stations.people.numbers import months_after
from stations.projects.enums import ProjectRole
from stations.projects.models import Project, ProjectStaff
from stations.records.models import covering


@dataclass(frozen=True)
class Time:
    """Of one person, from a day on, up to the day before ``end``; None: still."""

    who: tuple[int | None, int | None]
    role: str
    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class TeamMonth:
    """The fewest who were in the team on a day of a month that belongs to the project."""

    month: date
    workers: int
    supervisors: int
    enough: bool


@dataclass(frozen=True)
class Team:
    """The months so far, how many people ever belonged to the team, how many of them are gone."""

    months: list[TeamMonth]
    ever: int
    left: int

    @property
    def enough(self) -> bool:
        """Held in every month; nothing is held before the first."""
        return bool(self.months) and all(month.enough for month in self.months)


def team_of(project: Project, until: date) -> Team:
    """As far as a day, in one query. Who left the network, or no longer guides the station, is
    in no team from that day on."""
    times = _times(project)
    last = min(until, project.ends_on)
    ever = {time.who for time in times if time.start <= last}
    there = {time.who for time in times if time.covers(last)}
    return Team(
        months=[_month(project, times, *days) for days in _months(project.starts_on, last)],
        ever=len(ever),
        left=len(ever - there),
    )


def members_on(projects: Iterable[Project], on: date) -> Counter[tuple[int, str]]:
    """(project id, role) -> how many were in the team on a day; one query."""
    there = Q(staff=None) | Q(staff__left_on=None) | Q(staff__left_on__gt=on)
    guides = Q(supervisor=None) | Q(supervisor__valid_to=None) | Q(supervisor__valid_to__gt=on)
    rows = ProjectStaff.objects.filter(
        there, guides, covering(on), project__in=projects, withdrawn_at=None
    )
    return Counter(rows.values_list("project_id", "role"))


def _times(project: Project) -> list[Time]:
    rows = project.team.filter(withdrawn_at=None).values_list(
        *("staff_id", "supervisor_id", "role", "valid_from"),
        *("valid_to", "staff__left_on", "supervisor__valid_to"),
    )
    return [
        Time((staff, supervisor), role, start, min((day for day in ends if day), default=None))
        for staff, supervisor, role, start, *ends in rows
    ]


def _months(first: date, last: date) -> Iterable[tuple[date, date]]:
    """First and last day of each calendar month, within the days."""
    day = first
    while day <= last:
        following = months_after(day.replace(day=1), 1)
        yield day, min(last, following - timedelta(days=1))
        day = following


def _month(project: Project, times: list[Time], first: date, last: date) -> TeamMonth:
    workers = _fewest(times, ProjectRole.WORKER, first, last)
    supervisors = _fewest(times, ProjectRole.SUPERVISOR, first, last)
    enough = workers >= project.min_workers and supervisors >= project.min_supervisors
    return TeamMonth(first.replace(day=1), workers, supervisors, enough)


def _fewest(times: list[Time], role: Any, first: date, last: date) -> int:
    """The number changes only on a first day, or a first day without."""
    own = [time for time in times if time.role == role]
    changes = {day for time in own for day in (time.start, time.end) if day and first < day <= last}
    return min(sum(time.covers(day) for time in own) for day in {first, *changes})
