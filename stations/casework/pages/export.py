"""Persons, visits and de-identified counts as Excel files, for a reason, marked on every sheet."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from stations.casework.exporting import EXPORTS, RESEARCH_NOUN, make_export
from stations.records.export import answer_file, export_lists
from stations.records.forms import ExportForm
from stations.records.pages import answer_download, answers_form, place_for, tab_address


@answers_form
def export_research(request: ActorRequest, code: str) -> HttpResponse:
    """De-identified counts for research; the purpose stays in the trail (C923)."""
    return _answer(request, code, RESEARCH_NOUN)


@answers_form
def export_persons(request: ActorRequest, code: str) -> HttpResponse:
    """The persons of a station."""
    return _answer(request, code, "persons")


@answers_form
def export_visits(request: ActorRequest, code: str) -> HttpResponse:
    """The visits of a station."""
    return _answer(request, code, "visits")


def back_to(station: Any, noun: str) -> str:
    """To the list; counts have none, so to the figures."""
    if noun == RESEARCH_NOUN:
        return tab_address(station, "services")
    return reverse(f"casework:{noun}", args=[station.code])


def _answer(request: ActorRequest, code: str, noun: str) -> HttpResponse:
    """Ask for the reason; when it is given, answer the file."""
    actor = request.actor
    station = place_for(actor, code, export_lists(""))

    def make(values: dict[str, Any]) -> HttpResponse:
        return answer_file(make_export(actor, station, noun, **values), noun)

    return answer_download(
        request,
        ExportForm(request.POST or None),
        make,
        station=station,
        title=_("Export: %(list)s") % {"list": EXPORTS[noun].title},
        back=back_to(station, noun),
    )
