"""ID numbers: their form, and the blind index under which a person is found again."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kernel.crypto import blind_index
from stations.records.copy import Row
from stations.records.domain import refuse

FORM = re.compile(r"\d{17}[\dX]")


def index_id_number(value: str) -> str:
    """The blind index of an ID number, empty for none. Raises Invalid for a wrong form."""
    plain = "".join(value.split()).upper()
    if plain and not FORM.fullmatch(plain):
        # The value itself is personal: the message does not repeat it.
        refuse("id_number", _("An ID number has 17 digits and a digit or X."), None, "18")
    return blind_index(plain)


def birth_date(id_number: str) -> date | None:
    """The day of birth an ID number carries; None for no number, or a day not in the calendar."""
    plain = "".join(id_number.split())
    if not FORM.fullmatch(plain.upper()):
        return None
    try:
        return date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Full years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def with_index(row: Row) -> dict[str, Any]:
    """A bulk row with the index of its ID number."""
    return {**row, "id_number_index": blind_index(row.get("id_number", ""))}
