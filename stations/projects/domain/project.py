"""Projects as they are agreed and amended, and their lines of services (Z01, Z07)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.casework.enums import Category, NeedKind
from stations.projects.models import Project, ServiceLine
from stations.projects.rules import write_projects
from stations.records.domain import (
    change,
    enter,
    hold,
    refuse,
    refuse_far,
    refuse_withdrawn,
    require_place,
    require_row,
)

# Of a project in people's own words: no space before or after.
TEXTS = ("name", "brand", "purchaser", "policy_basis", "needs", "visiting_rule")


@transaction.atomic
def agree_project(
    *,
    actor: Actor,
    station: models.Model,
    name: str,
    purchaser: str,
    starts_on: date,
    ends_on: date,
    kinds: Iterable[str] = (),
    **more: Any,
) -> Project:
    """A project that was agreed; ``more`` are its other fields, those left out as usual
    (data/project.yaml). It may begin in the future.

    Raises Forbidden, or Invalid: days in the wrong order, a rule of visiting without its days, a
    kind that is none, a project of this name and first day.
    """
    require_place(actor, station, write_projects(of_place=True))
    project = Project(
        station_id=station.pk,
        **_checked(
            {
                "name": name,
                "purchaser": purchaser,
                "starts_on": starts_on,
                "ends_on": ends_on,
                "kinds": list(kinds),
                **more,
            }
        ),
    )
    _refuse_twice(project)
    return enter(project, actor=actor, action="project.agree")


@transaction.atomic
def amend_project(*, actor: Actor, entry: Project, **values: Any) -> Project:
    """What is agreed otherwise now. Reports that were drawn up say what they said.

    Raises Forbidden, Conflict when withdrawn, or Invalid as ``agree_project``, and for days that
    leave out what was reported or judged.
    """
    require_row(actor, entry, "edit")
    hold(entry)
    checked = _checked(values)
    _refuse_told(entry, checked["starts_on"], checked["ends_on"])
    for field, value in checked.items():
        setattr(entry, field, value)
    _refuse_twice(entry)
    return change(entry, actor=actor, action="project.amend", **checked)


@transaction.atomic
def add_line(*, actor: Actor, entry: Project, title: str, needs: Iterable[str] = ()) -> ServiceLine:
    """A line of services and the kinds of needs it answers (Z07, Z26).

    Raises Forbidden, Conflict for a withdrawn project, or Invalid: a line that stands, a kind of
    need that is none.
    """
    require_row(actor, entry, "edit")
    hold(entry)
    refuse_withdrawn(entry)
    if entry.lines.filter(title=title.strip(), withdrawn_at=None).exists():
        refuse("title", _("The project has a line of this name."), title)
    chosen = known_codes("needs", needs, NeedKind.values)
    line = ServiceLine(project=entry, title=title.strip(), needs=chosen)
    return enter(line, actor=actor, action="project.line")


def known_codes(field: str, given: Iterable[str], known: list[str]) -> list[str]:
    """Each once, in the order of the list. Raises Invalid for what is none."""
    chosen = set(given)
    if unknown := sorted(chosen - set(known)):
        refuse(field, _("Not one of the choices."), unknown, known)
    return [code for code in known if code in chosen]


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are kept: numbers left out as usual, texts without spaces around."""
    kept = {name: value for name, value in values.items() if value is not None}
    kept |= {"visit_days": values["visit_days"]} if "visit_days" in values else {}
    kept |= {name: kept[name].strip() for name in TEXTS if name in kept}
    if kept["ends_on"] < kept["starts_on"]:
        allowed = f">= {kept['starts_on']}"
        refuse("ends_on", _("The last day lies before the first."), kept["ends_on"], allowed)
    for name in ("starts_on", "ends_on"):
        refuse_far(name, kept[name], "agreements")
    kept["kinds"] = known_codes("kinds", kept.get("kinds", ()), Category.values)
    _check_rule(kept.get("visiting_rule", ""), kept.get("visit_days"))
    for name in ("evaluation_months", "visit_days"):
        if kept.get(name) == 0:
            refuse(name, _("At least one."), 0, ">= 1")
    return kept


def _check_rule(rule: str, days: int | None) -> None:
    if rule and days is None:
        refuse("visit_days", _("How many days lie between two visits by this rule?"))
    if days is not None and not rule:
        refuse("visiting_rule", _("Which rule of the purchaser says so?"))


def _refuse_told(project: Project, starts_on: date, ends_on: date) -> None:
    """Days of which a recipient was told, or an effect was judged, stay days of the project."""
    told = project.reports.filter(withdrawn_at=None).aggregate(
        first=Min("since"), last=Max("until")
    )
    judged = project.outcomes.filter(withdrawn_at=None).aggregate(first=Min("judged_on"))
    first = min((day for day in (told["first"], judged["first"]) if day), default=None)
    if first is not None and starts_on > first:
        message = _("Reported or judged from %(day)s on.") % {"day": date_format(first)}
        refuse("starts_on", message, starts_on, f"<= {first}")
    if told["last"] is not None and ends_on < told["last"]:
        message = _("Reported up to %(day)s.") % {"day": date_format(told["last"])}
        refuse("ends_on", message, ends_on, f">= {told['last']}")


def _refuse_twice(project: Project) -> None:
    same = Project.objects.filter(
        station_id=project.station_id,
        name=project.name,
        starts_on=project.starts_on,
        withdrawn_at=None,
    )
    if same.exclude(pk=project.pk).exists():
        refuse("name", _("The project of this name and first day is entered."), project.name)
