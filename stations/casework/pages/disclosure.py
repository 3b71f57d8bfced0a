"""The log of disclosures: who read, took out or emptied personal data, and why (X08)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.errors import Invalid
from kernel.web.forms import add_errors
from stations.casework.queries.disclosure import (
    READERS,
    deed_of,
    details_of,
    disclosures,
    object_of,
)
from stations.casework.request_forms import DisclosureForm
from stations.records.pages import page_of


@cache_control(no_store=True)
@require_GET
def list_disclosures(request: ActorRequest) -> HttpResponse:
    """For the bureau and the auditor; a code of a file is no personal data."""
    require(request.actor, *READERS)
    form = DisclosureForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    try:
        rows = disclosures(request.actor, **chosen)
    except Invalid as refusal:
        add_errors(form, refusal)
        rows = disclosures(request.actor).none()
    page = page_of(request, rows)
    context = {
        "form": form,
        "page": page,
        "lines": [
            (entry, [deed_of(entry), *details_of(entry)], object_of(entry))
            for entry in page.object_list
        ],
        "crumbs": [(_("Log of disclosures"), "")],
    }
    status = 422 if form.errors else 200
    return render(request, "casework/disclosures.html", context, status=status)
