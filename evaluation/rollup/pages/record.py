"""Counters of records as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluation.rollup.counters import COUNTERS
from evaluation.rollup.pages.filter import YearForm, asked_year, asking, choose
from evaluation.rollup.queries.choice import evaluated_year
from evaluation.rollup.queries.record import records
from evaluation.rollup.queries.scope import figure_day, own_divisions


@require_safe
def show_records(request: HttpRequest) -> HttpResponse:
    """What was done in a year, by county."""
    year = asked_year(request, lambda: evaluated_year(own_divisions(asking(request))))
    chosen = choose(request, YearForm, figure_day(year), year=year)
    context = chosen.context("rollup:records", records(chosen.division, year))
    return render(request, "rollup/record.html", context | {"year": year, "counters": COUNTERS})
