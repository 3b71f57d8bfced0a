"""What of casework is taken out as Excel files: persons, visits and de-identified counts (X06)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.crypto import mask_name
from kernel.workdays.clock import ZONE, today
from stations.casework.enums import VisitLevel
from stations.casework.queries.person import persons
from stations.casework.queries.research import research_rows
from stations.casework.queries.work import sees_names, visits_in
from stations.records.export import export_list, name_list

PERSONS = (
    gettext_lazy("Full name"),
    gettext_lazy("Place of the file"),
    gettext_lazy("Visit level"),
    gettext_lazy("File opened on"),
    gettext_lazy("File closed on"),
)
RESEARCH_NOUN = "research"
RESEARCH = (
    gettext_lazy("Person's kind"),
    gettext_lazy("Age"),
    gettext_lazy("Visit level"),
    gettext_lazy("Persons"),
    gettext_lazy("Visits"),
    gettext_lazy("Needs"),
    gettext_lazy("Cases"),
)
VISITS = (
    gettext_lazy("Held at"),
    gettext_lazy("Person served"),
    gettext_lazy("Place of visit"),
    gettext_lazy("Result of visit"),
    gettext_lazy("Visited by"),
    gettext_lazy("Accompanied by"),
    gettext_lazy("Received at"),
    gettext_lazy("Entered late"),
)


def lines_of_persons(actor: Actor, station: Any) -> Iterable[Sequence[str]]:
    """No numbers, phones or addresses: those are read one by one, for a reason each."""
    opens = sees_names(actor)
    rows: Any = persons(actor, station=station)
    for person in rows.iterator():
        open_name = opens and person.may_read
        level = VisitLevel(person.level_now).label if open_name and person.level_now else ""
        yield (
            person.name if open_name else mask_name(person.name),
            person.station.name,
            str(level),
            date_format(person.filed_on),
            date_format(person.closed_on) if person.closed_on else "",
        )


def lines_of_visits(actor: Actor, station: Any) -> Iterable[Sequence[str]]:
    """Without what was noted."""
    opens = sees_names(actor)
    for visit in visits_in(actor, station).iterator():
        name = visit.beneficiary.name
        yield (
            f"{visit.held_at.astimezone(ZONE):%Y-%m-%d %H:%M}" if visit.held_at else "",
            name if opens else mask_name(name),
            visit.get_place_display(),
            visit.get_result_display(),
            visit.staff.name if visit.staff else "",
            visit.company,
            date_format(visit.received_at.astimezone(ZONE).date()),
            _("Yes") if visit.is_late else "",
        )


def lines_of_research(actor: Actor, station: Any) -> Iterable[Sequence[str]]:
    """Counts only, none of few."""
    return research_rows(station, today())


@dataclass(frozen=True)
class Export:
    """A list that may be taken out: title, headings, and lines as their reader sees them."""

    title: Any
    headings: Sequence[Any]
    lines: Callable[[Actor, Any], Iterable[Sequence[str]]]


EXPORTS = {
    "persons": Export(gettext_lazy("Persons served"), PERSONS, lines_of_persons),
    "visits": Export(gettext_lazy("Visits"), VISITS, lines_of_visits),
    RESEARCH_NOUN: Export(
        gettext_lazy("De-identified data for research"), RESEARCH, lines_of_research
    ),
}
for _noun, _export in EXPORTS.items():
    name_list(_noun, _export.title)


def make_export(actor: Actor, station: Any, noun: str, *, reason: str) -> bytes:
    """The .xlsx; the caller has asked whether the actor may. Raises Invalid without a reason."""
    chosen = EXPORTS[noun]
    return export_list(
        actor=actor,
        station=station,
        noun=noun,
        title=str(chosen.title),
        headings=[str(heading) for heading in chosen.headings],
        lines=chosen.lines(actor, station),
        reason=reason,
    )
