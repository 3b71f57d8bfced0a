"""The records behind one computed figure."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from evaluation.cycles.forms.fields import read_digits
from evaluation.cycles.pages.common import crumbs_of
from evaluation.cycles.queries.evaluation import find_evaluation
from evaluation.cycles.queries.item import find_item
from evaluation.cycles.queries.sheet import line_of
from evaluation.facts.queries import (
    frozen,
    is_redefined,
    records_behind,
    recount,
    scope_of,
    uncounted,
)
from evaluation.facts.scope import StationInfo
from kernel.access.request import ActorRequest
from kernel.errors import NotFound


@cache_control(no_store=True)
@require_GET
def fact_records(request: ActorRequest, uuid: UUID, indicator: str) -> HttpResponse:
    """The frozen figure and each record it was counted from, changed ones marked."""
    evaluation = find_evaluation(request.actor, uuid)
    line = line_of(find_item(evaluation, indicator))
    fact = frozen(evaluation.cycle.uuid, evaluation.station_id).get(indicator)
    if fact is None:
        raise NotFound(_("Nothing is computed from records here."))
    number = request.GET.get("page", "1")
    page = records_behind(fact, actor=request.actor, page=read_digits(number) or 1)
    place = evaluation.station
    station = StationInfo(place.pk, place.code, evaluation.track, evaluation.opened_on)
    again = recount(fact, station=station)
    now = again.inputs if again else {}
    context = {
        "evaluation": evaluation,
        "indicator": line.indicator,
        "fact": fact,
        "differs": now != fact.inputs,
        "now": now,
        "redefined": is_redefined(fact),
        "page": page,
        "uncounted": uncounted(indicator, scope_of(fact, station), request.actor),
        "crumbs": crumbs_of(evaluation, line.indicator.id),
        "as_of": fact.frozen_at,
    }
    return render(request, "cycles/fact.html", context)
