"""Visits planned by the purchaser's own rule (Z06: 《军休干部走访联系制度》)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.domain.planned_visit import plan_visits
from stations.projects.models import Project
from stations.projects.queries.visiting import due_by_rule
from stations.records.domain import hold, refuse, refuse_withdrawn, require_row


@transaction.atomic
def plan_by_rule(*, actor: Actor, entry: Project, until: date) -> Project:
    """Plan a visit to each person of the project who is due by the rule up to a day, and has none
    planned; late ones for today. Each plan says by which rule it stands.

    Raises Forbidden, Conflict without a rule, when withdrawn or when nobody is due, or Invalid: a
    day that has passed or lies after the project.
    """
    require_row(actor, entry, "serve")
    hold(entry)
    refuse_withdrawn(entry)
    if not entry.visiting_rule:
        raise Conflict(_("The project names no visiting rule."), code="no_rule")
    today = clock.today()
    if not today <= until <= entry.ends_on:
        allowed = f"{today} – {entry.ends_on}"
        refuse("until", _("A day from today until the project's last."), until, allowed)
    due = due_by_rule(actor, entry, until)
    if not due:
        raise Conflict(_("Nobody is due by the rule up to that day."), code="nobody")
    plan_visits(actor=actor, days=due, rule=entry.visiting_rule)
    return entry
