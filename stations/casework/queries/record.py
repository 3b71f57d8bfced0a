"""The lines of this app's records behind a figure; names only for the station itself."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import whole_county
from stations.casework.minors import of_minors
from stations.casework.models import (
    ArchiveVolume,
    Beneficiary,
    CarePlan,
    Case,
    Need,
    PlanIndicator,
    ProtectionReport,
    RosterEntry,
    ServiceRecord,
    Visit,
    VisitLevelSpan,
)
from stations.casework.queries.work import sees_names
from stations.records.lines import Source, Sources

Served = partial(Source, names_for=sees_names)
# Whoever sees the sheet reads the lines; of a minor's closed file no kind, level or stage (X10).
Guarded = partial(Served, told=of_minors(whole_county))

SOURCES: Sources = {
    "beneficiary": Served(_("Person's file"), Beneficiary, "filed_on", "name", action="read"),
    "roster_entry": Guarded(_("Roster entry"), RosterEntry, "valid_from", "name", "category"),
    "visit": Served(_("Visit"), Visit, "held_at", "beneficiary__name", "result"),
    "visit_level": Guarded(
        _("Visit level"), VisitLevelSpan, "valid_from", "beneficiary__name", "level"
    ),
    "service": Served(_("Service"), ServiceRecord, "served_on", what="service", is_person=False),
    "case": Guarded(_("Case"), Case, "opened_on", "beneficiary__name", "stage", action="read"),
    "care_plan": Served(_("Care plan"), CarePlan, "begun_on", "beneficiary__name", action="read"),
    # What is measured is a text about one person: for who reads the plan.
    "plan_indicator": Served(
        _("Indicator of the plan"),
        PlanIndicator,
        "judged_on",
        "plan__beneficiary__name",
        action="read",
    ),
    # Who it is about and what was seen stay with the report.
    "protection_report": Source(
        _("Protection report"),
        ProtectionReport,
        "noticed_at",
        what="receipt_number",
        is_person=False,
    ),
    "archive_volume": Served(
        _("Archive volume"), ArchiveVolume, "filed_on", what="number", is_person=False
    ),
    "need": Served(_("Need"), Need, "raised_on", "beneficiary__name"),
}
