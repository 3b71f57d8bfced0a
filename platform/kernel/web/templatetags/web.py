"""Filters for figures, deadlines and personal data; built into every template."""

from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.crypto import mask_id_number, mask_name, mask_phone
from kernel.listing import list_words
from kernel.workdays import clock
from kernel.workdays.queries import workdays_left as count_workdays

register = template.Library()

NOTHING = "—"
SOON = 3  # working days within which a deadline is drawn as a warning
MASKS = {"name": mask_name, "id_number": mask_id_number, "phone": mask_phone}


@register.filter
def score(value: Any, places: int = 2) -> str:
    """A score half-up to so many decimals; a dash where there is none."""
    if value is None or value == "":
        return NOTHING
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    shifted = exact * 10**places
    rounded = (abs(shifted) + Fraction(1, 2)).__floor__() * (-1 if shifted < 0 else 1)
    return f"{Decimal(rounded).scaleb(-places):.{places}f}"


register.filter("listed", list_words)


@register.filter
def workdays_left(due: date | None) -> str:
    """How long until a day, in words and working days."""
    if due is None:
        return ""
    today = clock.today()
    if due == today:
        return _("due today")
    left = count_workdays(due, today)
    if due > today:
        return ngettext("%(n)d working day left", "%(n)d working days left", left) % {"n": left}
    late = max(-left, 1)
    return ngettext("%(n)d working day late", "%(n)d working days late", late) % {"n": late}


@register.filter
def due_tone(due: date | None) -> str:
    """The tone of a deadline for <c-state>: bad when late, warn when near, else ok."""
    if due is None:
        return "idle"
    today = clock.today()
    if due < today:
        return "bad"
    return "warn" if count_workdays(due, today) <= SOON else "ok"


@register.filter
def masked(value: Any, kind: str) -> str:
    """Personal data as screens show it unless revealed: kind is name, id_number or phone."""
    return MASKS[kind](str(value)) if value else ""


@register.filter
def percent(part: Any, whole: Any) -> int:
    """A whole percentage for bars, 0 when there is no whole."""
    try:
        return int(Decimal(str(part)) * 100 / Decimal(str(whole)))
    except (InvalidOperation, ZeroDivisionError):
        return 0


@register.filter
def message_tone(level: str) -> str:
    """The tone of Django's message level for <c-alert>."""
    return {"success": "ok", "warning": "warn", "error": "bad"}.get(level, "info")
