"""Reading a worker's ID number and phone."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from kernel.access.request import ActorRequest
from stations.people.domain import reveal_staff
from stations.people.registers.staff import STAFF
from stations.people.rules import view_people
from stations.records.domain import require_row
from stations.records.pages import answers_form, place_for
from stations.records.register.query import find_entry
from stations.records.register.reveal import answer_reveal


@cache_control(no_store=True)
@answers_form
def reveal_worker(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """ID number and phone in full, once, for a reason that is kept; never cached."""
    actor = request.actor
    station = place_for(actor, code, view_people(""))
    worker = find_entry(STAFF, actor, uuid, station)
    require_row(actor, worker, "reveal")
    return answer_reveal(
        request,
        worker,
        partial(reveal_staff, actor=actor, entry=worker),
        station=station,
        title=_("Read ID number and phone"),
        back=reverse("people:staff-one", args=[station.code, uuid]),
        crumb=(STAFF.title, reverse("people:staff-list", args=[station.code])),
    )
