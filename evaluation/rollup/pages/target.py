"""Annex 1 as a page and as an Excel file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluation.reports.domain.target_table import MEDIA_TYPE, write_target_table
from evaluation.rollup.pages.filter import YearForm, asked_year, asking, choose
from evaluation.rollup.queries.choice import target_year
from evaluation.rollup.queries.label import pilot_labels
from evaluation.rollup.queries.scope import division_in_scope, figure_day, own_divisions
from evaluation.rollup.queries.target import FIGURES, LEVELS, targets
from kernel.access.models import Role
from kernel.access.restrict import require

COLUMNS = (*LEVELS, "total")
READERS = (Role.BUREAU, Role.HUB_STAFF, Role.AUDITOR)


@require_safe
def show_targets(request: HttpRequest) -> HttpResponse:
    """Target, actual and gap of each county and level in one year."""
    year = asked_year(request, lambda: target_year(own_divisions(asking(request))))
    chosen = choose(request, YearForm, figure_day(year), year=year)
    table = targets(chosen.division, year)
    context = {"year": year, "day": figure_day(year), **target_context(table)}
    return render(request, "rollup/target.html", chosen.context("rollup:targets", table) | context)


def target_context(table: dict) -> dict:
    """The table as its template draws it: one list of numbers a line."""
    return {
        "levels": COLUMNS,
        "lines": [
            {
                **row,
                "pilots": pilot_labels(row["name"], row["tags"]),
                "numbers": _numbers(row),
            }
            for row in table["rows"]
        ],
        "total": _numbers(table["total"]),
    }


@require_safe
def export_targets(request: HttpRequest) -> HttpResponse:
    """The same table as .xlsx."""
    actor = asking(request)
    year = asked_year(request, lambda: target_year(own_divisions(actor)))
    division = division_in_scope(actor, request.GET.get("division", ""), figure_day(year))
    return answer_workbook(targets(division, year))


@require_safe
def export_county(request: HttpRequest) -> HttpResponse:
    """On a county's host: the county's own line as .xlsx, for those who see its targets."""
    require(asking(request), *READERS)
    county = request.county  # type: ignore[attr-defined]
    year = asked_year(request, lambda: target_year([county.code]))
    return answer_workbook(targets({"code": county.code, "name": county.name}, year))


def answer_workbook(table: dict) -> HttpResponse:
    """The file of a table, named after its division and year."""
    answer = HttpResponse(write_target_table(table), content_type=MEDIA_TYPE)
    name = f"targets-{table['division']['code']}-{table['year']}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _numbers(line: dict) -> list[int | None]:
    return [line[level][figure] for level in COLUMNS for figure in FIGURES]
