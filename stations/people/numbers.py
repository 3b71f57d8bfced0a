"""Periods and numbers about people, read once from data/rules.yaml, and counting in months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from stations.people.enums import Competence, CredentialLevel, Education, Post, Step, TaskKind

FILE = Path(__file__).parent / "data" / "rules.yaml"


@dataclass(frozen=True)
class Numbers:
    """What the file says; the source of each number stands beside it there."""

    register_within_months: int
    registration_months: int
    renewal_notice_days: int
    education_hours: dict[str, int]
    education_notice_days: int
    registered_levels: tuple[str, ...]
    supervision_months: int
    late_entry_days: int
    certified_levels: list[str]
    active_volunteer_steps: list[str]
    cultivation_months: int
    cultivation_hours: int
    most_share: int
    qualifying_education: tuple[str, ...]
    head_levels: tuple[str, ...]
    competence_sites: dict[str, list[str]]
    task_posts: dict[str, str]


@cache
def numbers() -> Numbers:
    """Raises ValueError for a level, step or degree that is none, TypeError for a missing
    number."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    given = {name: row["value"] for name, row in rows.items()}
    levels = tuple(CredentialLevel(level) for level in given["registered_levels"])
    return Numbers(
        **given
        | {
            "registered_levels": levels,
            # As text, for they enter a query and a digest.
            "certified_levels": [CredentialLevel(code).value for code in given["certified_levels"]],
            "active_volunteer_steps": [
                Step(code).value for code in given["active_volunteer_steps"]
            ],
            "head_levels": tuple(CredentialLevel(level) for level in given["head_levels"]),
            "education_hours": {
                CredentialLevel(level): hours for level, hours in given["education_hours"].items()
            },
            "competence_sites": {
                Competence(code): kinds for code, kinds in given["competence_sites"].items()
            },
            "task_posts": {
                TaskKind(task): Post(post) for task, post in given["task_posts"].items()
            },
            "qualifying_education": tuple(
                Education(degree) for degree in given["qualifying_education"]
            ),
        }
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier if negative), or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
