"""The lists of casework on a station's service tab, in the groups in which people look for them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from stations.casework.registers import CUSTODY, REGISTERS
from stations.casework.rules import view_cases, view_persons, view_work, write_work
from stations.records.domain import may_at
from stations.records.export import export_lists
from stations.records.lists import ListLink
from stations.records.register.links import links_to

PERSONS = _("Persons served")
VISITS = _("Visits and services")
CASES = _("Care plans and cases")
HELP = _("Help and protection")
FILES = _("Archives and personal data")

# The group of each register, by its noun; the groups in the order in which they are shown.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        PERSONS,
        (
            "households",
            "leads",
            "alert-notes",
            "enrolments",
            "risk-assessments",
            "guardianship-assessments",
            "strengths",
        ),
    ),
    (VISITS, ("planned-visits", "needs", "services")),
    (CASES, ("care-plans", "plan-indicators", "capability-checks", "case-needs")),
    (
        HELP,
        (
            "protection-reports",
            "protection-officers",
            "benefit-applications",
            "referrals",
            "homeless-aids",
            "homeless-steps",
            "patrols",
            "wishes",
            "bereavements",
            "funerals",
            "carers",
            "respites",
            "care-checks",
        ),
    ),
    (FILES, tuple(register.noun for register in CUSTODY)),
)
# What has pages of its own.
PAGES = (
    (PERSONS, view_persons, _("Persons served"), "casework:persons", "users"),
    (PERSONS, view_work, _("Alerts"), "casework:alerts", "bell"),
    (PERSONS, view_persons, _("Official roster"), "casework:roster", "clipboard-list"),
    (VISITS, write_work, _("Due visits"), "casework:due", "clock"),
    (VISITS, view_work, _("Visits"), "casework:visits", "home"),
    (CASES, view_cases, _("Cases"), "casework:cases", "file-text"),
    (
        FILES,
        export_lists,
        _("De-identified data for research"),
        "casework:research",
        "chart-bar",
    ),
)


def work_lists(actor: Actor, station: Any) -> list[ListLink]:
    """Whom the station serves, and the work done for them: each for whoever may open it."""
    groups = {noun: title for title, nouns in GROUPS for noun in nouns}
    links = [
        ListLink(label, reverse(name, args=[station.code]), icon, group)
        for group, rule, label, name, icon in PAGES
        if may_at(actor, station, rule(""))
    ]
    links += links_to(REGISTERS, actor, station, groups=groups)
    order = [title for title, _nouns in GROUPS]
    return sorted(links, key=lambda link: order.index(link.group))
