"""Reading a worker's ID number and phone."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from kernel.access.request import ActorRequest
from stations.people.domain import reveal_staff
from stations.people.forms import RevealForm
from stations.people.registers.staff import STAFF
from stations.people.rules import view_people
from stations.records.domain import require_row
from stations.records.pages import answer_form, answers_form, crumbs_of, place_for
from stations.records.register.query import find_entry


@cache_control(no_store=True)
@answers_form
def reveal_worker(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """ID number and phone in full, once, for a reason that is kept; never cached."""
    actor = request.actor
    station = place_for(actor, code, view_people(""))
    worker = find_entry(STAFF, actor, uuid, station)
    require_row(actor, worker, "reveal")
    form = RevealForm(request.POST or None)
    shown: dict[str, str] = {}

    def save(values: dict[str, Any]) -> None:
        shown.update(reveal_staff(actor=actor, entry=worker, **values))

    back = reverse("people:staff-one", args=[station.code, uuid])
    title = _("Read ID number and phone")
    answer = answer_form(
        request, form, save, station=station, title=title, done=_("Kept in the trail."), back=back
    )
    if not shown:
        return answer
    lists = reverse("people:staff-list", args=[station.code])
    crumbs = crumbs_of(station, (str(STAFF.title), lists), title)
    context = {"station": station, "shown": shown, "back": back, "crumbs": crumbs}
    return render(request, "people/revealed.html", context)
