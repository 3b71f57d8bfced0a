"""Coverage of a day as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluation.rollup.pages.filter import DayForm, choose
from evaluation.rollup.queries.coverage import LEVELS, coverage
from evaluation.rollup.queries.scope import parse_date


@require_safe
def show_coverage(request: HttpRequest) -> HttpResponse:
    """Divisions due and served on a day, by the divisions next below."""
    on = parse_date(request.GET.get("date", ""))
    chosen = choose(request, DayForm, on, date=on.isoformat())
    table = coverage(chosen.division, on)
    context = {
        "on": on,
        "levels": LEVELS,
        "lines": [{**row, "cells": [row[level] for level in LEVELS]} for row in table["rows"]],
        "total": [table["total"][level] for level in LEVELS],
    }
    return render(
        request, "rollup/coverage.html", chosen.context("rollup:coverage", table) | context
    )
