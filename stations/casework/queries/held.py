"""All that is held about a person, a worker or a volunteer, as a file for them (PIPL, 45, 47)."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.access.actor import Actor
from kernel.crypto import mask_name
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.custody_enums import RequestKind
from stations.casework.held import HeldTable, held_tables
from stations.casework.models.request import SubjectRequest

HTML, ZIP = "text/html; charset=utf-8", "application/zip"


@dataclass(frozen=True)
class HeldFile:
    """A file to be handed out; its name says nothing about the person."""

    name: str
    media_type: str
    content: bytes

    def as_answer(self) -> HttpResponse:
        """To be handed out at once, and kept by no browser."""
        answer = HttpResponse(self.content, content_type=self.media_type)
        answer["Content-Disposition"] = f'attachment; filename="{self.name}"'
        answer["Cache-Control"] = "no-store"
        return answer


def all_held(subject: Any) -> list[tuple[HeldTable, list[dict[str, Any]]]]:
    """Each table with its rows, withdrawn ones too; one query a table, empty ones left out.

    The household's file counts as the person's own; somebody else's name on it is masked.
    """
    tables = held_tables(type(subject))
    found = [(table, _values(table, table.rows(subject))) for table in tables]
    household = getattr(subject, "household", None)
    if household is not None:
        table = HeldTable(type(household), ("",))
        found.append((table, _without_others(subject, _values(table, table.rows(household)))))
    return [(table, rows) for table, rows in found if rows]


def _without_others(subject: Any, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A household may bear another's name, a child's whose file is closed to the person too."""
    for row in rows:
        if subject.name not in row["name"]:
            row["name"] = mask_name(row["name"])
    return rows


def make_file(request: SubjectRequest, *, by: Actor) -> HeldFile:
    """What a granted request hands out: a page to read, or (to take out) JSON beside it.

    Both say when it was made and ``by`` whom.
    """
    held = all_held(request.subject)
    page = _render(request, held, by)
    day = clock.today()
    if request.kind == RequestKind.SEE:
        return HeldFile(f"personal-data-{day}.html", HTML, page.encode())
    data = {
        "made_at": clock.now(),
        "made_by": by.name,
        "station": request.station.code,
        "tables": {table.label: rows for table, rows in held},
    }
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("personal-data.json", text)
        archive.writestr("personal-data.html", page)
    return HeldFile(f"personal-data-{day}.zip", ZIP, buffer.getvalue())


def _values(table: HeldTable, rows: Any) -> list[dict[str, Any]]:
    names = [field.name for field in table.shown]
    return list(rows.values(*names))


def _render(
    request: SubjectRequest, held: list[tuple[HeldTable, list[dict[str, Any]]]], by: Actor
) -> str:
    """One self-contained page: a heading a table, a list a row; empty values left out.

    In the language of the site: the person reads it, not who made it.
    """
    with override(settings.LANGUAGE_CODE):
        sections = [(table.title, [_lines(table, row) for row in rows]) for table, rows in held]
        made = {"made_at": clock.now(), "made_by": by.name}
        context = {"request": request, "sections": sections, **made}
        return render_to_string("casework/held.html", context)


def _lines(table: HeldTable, row: dict[str, Any]) -> list[tuple[Any, str]]:
    """What has a name for people and a value; the rest stands in the JSON."""
    return [
        (field.verbose_name, _say(field, row[field.name]))
        for field in table.shown
        if isinstance(field.verbose_name, Promise) and row[field.name] not in (None, "", [], {})
    ]


def _say(field: models.Field, value: Any) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, list | dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return str(dict(field.flatchoices).get(value, value))
