"""What is encrypted about a household, read for a reason; its other pages are its register's."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from kernel.access.request import ActorRequest
from stations.casework.domain import reveal_household
from stations.casework.registers.household import HOUSEHOLDS, REVEAL, ReasonForm
from stations.casework.rules import view_persons
from stations.records.domain import require_row
from stations.records.pages import answer_form, answers_form, crumbs_of, place_for
from stations.records.register.query import find_entry


@cache_control(no_store=True)
@answers_form
def reveal(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Address and notes in full, once, for a reason that is kept; never cached."""
    actor = request.actor
    station = place_for(actor, code, view_persons(""))
    household = find_entry(HOUSEHOLDS, actor, uuid, station)
    require_row(actor, household, REVEAL.rule)
    form = ReasonForm(request.POST or None, actor=actor, station=station, entry=household)
    shown: dict[str, str] = {}

    def save(values: dict[str, Any]) -> None:
        shown.update(reveal_household(actor=actor, household=household, **values))

    back = reverse("casework:households-one", args=[station.code, uuid])
    title = str(REVEAL.title)
    answer = answer_form(
        request, form, save, station=station, title=title, done=_("Kept in the trail."), back=back
    )
    if not shown:
        return answer
    facts = [(_("Address"), shown["address"]), (_("Notes on the household"), shown["note"])]
    context = {
        "station": station,
        "title": title,
        "facts": facts,
        "back": back,
        "crumbs": crumbs_of(station, (HOUSEHOLDS.one, back), title),
    }
    return render(request, "casework/household_revealed.html", context)
