"""A report on a project as a PDF: what was kept when it was drawn up (Z15)."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.access.actor import Actor
from kernel.audit.domain import record as write_audit
from kernel.pdf import render_pdf
from stations.network.queries.figures import Unit
from stations.projects.catalogue import measures
from stations.projects.enums import Verdict
from stations.projects.models import ProjectReport

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"


def take_report(*, actor: Actor, report: ProjectReport) -> HttpResponse:
    """The file of a report the actor may see; who took it is kept."""
    answer = HttpResponse(report_pdf(report), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="project-{report.until:%Y%m%d}.pdf"'
    write_audit(actor=actor, action="projectreport.read", obj=report)
    return answer


def report_pdf(report: ProjectReport) -> bytes:
    """The same bytes each time: content and moment of the drawing up, in the language of the
    site."""
    with override(settings.LANGUAGE_CODE):
        project, kept = report.project, report.content
        data = {
            "labels": _labels(),
            "project": project.name,
            "purchaser": project.purchaser,
            "station": project.station.name,
            "agreed": _days(project.starts_on, project.ends_on),
            "period": _days(report.since, report.until),
            "drawn_on": date_format(report.drawn_on),
            "by": report.by_name,
            "notes": report.notes,
            "targets": [_target(row) for row in kept["targets"]],
            "team": [
                [f"{row['month'][:7]}", str(row["workers"]), str(row["supervisors"])]
                for row in kept["team"]
            ],
            "goals": [_goal(row) for row in kept["goals"]],
        }
    return render_pdf(TEMPLATE, data, report.received_at)


def _target(row: dict[str, Any]) -> list[str]:
    """Service line, what, unit, agreed, done in these days, done in all, still to do."""
    known = measures().get(row["measure"])
    what = str(known.label) if known else row["measure"]
    numbers = [str(row[key]) for key in ("amount", "within", "done", "left")]
    return [row["line"] or "—", what, str(Unit(row["unit"]).label), *numbers]


def _goal(row: dict[str, Any]) -> list[str]:
    verdict = str(Verdict(row["verdict"]).label) if row["verdict"] else "—"
    day = date_format(date.fromisoformat(row["judged_on"])) if row["judged_on"] else "—"
    return [row["goal"], day, verdict, row["evidence"] or "—"]


def _days(first: date, last: date) -> str:
    return f"{date_format(first)} — {date_format(last)}"


def _labels() -> dict[str, str]:
    return {
        "title": _("Report on a project"),
        "project": _("Name of the project"),
        "purchaser": _("Purchaser of the project"),
        "station": _("Carried out by"),
        "agreed": _("Days agreed"),
        "period": _("Days of the report"),
        "targets": _("Targets"),
        "line": _("Service line"),
        "measure": _("What is counted"),
        "unit": _("Unit"),
        "amount": _("Number agreed"),
        "within": _("Done in these days"),
        "done": _("Done so far"),
        "left": _("Still to do"),
        "team": _("Team of the project"),
        "month": _("Month"),
        "workers": _("Social workers"),
        "supervisors": _("Senior supervisors"),
        "goals": _("Effects judged"),
        "goal": _("Goal"),
        "judged_on": _("Effect judged on"),
        "verdict": _("How far the goal was reached"),
        "evidence": _("Evidence of the effect"),
        "notes": _("Cases of note, without names"),
        "by": _("Drawn up by"),
        "statement": _("Drawn from the records as they stood on that day; it names no person."),
    }
