"""ID numbers: their form, and the blind index under which a person is found again."""

import re
import unicodedata
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kernel.crypto import blind_index
from kernel.workdays import clock
from stations.records.copy import Row
from stations.records.domain import refuse

FORM = re.compile(r"[0-9]{17}[0-9X]")
# GB 11643-1999: what each of the first 17 places weighs, and the last place by the remainder.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
PLACES = 18


def index_id_number(value: str) -> str:
    """The blind index of an ID number, empty for none. Raises Invalid for one that nobody has."""
    plain = plain_id_number(value)
    if plain and (wrong := wrong_in(plain)):
        # The value itself is personal: the message does not repeat it.
        refuse("id_number", wrong, None, "18")
    return blind_index(plain)


def plain_id_number(value: str) -> str:
    """Without spaces, in capitals, full-width digits as narrow ones."""
    return "".join(unicodedata.normalize("NFKC", value).split()).upper()


def wrong_in(plain: str) -> str:
    """Why nobody has this number, in words that do not repeat it; "" for one that is well."""
    if not FORM.fullmatch(plain):
        return _("An ID number has 17 digits and a digit or X.")
    if plain[17] != check_place(plain[:17]):
        return _("The last place of this ID number does not fit the others: check each of them.")
    born = birth_date(plain)
    if born is not None and born > clock.today():
        return _("By this ID number the person is born after today: check each place.")
    return ""


def mistyped(text: str) -> str:
    """What is wrong in a text of the length of an ID number; "" for any other."""
    plain = plain_id_number(text)
    return wrong_in(plain) if len(plain) == PLACES and plain[:-1].isdigit() else ""


def check_place(digits: str) -> str:
    """The 18th place of the 17 before it."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def birth_date(id_number: str) -> date | None:
    """The day of birth an ID number carries; None for no number, or a day not in the calendar."""
    plain = plain_id_number(id_number)
    if not FORM.fullmatch(plain):
        return None
    try:
        return date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        return None


def refuse_unborn(born: date | None, field: str, day: date) -> None:
    """Refuse a day before a person was born, where that is known. The day of birth is personal:
    neither the message nor what is allowed repeats it."""
    if born is not None and day < born:
        refuse(field, _("The day lies before the birth of the person: check both."), day)


def age_on(born: date, day: date) -> int:
    """Full years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def with_index(row: Row) -> dict[str, Any]:
    """A bulk row with the index of its ID number."""
    return {**row, "id_number_index": blind_index(row.get("id_number", ""))}
