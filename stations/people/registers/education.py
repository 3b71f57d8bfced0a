"""The ledger of continuing education as a list: each certified worker with the hours (X18, M39)."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.people.models import Credential
from stations.people.numbers import numbers
from stations.people.queries.education import days_left, with_education
from stations.people.registers.common import of_ever, of_workers
from stations.people.rules import view_people, write_people
from stations.records.register import Column, Filter, Register

STANDS = (
    ("DUE", _("Hours missing, the period ends soon")),
    ("MISSING", _("Hours still missing")),
    ("ENOUGH", _("Hours complete")),
    ("NONE", _("No registration runs")),
)


def by_stand(rows: QuerySet, stand: str) -> QuerySet:
    """How the hours stand today."""
    soon = today() + timedelta(days=numbers().education_notice_days)
    missing = Q(hours_missing__gt=0)
    return rows.filter(
        {
            "DUE": missing & Q(period_until__lte=soon),
            "MISSING": missing,
            "ENOUGH": Q(hours_missing=0),
            "NONE": Q(period_from=None),
        }[stand]
    )


EDUCATION = Register(
    noun="education-ledgers",
    app="people",
    model=Credential,
    title=_("Continuing education ledger"),
    one=_("Hours of continuing education"),
    columns=(
        Column("staff.name", _("Worker"), key="staff"),
        Column("level"),
        Column("period_from", _("Period from"), read=lambda row: row.period_from, kind=date),
        Column("period_until", _("Period until"), read=lambda row: row.period_until, kind=date),
        Column(
            "hours_required", _("Hours required"), read=lambda row: row.hours_required, kind=int
        ),
        Column("hours_attended", _("Hours attended"), read=lambda row: row.hours_attended),
        Column("hours_missing", _("Hours missing"), read=lambda row: row.hours_missing),
        Column("days_left", _("Days left"), read=lambda row: days_left(row, today()), kind=int),
    ),
    view=view_people(""),
    write=write_people(""),
    here=of_workers("staff_id"),
    kept=of_ever("staff_id"),
    extend=lambda rows: with_education(rows, today()),
    order=("staff__name", "id"),
    filters=(
        Filter("level"),
        Filter("stand", _("State of the hours"), choices=lambda: STANDS, narrow=by_stand),
    ),
    icon="clipboard-list",
    can_withdraw=False,
    empty=_("Workers with a national certificate stand here; hours come from trainings attended."),
)
