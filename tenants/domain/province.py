"""Making the counties of a province at once, each all or nothing."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict, DomainError, FieldError, Invalid
from tenants.data.files import FOLDER, NAME_LENGTH
from tenants.domain.county import add_county, check_addition, name_of, refuse
from tenants.domain.division import check_provinces, load_divisions
from tenants.domain.host import check_host, default_host
from tenants.migration.workers import in_parallel
from tenants.models import County, CountyState, DivisionLevel
from tenants.provisioning.template import ensure_template
from tenants.queries.division import divisions_in_force, in_force

COLUMNS = ("code", "name", "host", "tags")
CONNECTIONS = 2
Progress = Callable[[int, int], None]  # counties looked after, counties in all


@dataclass(frozen=True)
class CountyRow:
    """A county to make; `line` of the file it stands in, 0 for none."""

    code: str
    name: str = ""
    host: str = ""
    tags: tuple[str, ...] = ()
    line: int = 0

    def as_payload(self) -> dict[str, Any]:
        """The row as an operation keeps it."""
        return asdict(self) | {"tags": list(self.tags)}

    @classmethod
    def from_payload(cls, values: dict[str, Any]) -> "CountyRow":
        return cls(**values | {"tags": tuple(values["tags"])})


@dataclass
class ProvinceReport:
    """Codes of the counties made now, of those that were there, and refusals by code."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def rows_of_province(province: str) -> list[CountyRow]:
    """A row for every county in force of a province, its divisions loaded where they are not.

    Raises Invalid for a province that the list of divisions does not have.
    """
    attach_divisions({province})
    counties = divisions_in_force(below=province, level=DivisionLevel.COUNTY)
    return [CountyRow(code, name) for code, name in counties.values_list("code", "name")]


def read_counties(lines: Iterable[str]) -> list[CountyRow]:
    """The rows of a CSV file with the column `code` and any of name, host, tags (parted by ;).

    Raises Invalid for a missing or unknown column, naming those allowed.
    """
    reader = csv.DictReader(lines)
    columns = [(name or "").strip().removeprefix("\ufeff") for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    unknown = [name for name in columns if name not in COLUMNS]
    if "code" not in columns or unknown:
        message = _("The first line names the columns: code, and any of name, host, tags.")
        error = FieldError("columns", "invalid", message, columns, list(COLUMNS))
        raise Invalid(message, errors=[error])
    return [to_row(values, reader.line_num) for values in reader]


def to_row(values: dict[str, Any], line: int) -> CountyRow:
    plain = {name: (values.get(name) or "").strip() for name in COLUMNS}
    tags = tuple(tag.strip() for tag in plain.pop("tags").split(";") if tag.strip())
    if None in values:  # more cells than columns: most likely an unquoted comma
        message = _("This line has more cells than there are columns.")
        raise Invalid(f"{line}: {message}", errors=[FieldError(f"{line}", "invalid", message)])
    return CountyRow(**plain, tags=tags, line=line)


def add_counties(
    rows: list[CountyRow],
    *,
    actor: Actor,
    is_trial: bool = False,
    connections: int = CONNECTIONS,
    progress: Progress = lambda done, total: None,
) -> ProvinceReport:
    """Make the counties of the rows, each in a transaction of its own; those there are kept.

    All rows are checked before the first county is made (check_counties). What fails afterwards
    fails for its county alone and stands in the report. A run that was broken off at any point
    goes on when it is started again. `connections` 1 works on the caller's own.
    """
    present = check_counties(rows, actor=actor, is_trial=is_trial)
    ensure_template()
    report = ProvinceReport(kept=sorted(present))
    waiting = [row for row in rows if row.code not in present]
    progress(len(present), len(rows))

    def make(row: CountyRow) -> str | None:
        return make_one(row, actor=actor, is_trial=is_trial)

    for number, (row, error) in enumerate(in_parallel(make, waiting, connections), start=1):
        if error is None:
            report.made.append(row.code)
        else:
            report.failed[row.code] = error
        progress(len(present) + number, len(rows))
    report.made.sort()
    return report


def check_counties(rows: list[CountyRow], *, actor: Actor, is_trial: bool = False) -> set[str]:
    """The codes among the rows that are tenants already, after a check of all the others.

    Divisions of their provinces are loaded where there are none yet. Raises Forbidden; Invalid
    with every fault as line.field.
    """
    require(actor, OfficialRole.PLATFORM)
    attach_divisions({row.code[:2] for row in rows}, known_only=True)
    present = tenants_of(rows)
    if errors := list(faults(rows, present, is_trial=is_trial)):
        raise Invalid(summary_of(errors), code="bad_rows", errors=errors)
    return present


def make_one(row: CountyRow, *, actor: Actor, is_trial: bool) -> str | None:
    """Make one county; None, or why it could not be made."""
    try:
        add_county(
            code=row.code,
            name=row.name or None,
            host=row.host or None,
            tags=list(row.tags),
            is_trial=is_trial,
            actor=actor,
        )
    except DomainError as error:
        return error.detail
    except DatabaseError as error:  # disk full, connection lost: undone by the server
        return str(error).strip().splitlines()[0]
    return None


def attach_divisions(provinces: set[str], *, known_only: bool = False) -> None:
    """Load the divisions of provinces that have none yet; counties stand in them."""
    for province in sorted(provinces):
        if in_force().filter(code=province, level=DivisionLevel.PROVINCE).exists():
            continue
        try:
            check_provinces([province], FOLDER)
        except Invalid:
            if known_only:
                continue  # the rows are refused one by one, with their lines
            raise
        load_divisions(provinces=[province])


def tenants_of(rows: Iterable[CountyRow]) -> set[str]:
    """Codes among the rows that are tenants already."""
    counties = County.objects.exclude(state=CountyState.ERASED)
    return set(counties.filter(code__in=[row.code for row in rows]).values_list("code", flat=True))


def faults(
    rows: list[CountyRow], present: set[str], *, is_trial: bool = False
) -> Iterator[FieldError]:
    """What stands against each row, with its line; a row that is a tenant already has none."""
    codes: dict[str, int] = {}
    hosts: dict[str, int] = {}
    for row in rows:
        host = row.host or default_host(row.code)
        yield from doubled(row, "code", row.code, codes)
        yield from doubled(row, "host", host.lower(), hosts)
        try:
            if row.code in present:
                check_host(host, county_code=row.code)
            else:
                host = check_addition(row.code, host, row.tags, is_trial=is_trial)
                found = name_of(row.code)
                if len(row.name) > NAME_LENGTH:
                    raise refuse("name", _("This name is too long."), row.name, found)
        except Invalid as error:
            yield from (at_line(row, each) for each in error.errors)
        except Conflict as error:
            yield at_line(row, FieldError("code", error.code, error.detail, row.code))


def doubled(row: CountyRow, name: str, value: str, seen: dict[str, int]) -> Iterator[FieldError]:
    if value in seen:
        message = _("The same value stands in line %(line)s.") % {"line": seen[value]}
        yield at_line(row, FieldError(name, "doubled", message, value))
    seen.setdefault(value, row.line)


def at_line(row: CountyRow, error: FieldError) -> FieldError:
    """The fault, its field led by the line: `3.host`."""
    place = f"{row.line or row.code}.{error.field}"
    return FieldError(place, error.code, error.message, error.given, error.allowed)


def summary_of(errors: list[FieldError]) -> str:
    shown = "; ".join(f"{each.field}: {each.message} ({each.given})" for each in errors)
    return _("Nothing was made: %(faults)s") % {"faults": shown}
