"""Which divisions an official may ask about, and which day a year's figures stand for."""

import re
from datetime import date

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.accounts.models import OfficialRole
from kernel.errors import FieldError, Invalid, NotFound
from kernel.workdays.clock import today
from tenants.queries.division import find_division

OFFICIALS = (OfficialRole.PROVINCE, OfficialRole.PREFECTURE)
CODE = re.compile(r"[0-9]{2,12}")
YEARS = (2000, 2100)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What a row of the evaluations may stand for.
GROUPS = ("province", "prefecture", "county", "station")
# The whole country, for an installation that provinces push to: every code begins with it.
NATION = ""
# How a post says so: an empty division would as well be a forgotten one.
NATION_POST = "00"


def own_divisions(actor: Actor) -> list[str]:
    """Codes of the divisions an official looks after, the widest first.

    A post of the role PROVINCE over NATION_POST looks after all of them: NATION.
    """
    codes = {held.scope for held in actor.holding(*OFFICIALS) if held.scope}
    if any(held.scope == NATION_POST for held in actor.holding(OfficialRole.PROVINCE)):
        codes.add(NATION)
    codes.discard(NATION_POST)
    return sorted(codes, key=lambda code: (len(code), code))


def in_scope(actor: Actor, code: str) -> bool:
    """True when the division lies in one of the actor's own ones, or is one."""
    return actor.is_system or any(code.startswith(own) for own in own_divisions(actor))


def division_in_scope(actor: Actor, code: str, on: date) -> dict[str, str]:
    """``{"code", "name"}`` of a division the actor may ask about; empty means their widest.

    Its name is that of the day; a day before the list begins takes today's. Raises
    NotFound for an unknown division and for one out of scope alike.
    """
    own = own_divisions(actor)
    code = code or next(iter(own), NATION)
    if code in (NATION, NATION_POST) and NATION in own:
        return nation()
    division = None
    if CODE.fullmatch(code) and in_scope(actor, code):
        division = find_division(code, on) or find_division(code)
    if division is None:
        raise NotFound(_("There is no such division, or it is not among yours."))
    return {"code": division.code, "name": division.name}


def nation() -> dict[str, str]:
    """The country as a division."""
    return {"code": NATION, "name": _("All provinces")}


def parse_year(text: str) -> int:
    """A year of four digits; empty means the running one. Raises Invalid."""
    if not text:
        return today().year
    low, high = YEARS
    if text.isascii() and text.isdigit() and low <= int(text) <= high:
        return int(text)
    raise _refuse("year", _("A year has four digits."), text, f"{low}-{high}")


def parse_date(text: str) -> date:
    """A date as YYYY-MM-DD; empty means today. Raises Invalid."""
    if not text:
        return today()
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # of the right form, but no day of the calendar
    raise _refuse("date", _("A date is written as YYYY-MM-DD."), text, "YYYY-MM-DD")


def parse_group(text: str) -> str:
    """How evaluations are grouped; empty means by county. Raises Invalid."""
    if not text:
        return "county"
    if text in GROUPS:
        return text
    raise _refuse("group_by", _("Evaluations are not grouped so."), text, list(GROUPS))


def figure_day(year: int) -> date:
    """The day a year's stations are counted on: 31 December, today in the running year."""
    return min(date(year, 12, 31), today())


def _refuse(field: str, message: str, given: str, allowed: object) -> Invalid:
    return Invalid(message, errors=[FieldError(field, "invalid", message, given, allowed)])
