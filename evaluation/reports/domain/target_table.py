"""Annex 1 as an Excel file: time, county, hub, station, room, sum."""

from io import BytesIO
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from evaluation.rollup.queries.label import county_label

# The plan's columns; under each the target, what exists, and what is still to build.
GROUPS = (
    ("hub", gettext_lazy("County hubs")),
    ("station", gettext_lazy("Township stations")),
    ("room", gettext_lazy("Village rooms")),
    ("total", gettext_lazy("Sum")),
)
FIGURES = (
    ("target", gettext_lazy("Target")),
    ("actual", gettext_lazy("Actual")),
    ("gap", gettext_lazy("Gap")),
)
FIRST_FIGURE = 2  # column, after time and county
FIRST_ROW = 4  # after title, unit and the two rows of headings
LAST = FIRST_FIGURE + len(GROUPS) * len(FIGURES) - 1
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Formats = dict[str, Format]


def write_target_table(table: dict[str, Any]) -> bytes:
    """The .xlsx of a table as evaluation.rollup.queries.target gives it.

    A target nobody set and its gap are empty cells; sums are numbers, not formulas, so
    that every reader of the file finds them.
    """
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        formats = _make_formats(book)
        sheet = book.add_worksheet(str(table["year"]))
        _write_head(sheet, formats, table)
        _write_rows(sheet, formats, table)
        _set_page(sheet)
    return buffer.getvalue()


def _make_formats(book: Workbook) -> Formats:
    cell = {"border": 1, "align": "center", "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "note": book.add_format({"align": "right", "font_color": "#56657A"}),
        "head": book.add_format({**cell, "bold": True, "bg_color": "#DDE4EE", "text_wrap": True}),
        "cell": book.add_format(cell),
        "name": book.add_format({**cell, "align": "left"}),
        "sum": book.add_format({**cell, "bold": True}),
    }


def _write_head(sheet: Worksheet, formats: Formats, table: dict[str, Any]) -> None:
    title = _("Build targets of social-work stations and rooms in %(year)s, %(division)s") % {
        "year": table["year"],
        "division": table["division"]["name"],
    }
    sheet.merge_range(0, 0, 0, LAST, title, formats["title"])
    sheet.merge_range(1, 0, 1, LAST, _note(table), formats["note"])
    sheet.merge_range(2, 0, 3, 0, _("Time"), formats["head"])
    sheet.merge_range(2, 1, 3, 1, _("County"), formats["head"])
    for number, (_key, label) in enumerate(GROUPS):
        column = FIRST_FIGURE + number * len(FIGURES)
        sheet.merge_range(2, column, 2, column + len(FIGURES) - 1, str(label), formats["head"])
        for offset, (_name, figure) in enumerate(FIGURES):
            sheet.write_string(3, column + offset, str(figure), formats["head"])


def _note(table: dict[str, Any]) -> str:
    unit = _("Unit: places")
    if table["as_of"] is None:
        return unit
    return f"{unit}  {_('As of')} {localtime(table['as_of']):%Y-%m-%d %H:%M}"


def _write_rows(sheet: Worksheet, formats: Formats, table: dict[str, Any]) -> None:
    year = _("Year %(year)s") % {"year": table["year"]}
    for row, line in enumerate(table["rows"], start=FIRST_ROW):
        sheet.write_string(row, 0, year, formats["cell"])
        sheet.write_string(row, 1, county_label(line["name"], line["tags"]), formats["name"])
        _write_figures(sheet, row, line, formats["cell"])
    last = FIRST_ROW + len(table["rows"])
    sheet.write_string(last, 0, year, formats["sum"])
    sheet.write_string(last, 1, _("Total"), formats["sum"])
    _write_figures(sheet, last, table["total"], formats["sum"])


def _write_figures(sheet: Worksheet, row: int, line: dict[str, Any], style: Format) -> None:
    values = [line[group][figure] for group, _label in GROUPS for figure, _name in FIGURES]
    for column, value in enumerate(values, start=FIRST_FIGURE):
        if value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)


def _set_page(sheet: Worksheet) -> None:
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 36)
    sheet.set_column(FIRST_FIGURE, LAST, 8)
    sheet.freeze_panes(FIRST_ROW, FIRST_FIGURE)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
