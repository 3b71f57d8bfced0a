"""Making one county or a province's, and bringing all of them up to date."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.access.request import ActorRequest
from kernel.errors import Conflict, Invalid
from kernel.web.forms import add_errors
from kernel.web.refusals import status_of
from tenants.domain.county import add_county
from tenants.forms import MigrationForm, NewCountyForm, ProvinceForm, filled
from tenants.jobs.migration import ask_for_migration
from tenants.jobs.province import ask_for_province

answers_form = require_http_methods(["GET", "HEAD", "POST"])


@answers_form
def new_county(request: ActorRequest) -> HttpResponse:
    """The form of a new county; it is there at once."""
    form = NewCountyForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            county = add_county(actor=request.actor, **filled(form.cleaned_data))
        except (Conflict, Invalid) as error:
            add_errors(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("The county is made."))
            return redirect("tenants:county", county.code)
    words = {
        "title": _("New county"),
        "subtitle": _("Its schema, keys, roles and hub are made at once."),
        "button": _("Make the county"),
    }
    return render(request, "tenants/form.html", {"form": form, **words}, status=status)


@answers_form
def province(request: ActorRequest) -> HttpResponse:
    """Ask for many counties at once; a list is checked to its last line before that."""
    form = ProvinceForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            asked = ask_for_province(actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            add_faults(form, error)
        else:
            return redirect("operations:operation", asked.uuid)
    words = {
        "title": _("Make many counties"),
        "subtitle": _("Counties that are there already are kept; what is broken off goes on."),
        "button": _("Begin"),
    }
    return render(request, "tenants/form.html", {"form": form, **words}, status=status)


@answers_form
def migration(request: ActorRequest) -> HttpResponse:
    """Ask for the migration of all counties."""
    form = MigrationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        asked = ask_for_migration(actor=request.actor, **form.cleaned_data)
        return redirect("operations:operation", asked.uuid)
    status = 422 if form.is_bound else 200
    words = {
        "title": _("Bring all counties up to date"),
        "subtitle": _("Every schema gets the tables of this version; people go on working."),
        "button": _("Begin"),
    }
    return render(request, "tenants/form.html", {"form": form, **words}, status=status)


def add_faults(form: ProvinceForm, error: Invalid) -> None:
    """Each fault of the list with its line and what stood there, beside the list."""
    if not form.cleaned_data["text"]:
        add_errors(form, error)
        return
    for fault in error.errors:
        form.add_error("text", f"{fault.field}: {fault.message} {fault.given or ''}".rstrip())
    if not error.errors:
        form.add_error("text", error.detail)
