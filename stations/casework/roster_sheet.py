"""Reading an official roster from an Excel sheet, as the authority hands it over (N05)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from kernel.crypto import blind_index
from kernel.listing import list_words
from stations.casework.data_file import read_data
from stations.records.domain import refuse
from stations.records.identity import plain_id_number


@dataclass(frozen=True)
class RosterRow:
    """A line of the roster as it was given; ``number`` is that of the sheet or the call.

    ``head`` and ``household`` say who lives together, where the list tells: the head's name, or
    the number under which the authority keeps the household.
    """

    number: int
    name: str
    id_number: str
    village: str
    # A number of 18 digits that Excel kept as a number has lost its last ones.
    is_number_lost: bool = False
    head: str = ""
    household: str = ""
    is_household_lost: bool = False


def read_roster_sheet(content: bytes) -> list[RosterRow]:
    """The persons of the first sheet. Raises Invalid for no Excel file, a missing column, or none
    or too many rows."""
    try:
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, ValueError, IndexError):
        refuse("sheet", _("This is no Excel file that can be read."), None, ".xlsx, .xls")
    head, columns = _find_head(rows)
    found = [
        _row(number, row, columns)
        for number, row in enumerate(rows[head + 1 :], start=head + 2)
        if any(_text(cell) for cell in row)
    ]
    check_size(found)
    return found


def index_household(village: str, head: str, number: str = "") -> str:
    """The index shared by who lives together: by the household's number, else by the head's name
    within a village; "" for neither."""
    if number:
        return blind_index(f"household {number}")
    return blind_index(f"head {village} {head}") if head else ""


def check_size(rows: Sequence[RosterRow]) -> None:
    """Raises Invalid for none, or more rows than a list may have."""
    most = read_data("roster")["most_rows"]
    if not 1 <= len(rows) <= most:
        message = _("A list has 1 to %(most)s persons.") % {"most": most}
        refuse("sheet", message, len(rows), f"1-{most}")


def _find_head(rows: Iterable[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """The row of headings and the place of each column."""
    rules = read_data("roster")
    missing = set(rules["required"])
    for number, row in enumerate(rows):
        if number >= rules["heading_within_rows"]:
            break
        columns = _columns(row, rules["columns"])
        if not set(rules["required"]) - set(columns):
            return number, columns
        missing = min(missing, set(rules["required"]) - set(columns), key=len)
    wanted = [rules["columns"][name][0] for name in rules["required"] if name in missing]
    message = _("The sheet lacks the columns: %(columns)s") % {"columns": list_words(wanted)}
    return refuse("sheet", message, None, wanted)


def _columns(row: Sequence[Any], headings: dict[str, list[str]]) -> dict[str, int]:
    by_heading = {heading: name for name, known in headings.items() for heading in known}
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = by_heading.get("".join(_text(cell).split()))
        if name:
            found.setdefault(name, place)
    return found


def _row(number: int, row: Sequence[Any], columns: dict[str, int]) -> RosterRow:
    values = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
    return RosterRow(
        number=number,
        name=_text(values["name"]),
        id_number=plain_id_number(_text(values["id_number"])),
        village=_text(values["village"]),
        is_number_lost=isinstance(values["id_number"], int | float),
        head=_text(values.get("head")),
        household="".join(_text(values.get("household")).split()).upper(),
        is_household_lost=_is_lost(values.get("household")),
    )


def _is_lost(cell: Any) -> bool:
    """A long number that Excel kept as a number has lost its last digits."""
    return isinstance(cell, int | float) and abs(cell) >= 10 ** read_data("roster")["exact_digits"]


def _text(cell: Any) -> str:
    if isinstance(cell, bool | float) and float(cell).is_integer():
        cell = int(cell)
    return str(cell).strip() if cell is not None else ""
