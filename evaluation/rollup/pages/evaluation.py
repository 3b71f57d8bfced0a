"""One year's evaluation as a page, grouped."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluation.rollup.pages.filter import GroupForm, asked_year, asking, choose
from evaluation.rollup.pages.table import evaluation_context
from evaluation.rollup.queries.choice import evaluated_year
from evaluation.rollup.queries.evaluation import evaluations
from evaluation.rollup.queries.scope import figure_day, own_divisions, parse_group

# How the rows below a row are grouped.
FINER = {
    "province": "prefecture",
    "prefecture": "county",
    "county": "station",
    "station": "station",
}


@require_safe
def show_evaluations(request: HttpRequest) -> HttpResponse:
    """Reporting, grades and means by prefecture, county or station."""
    year = asked_year(request, lambda: evaluated_year(own_divisions(asking(request))))
    group = parse_group(request.GET.get("group_by", ""))
    chosen = choose(request, GroupForm, figure_day(year), year=year, group_by=group)
    table = evaluations(chosen.division, year, group)
    context = {
        "year": year,
        "group_by": group,
        "kept": urlencode({"year": year, "group_by": FINER[group]}),
        **evaluation_context(table),
    }
    return render(
        request, "rollup/evaluation.html", chosen.context("rollup:evaluations", table) | context
    )
