"""The register of processing activities: entered, assessed again, ended (X08)."""

from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.custody_rules import keep_since, load_custody
from stations.casework.models import ImpactAssessment, ProcessingActivity
from stations.casework.rules import write_processing
from stations.records.domain import (
    change,
    enter,
    hold,
    refuse,
    refuse_future,
    require_place,
    require_row,
)


@transaction.atomic
def record_processing(
    *,
    actor: Actor,
    station: models.Model,
    name: str,
    purpose: str,
    data_kinds: str,
    legal_basis: str,
    retention: str,
    started_on: date,
    is_sensitive: bool = False,
    recipients: str = "",
    entrusted_to: str = "",
    assessed_on: date | None = None,
    assessed_by: str = "",
    report: str = "",
) -> ProcessingActivity:
    """Enter what is done with personal data; kept at the county's hub.

    Raises Forbidden, or Invalid, also for sensitive or entrusted data without an impact
    assessment made before it began (PIPL, article 55).
    """
    require_place(actor, station, write_processing(""))
    if getattr(station, "level", "") != "HUB":
        refuse("station", _("The register is kept at the county's hub."), str(station))
    refuse_future("started_on", started_on)
    needs = is_sensitive or bool(entrusted_to.strip())
    assessment = _read_assessment(assessed_on, assessed_by, report, needs=needs)
    if assessed_on is not None and assessed_on > started_on:
        message = _("The impact is assessed before the processing begins.")
        refuse("assessed_on", message, assessed_on, f"<= {started_on}")
    activity = ProcessingActivity(
        station_id=station.pk,
        name=name.strip(),
        purpose=purpose.strip(),
        data_kinds=data_kinds.strip(),
        is_sensitive=is_sensitive,
        legal_basis=legal_basis,
        recipients=recipients.strip(),
        entrusted_to=entrusted_to.strip(),
        retention=retention.strip(),
        started_on=started_on,
        **assessment,
    )
    made = enter(activity, actor=actor, action="processing.enter")
    if assessed_on is not None:
        _keep_report(actor, made, assessed_on, report)
    return made


@transaction.atomic
def assess_again(
    *, actor: Actor, entry: ProcessingActivity, assessed_on: date, assessed_by: str, report: str
) -> ProcessingActivity:
    """A new impact assessment with its report; the next review follows from it.

    Raises Forbidden, Conflict when the activity has ended, Invalid for an earlier assessment.
    """
    require_row(actor, entry, "edit")
    hold(entry, "assessed_on", "ended_on")
    _refuse_ended(entry)
    if entry.assessed_on is not None and assessed_on < entry.assessed_on:
        message = _("There is a later assessment.")
        refuse("assessed_on", message, assessed_on, f">= {entry.assessed_on}")
    values = _read_assessment(assessed_on, assessed_by, report, needs=True)
    changed = change(entry, actor=actor, action="processing.assess", **values)
    _keep_report(actor, changed, assessed_on, report)
    return changed


@transaction.atomic
def end_processing(*, actor: Actor, entry: ProcessingActivity, on: date) -> ProcessingActivity:
    """The activity has ended; the entry is kept for the years of data/retention.yaml.

    Raises Forbidden, Conflict when it has ended, Invalid for a wrong day.
    """
    require_row(actor, entry, "edit")
    hold(entry, "ended_on")
    _refuse_ended(entry)
    refuse_future("on", on)
    if on < entry.started_on:
        refuse("on", _("The processing began later."), on, f">= {entry.started_on}")
    return change(
        entry,
        actor=actor,
        action="processing.end",
        ended_on=on,
        ended_received_at=clock.now(),
        keep_until=keep_since("processing", on),
    )


def _refuse_ended(entry: ProcessingActivity) -> None:
    if entry.ended_on is not None:
        raise Conflict(_("This activity ended on %(day)s.") % {"day": date_format(entry.ended_on)})


def _keep_report(actor: Actor, activity: ProcessingActivity, day: date, report: str) -> None:
    """The report of the assessment that the activity names now; earlier ones stay."""
    assessment = ImpactAssessment(
        activity=activity,
        assessed_on=day,
        assessed_by=activity.assessed_by,
        report=report.strip(),
    )
    enter(assessment, actor=actor, action="processing.report")


def _read_assessment(day: date | None, by: str, report: str, *, needs: bool) -> dict[str, Any]:
    """The values of an assessment, or none where none is needed."""
    if day is None and not by.strip() and not report.strip() and not needs:
        return {}
    if day is None:
        refuse("assessed_on", _("Sensitive or entrusted data: assess the impact first."), None)
    refuse_future("assessed_on", day)
    if not by.strip():
        refuse("assessed_by", _("Say who assessed the impact."), by)
    if not report.strip():
        refuse("report", _("The report of the assessment is kept with it."), report)
    days = load_custody()["assessment_review_days"]
    return {
        "assessed_on": day,
        "assessed_by": by.strip(),
        "next_review_on": day + timedelta(days=days),
    }
