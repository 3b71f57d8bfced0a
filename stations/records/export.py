"""A list taken out as an Excel file: for a reason, in the trail, and marked on every sheet (X06).

Pages and registers give headings and lines as their reader sees them: masked where masked.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.db import models, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from kernel.audit.domain import record as write_audit
from kernel.workdays import clock
from stations.network.queries.scope import own_stations
from stations.records.reasons import read_reason

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACTION = "list.export"
# Noun of a list that can be taken out -> its title, for the log of disclosures.
_titles: dict[str, Any] = {}
WIDTH = 18
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def export_lists(prefix: str = "station__") -> Rule:
    """Taking a list out as a file: the head of what he sees, the bureau of what it sees."""
    return by_role({Role.BUREAU: whole_county, Role.HEAD: own_stations(prefix)})


def name_list(noun: str, title: Any) -> None:
    """Say what a list is called that the trail knows by its noun."""
    _titles[noun] = title


def title_of(noun: str) -> str:
    """In the reader's words; the noun of a list that is no more."""
    return str(_titles.get(noun, noun))


@transaction.atomic
def export_list(
    *,
    actor: Actor,
    station: models.Model,
    noun: str,
    title: str,
    headings: Sequence[str],
    lines: Iterable[Sequence[str]],
    reason: str,
) -> bytes:
    """The .xlsx of a list; who took it out, when, from where and why stays in the trail.

    The caller has asked whether the actor may. Raises Invalid without a reason.
    """
    why = read_reason(reason)
    mark = _("Exported by %(who)s on %(at)s") % {
        "who": actor.name,
        "at": f"{clock.now():%Y-%m-%d %H:%M}",
    }
    content, count = _write(title, headings, lines, mark, why)
    note_export(actor=actor, station=station, noun=noun, rows=count, reason=why)
    return content


def note_export(*, actor: Actor, station: models.Model, noun: str, rows: int, reason: str) -> None:
    """A list was taken out: it stands in the trail and in the log of disclosures.

    Raises Invalid without a reason.
    """
    after = {"list": noun, "rows": rows, "reason": read_reason(reason)}
    write_audit(actor=actor, action=ACTION, obj=station, after=after)


def answer_file(content: bytes, noun: str) -> HttpResponse:
    """The download; its name says what and when, nobody's name."""
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    name = f"{noun}-{clock.today()}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _write(
    title: str, headings: Sequence[str], lines: Iterable[Sequence[str]], mark: str, why: str
) -> tuple[bytes, int]:
    buffer, count = BytesIO(), 0
    reason = _("Reason: %(reason)s") % {"reason": why}
    with Workbook(buffer, OPTIONS) as book:
        strong = book.add_format({"bold": True})
        sheet = book.add_worksheet(FORBIDDEN.sub(" ", title)[:31])
        sheet.write_string(0, 0, f"{mark} · {reason}", strong)
        for column, heading in enumerate(headings):
            sheet.write_string(1, column, heading, strong)
        for count, line in enumerate(lines, 1):
            for column, value in enumerate(line):
                sheet.write_string(count + 1, column, value)
        _set_page(sheet, len(headings), mark, reason)
    return buffer.getvalue(), count


def _set_page(sheet: Worksheet, columns: int, mark: str, reason: str) -> None:
    """The mark on every printed page: who and when above, why below."""
    sheet.set_column(0, columns - 1, WIDTH)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{_plain(mark)}")
    sheet.set_footer(f"&L{_plain(reason)}&R&P / &N")


def _plain(text: Any) -> str:
    """An ampersand begins a command in headers of Excel, unless doubled."""
    return str(text).replace("&", "&&")
