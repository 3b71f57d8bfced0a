"""What is encrypted about a household, read for a reason; its other pages are its register's."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from kernel.access.request import ActorRequest
from stations.casework.domain import reveal_household
from stations.casework.registers.household import HOUSEHOLDS, REVEAL
from stations.casework.rules import view_persons
from stations.records.domain import require_row
from stations.records.pages import answers_form, place_for
from stations.records.register.query import find_entry
from stations.records.register.reveal import answer_reveal


@cache_control(no_store=True)
@answers_form
def reveal(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Address and notes in full, once, for a reason that is kept; never cached."""
    actor = request.actor
    station = place_for(actor, code, view_persons(""))
    household = find_entry(HOUSEHOLDS, actor, uuid, station)
    require_row(actor, household, REVEAL.rule)
    back = reverse("casework:households-one", args=[station.code, uuid])
    return answer_reveal(
        request,
        household,
        partial(reveal_household, actor=actor, household=household),
        station=station,
        title=str(REVEAL.title),
        back=back,
        crumb=(HOUSEHOLDS.one, back),
    )
