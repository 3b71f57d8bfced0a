"""A place's alerts, and what was done about one (N02)."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.errors import NotFound
from kernel.workdays.clock import today
from stations.casework.domain import see_to_alert
from stations.casework.enums import AlertKind
from stations.casework.forms import AlertFilter, SeenForm
from stations.casework.queries.alert import Alert, alerts, find_alert
from stations.casework.queries.work import sees_names
from stations.casework.rules import view_persons, view_work, write_persons
from stations.records.domain import may_at
from stations.records.pages import PAGE_SIZE, answer_form, answers_form, crumbs_of, place_for

# Where what the alert is about is seen to; the rest lead to the person's file.
REGISTERS = {AlertKind.LEAD_WAITING: "leads", AlertKind.NEED_OPEN: "needs"}


@cache_control(no_store=True)
@require_GET
def list_alerts(request: ActorRequest, code: str) -> HttpResponse:
    """What stands, the oldest first, each with the way to where it is seen to."""
    actor = request.actor
    station = place_for(actor, code, view_work(""))
    filters = AlertFilter(request.GET or None)
    kind = filters.cleaned_data["kind"] if filters.is_valid() else ""
    found = alerts(actor, station=station, kind=kind)
    opens_files = may_at(actor, station, view_persons(""))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "station": station,
        "page": page,
        "filters": filters,
        "rows": [(alert, address_of(alert, opens_files)) for alert in page.object_list],
        "sees_names": sees_names(actor),
        "may_write": may_at(actor, station, write_persons("")),
        "crumbs": crumbs_of(station, _("Alerts")),
    }
    return render(request, "casework/alerts.html", context)


@answers_form
def see_alert(request: ActorRequest, code: str, kind: str, uuid: str) -> HttpResponse:
    """Say what was done; the alert then rests."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    subject = UUID(uuid)
    alert = find_alert(actor, kind, subject)
    if not f"{alert.station.path}/".startswith(f"{station.path}/"):
        raise NotFound(_("No such alert."))
    form = SeenForm(request.POST or None, initial={"on": today()})

    def save(values: dict[str, Any]) -> None:
        see_to_alert(actor=actor, kind=kind, subject=subject, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Seen to: %(alert)s") % {"alert": alert.kind.label},
        done=_("The alert rests."),
        back=reverse("casework:alerts", args=[station.code]),
    )


def address_of(alert: Alert, opens_files: bool) -> str:
    """The page where the alert is seen to; "" for those who may not open it."""
    if alert.kind in REGISTERS:
        name = f"casework:{REGISTERS[alert.kind]}-one"
        return reverse(name, args=[alert.code, alert.subject])
    return reverse("casework:person", args=[alert.code, alert.person]) if opens_files else ""
