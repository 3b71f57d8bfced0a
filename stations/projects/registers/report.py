"""Reports on projects: drawn up from a project, handed over to its recipients (Z15)."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from stations.projects.domain import deliver_report, take_delivery_back
from stations.projects.forms import DeliverForm, UndeliverForm
from stations.projects.models import ProjectReport, ReportDelivery
from stations.projects.queries.report import recipients_on
from stations.projects.rules import view_projects, write_projects
from stations.records.places import at_place
from stations.records.register import Act, Column, Inner, Register


def here(station: Any) -> Q:
    return at_place(station, "project__station__")


def stands(report: ProjectReport) -> bool:
    return report.withdrawn_at is None


def has_waiting(report: ProjectReport) -> bool:
    """Somebody is to have it still."""
    return stands(report) and recipients_on(report).exists()


def was_delivered(report: ProjectReport) -> bool:
    return stands(report) and report.deliveries.filter(withdrawn_at=None).exists()


def deliveries_of(entry: ProjectReport, actor: Actor) -> Any:
    rows = entry.deliveries.filter(withdrawn_at=None)
    return rows.select_related("subscription").order_by("delivered_on", "id")


def to_the_file(entry: ProjectReport, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """To the PDF, and to the project."""
    if not stands(entry):
        return []
    return [
        (_("Report as a PDF"), reverse("projects:report-file", args=[entry.uuid])),
        (
            _("Progress of the project"),
            reverse("projects:progress", args=[entry.project.uuid]),
        ),
    ]


REPORTS = Register(
    noun="project-reports",
    app="projects",
    model=ProjectReport,
    title=_("Reports on projects"),
    one=_("Report on a project"),
    columns=(
        Column("project.name", _("Purchased project"), key="project_name"),
        Column("since"),
        Column("until"),
        Column("drawn_on"),
    ),
    details=(
        Column("by_name"),
        Column("notes"),
        Column("project.uuid", _("Code of the project"), key="project"),
    ),
    acts=(
        Act("deliver", _("Enter the handing over"), DeliverForm, deliver_report, when=has_waiting),
        Act(
            "undeliver",
            _("Withdraw a handing over"),
            UndeliverForm,
            take_delivery_back,
            when=was_delivered,
        ),
    ),
    inner=(
        Inner(
            "deliveries",
            _("Handed over to"),
            ReportDelivery,
            deliveries_of,
            (
                Column("subscription.recipient", key="recipient"),
                Column("delivered_on"),
                Column("manner"),
            ),
        ),
    ),
    ways=to_the_file,
    here=here,
    only=Q(project__withdrawn_at=None),
    view=view_projects(of_place=True),
    write=write_projects(of_place=True),
    order=("-until", "-id"),
    icon="send",
    empty=_("A report is drawn up from a project's page."),
)
