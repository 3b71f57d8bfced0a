"""The operators' list of counties: states and sizes, never content."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenants.queries.county import list_counties


def county_list(request: HttpRequest) -> HttpResponse:
    """Every county of the installation with its state."""
    return render(request, "tenants/county_list.html", {"counties": list_counties()})
