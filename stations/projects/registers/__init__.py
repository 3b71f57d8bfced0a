"""The registers of purchased projects and of the reports on them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from stations.projects.registers.project import PROJECTS
from stations.projects.registers.report import REPORTS
from stations.records.lists import ListLink
from stations.records.register import Register
from stations.records.register.links import links_to

REGISTERS: tuple[Register, ...] = (PROJECTS, REPORTS)


def project_lists(actor: Actor, station: Any) -> list[ListLink]:
    """The links on the station's service tab."""
    return links_to(REGISTERS, actor, station, group=_("Purchased projects"))
