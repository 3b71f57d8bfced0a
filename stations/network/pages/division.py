"""The county's own decisions on its townships and villages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.models import Role
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.errors import NotFound
from kernel.tenancy import division_code
from kernel.workdays.clock import today
from stations.network.pages.station import answers_form
from stations.network.queries.division import division_rows
from tenants.domain.division import decide_marks
from tenants.models import Division
from tenants.queries.division import find_division


@answers_form
def show_divisions(request: ActorRequest) -> HttpResponse:
    """The townships, or with `?in=` the villages of one; the marks of all are sent together."""
    actor, county = request.actor, division_code()
    require(actor, Role.BUREAU)
    township = find_township(county, request.GET.get("in", ""))
    below, level = (township.code, "VILLAGE") if township else (county, "TOWNSHIP")
    rows = division_rows(below=below, level=level, on=today())
    if request.method == "POST":
        decide_marks(
            actor=actor,
            codes=[row.code for row in rows],
            reform_affected=request.POST.getlist("reform_affected"),
            densely_populated=request.POST.getlist("densely_populated"),
        )
        messages.success(request, _("The marks are saved."))
        return redirect(request.get_full_path())
    network = (_("Network"), reverse("network:tree"))
    own = reverse("network:divisions")
    context = {
        "rows": rows,
        "township": township,
        "crumbs": [network, (_("Divisions"), own), (township.name, "")]
        if township
        else [network, (_("Divisions"), "")],
    }
    return render(request, "network/divisions.html", context)


def find_township(county: str, code: str) -> Division | None:
    """The township asked for, None when none was; raises NotFound for one of another county."""
    if not code:
        return None
    is_code = code.isascii() and code.isdigit() and len(code) == 9
    found = find_division(code) if is_code and code.startswith(county) else None
    if found is None:
        raise NotFound(_("No division of this county in force has this code."))
    return found
