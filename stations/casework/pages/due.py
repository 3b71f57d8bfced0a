"""Who is to be visited at a place: by when, since when, and who was missed (N09)."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.workdays.clock import today
from stations.casework.enums import Place, VisitLevel
from stations.casework.queries.due import due_list
from stations.casework.queries.planned_visit import planned_until
from stations.casework.rules import CARRIED_DAYS, view_persons, write_work
from stations.records.domain import may_at
from stations.records.pages import PAGE_SIZE, crumbs_of, place_for


@cache_control(no_store=True)
@require_GET
def list_due(request: ActorRequest, code: str) -> HttpResponse:
    """Due within the coming days; who was missed stands first."""
    actor = request.actor
    station = place_for(actor, code, write_work(""))
    due = due_list(actor, today(), CARRIED_DAYS, station)
    page = Paginator(due, PAGE_SIZE).get_page(request.GET.get("page"))
    planned = planned_until(actor, today(), CARRIED_DAYS, station)
    context = {
        "station": station,
        "page": page,
        "rows": [(row, VisitLevel(row.level).label) for row in page.object_list],
        "planned": [
            (place, plan, Place(plan.place).label, plan.planned_on < today())
            for place, plan in planned
        ],
        "overdue": due.overdue,
        "days": CARRIED_DAYS,
        "phone": Place.PHONE,
        "opens_files": may_at(actor, station, view_persons("")),
        "crumbs": crumbs_of(station, _("Due visits")),
    }
    return render(request, "casework/due.html", context)
