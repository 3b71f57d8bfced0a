"""The province board: the start page of the province host."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from evaluation.rollup.counters import COUNTERS
from evaluation.rollup.pages.filter import YearForm, asked_year, asking, choose
from evaluation.rollup.pages.table import evaluation_context
from evaluation.rollup.queries.board import Board, Year, board
from evaluation.rollup.queries.choice import evaluated_year
from evaluation.rollup.queries.scope import figure_day, own_divisions
from kernel.web.templatetags.web import NOTHING, score

PLACES = (
    ("hub", gettext_lazy("County hubs")),
    ("station", gettext_lazy("Township stations")),
    ("room", gettext_lazy("Village rooms")),
)


@dataclass(frozen=True)
class Figure:
    """One figure: its value, what it is measured against, how it is made, where its list is."""

    label: Any
    value: str
    unit: Any
    beside: str
    last: str
    formula: str
    url: str
    as_of: Any = None


@require_safe
def show_board(request: HttpRequest) -> HttpResponse:
    """Figures, tile grid, table to go down, what is overdue; all of one year."""
    year = asked_year(request, lambda: evaluated_year(own_divisions(asking(request))))
    chosen = choose(request, YearForm, figure_day(year), year=year)
    shown = board(chosen.division, year)
    context = chosen.context("rollup:board", shown.rows) | {
        "year": year,
        "board": shown,
        "group_by": shown.rows["group_by"],
        "figures": make_figures(shown),
        "counted": make_counted(shown),
        **evaluation_context(shown.rows),
    }
    return render(request, "rollup/board.html", context)


def make_figures(shown: Board) -> list[Figure]:
    """Places, coverage of townships, reporting, and the mean of the results."""
    return [
        *(_places(shown, level, label) for level, label in PLACES),
        _coverage(shown),
        _reporting(shown),
        _mean(shown),
    ]


def make_counted(shown: Board) -> list[Figure]:
    """The counters of records."""
    url = _link("rollup:records", shown.this)
    this, last = (year.records["total"] for year in (shown.this, shown.last))
    formula = _("Records with an event in the year, withdrawn ones left out.")
    return [
        Figure(
            label=counter.label,
            value=_text(this[number]),
            unit=counter.unit,
            beside="",
            last=_text(last[number]),
            formula=formula,
            url=url,
            as_of=shown.this.records["as_of"],
        )
        for number, counter in enumerate(COUNTERS)
    ]


def _places(shown: Board, level: str, label: Any) -> Figure:
    cell, before = (year.targets["total"][level] for year in (shown.this, shown.last))
    return Figure(
        label=label,
        value=_text(cell["actual"]),
        unit=_("places"),
        beside=_aim(shown, level, cell["actual"]),
        last=_text(before["actual"]),
        formula=_("Places running on %(day)s; gap = target - actual.")
        % {"day": date_format(shown.this.day)},
        url=_link("rollup:targets", shown.this),
        as_of=shown.this.targets["as_of"],
    )


def _aim(shown: Board, level: str, actual: int) -> str:
    """The target and the gap; a target of an earlier year says so."""
    target, year = shown.aims["total"][level]["target"], shown.aims["year"]
    if target is None:
        return _("No target")
    numbers = {"year": year, "target": target, "gap": target - actual}
    if year == shown.this.year:
        return _("Target %(target)s, gap %(gap)s") % numbers
    return _("Target of %(year)s: %(target)s, gap %(gap)s") % numbers


def _coverage(shown: Board) -> Figure:
    cell, before = (year.townships for year in (shown.this, shown.last))
    return Figure(
        label=_("Coverage of townships"),
        value=_text(cell["ratio"]),
        unit="%" if cell["ratio"] else "",
        beside=_("%(served)s of %(due)s townships") % cell,
        last=_share(before["ratio"]),
        formula=_("Townships in force on %(day)s that a running station serves.")
        % {"day": date_format(shown.this.day)},
        url=_link("rollup:coverage", shown.this, date=shown.this.day.isoformat()),
        as_of=shown.this.targets["as_of"],
    )


def _reporting(shown: Board) -> Figure:
    total, before = (year.evaluations["total"] for year in (shown.this, shown.last))
    return Figure(
        label=_("Reporting rate"),
        value=_text(total["reporting_rate"]),
        unit="%" if total["reporting_rate"] else "",
        beside=_("%(reported)s of %(stations)s stations, %(on_time)s on time") % total,
        last=_share(before["reporting_rate"]),
        formula=_("Stations whose sheet is handed in, of those evaluated."),
        url=_link("rollup:evaluations", shown.this, group_by="station"),
        as_of=total["as_of"],
    )


def _mean(shown: Board) -> Figure:
    total, before = (year.evaluations["total"] for year in (shown.this, shown.last))
    decided, rate = sum(total["grades"].values()), total["reporting_rate"]
    return Figure(
        label=_("Mean score"),
        value=score(total["mean_total"]),
        unit=_("points"),
        beside=_("Reporting rate %(rate)s, %(decided)s decided")
        % {"rate": _share(rate), "decided": decided},
        last=score(before["mean_total"]),
        formula=_("Mean of the totals of decided evaluations."),
        url=_link("rollup:evaluations", shown.this, group_by="county"),
        as_of=total["as_of"],
    )


def _link(page: str, year: Year, **more: str) -> str:
    """The list behind a figure, of the same division and time."""
    when = more if "date" in more else {"year": str(year.year), **more}
    return f"{reverse(page)}?{urlencode({'division': year.division['code'], **when})}"


def _text(value: object) -> str:
    return NOTHING if value is None else str(value)


def _share(percent: str | None) -> str:
    return NOTHING if percent is None else f"{percent}%"
