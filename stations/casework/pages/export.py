"""Persons, visits and de-identified counts as Excel files, for a reason, marked on every sheet."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.access.request import ActorRequest
from kernel.crypto import mask_name
from kernel.workdays.clock import ZONE, today
from stations.casework.enums import VisitLevel
from stations.casework.queries.person import persons
from stations.casework.queries.research import research_rows
from stations.casework.queries.work import sees_names, visits_in
from stations.records.export import answer_file, export_list, export_lists
from stations.records.forms import ExportForm
from stations.records.pages import answer_download, answers_form, place_for, tab_address

Lines = Callable[[Actor, Any], Iterable[Sequence[str]]]
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


@answers_form
def export_research(request: ActorRequest, code: str) -> HttpResponse:
    """De-identified counts for research; the purpose stays in the trail (C923)."""
    title = _("De-identified data for research")
    return _answer(request, code, RESEARCH_NOUN, title, RESEARCH, lines_of_research)


@answers_form
def export_persons(request: ActorRequest, code: str) -> HttpResponse:
    """The persons of a station."""
    title = _("Persons served")
    return _answer(request, code, "persons", title, PERSONS, lines_of_persons)


@answers_form
def export_visits(request: ActorRequest, code: str) -> HttpResponse:
    """The visits of a station."""
    return _answer(request, code, "visits", _("Visits"), VISITS, lines_of_visits)


def back_to(station: Any, noun: str) -> str:
    """To the list; counts have none, so to the figures."""
    if noun == RESEARCH_NOUN:
        return tab_address(station, "services")
    return reverse(f"casework:{noun}", args=[station.code])


def _answer(
    request: ActorRequest, code: str, noun: str, title: str, headings: Sequence[Any], lines: Lines
) -> HttpResponse:
    """Ask for the reason; when it is given, answer the file."""
    actor = request.actor
    station = place_for(actor, code, export_lists(""))

    def make(values: dict[str, Any]) -> HttpResponse:
        content = export_list(
            actor=actor,
            station=station,
            noun=noun,
            title=title,
            headings=[str(heading) for heading in headings],
            lines=lines(actor, station),
            **values,
        )
        return answer_file(content, noun)

    return answer_download(
        request,
        ExportForm(request.POST or None),
        make,
        station=station,
        title=_("Export: %(list)s") % {"list": title},
        back=back_to(station, noun),
    )
