"""The terms of entrusted processing on a county's host: read, and accepted once a version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.access.models import Role
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.errors import Conflict
from tenants.domain.terms import accept_terms
from tenants.queries.terms import READERS, is_accepted, latest_acceptance
from tenants.terms import current_terms


@require_http_methods(["GET", "HEAD", "POST"])
def show_terms(request: ActorRequest) -> HttpResponse:
    """Text, and who accepted which version when; the bureau accepts what is new."""
    require(request.actor, *READERS)
    if request.method == "POST":
        try:
            accept_terms(actor=request.actor, county=request.county)
        except Conflict as known:
            messages.info(request, str(known))
        else:
            messages.success(request, _("The terms are accepted for the county."))
        return redirect("terms:show")
    terms, accepted = current_terms(), latest_acceptance(request.county)
    is_current = is_accepted(request.county)
    context = {
        "terms": terms,
        "accepted": accepted,
        "is_current": is_current,
        "may_accept": request.actor.has(Role.BUREAU) and not is_current,
        "crumbs": [(_("Entrustment terms"), "")],
    }
    return render(request, "tenants/terms.html", context)
