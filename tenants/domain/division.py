"""Writing divisions: loading a province's list, and what is decided about single ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import require
from kernel.audit.domain import record
from kernel.errors import Conflict, FieldError, Invalid
from kernel.tenancy import is_rehearsal
from kernel.workdays.clock import today
from tenants.data.files import FILES, FOLDER, DivisionRow, read_divisions
from tenants.domain.division_release import (
    digest_of,
    loaded_provinces,
    note_release,
    propose_release,
    provinces_of,
)
from tenants.models import Division
from tenants.queries.division import in_force

Progress = Callable[[Iterable[DivisionRow], str], Iterable[DivisionRow]]

MAKE_LOADED = """
    CREATE TEMPORARY TABLE loaded_division (code text, level text, name text, parent_code text)
    ON COMMIT DROP"""
# A code with rows of other dates has a history of its own here, and one that has ended was ended
# by decision: the list knows neither, so both stay as they are.
MERGE_LOADED = """
    INSERT INTO tenants_division AS kept (uuid, code, level, name, parent_code, valid_from,
                                          reform_affected, densely_populated, successors)
    SELECT gen_random_uuid(), code, level, name, parent_code, %(valid_from)s, false, false, '[]'
    FROM loaded_division AS loaded
    WHERE NOT EXISTS (SELECT 1 FROM tenants_division AS other
                      WHERE other.code = loaded.code AND other.valid_from <> %(valid_from)s)
    ON CONFLICT (code, valid_from) DO UPDATE SET name = excluded.name
    WHERE kept.name <> excluded.name AND kept.valid_to IS NULL
    RETURNING xmax = 0 AS is_new"""


@dataclass
class LoadReport:
    """What a load found and did: rows a level, new and renamed rows, codes that came twice.

    `unchanged` names provinces that stand for this very list already, `proposed` counts the
    changes that were proposed for those that stand for an older one.
    """

    unchanged: list[str] = field(default_factory=list)
    proposed: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    new: int = 0
    renamed: int = 0
    doubled: list[str] = field(default_factory=list)


@transaction.atomic
def load_divisions(
    *,
    provinces: Collection[str],
    source: Path = FOLDER,
    valid_from: date | None = None,
    on: date | None = None,
    progress: Progress = lambda rows, level: rows,
) -> LoadReport:
    """Load the five levels of the provinces from a folder; repeatable.

    A province that was never loaded is written by COPY: the list has no dates, so its divisions
    are taken as valid from `valid_from`, by default the setting DIVISIONS_VALID_FROM. One that
    was loaded from exactly this list is passed over. For one loaded from another list, changes
    are proposed that take effect `on` a day, by default today; nothing is overwritten. A code
    that comes twice keeps its first name. `progress` wraps the rows of each level. Raises
    Invalid, with nothing written, for an unknown province or a bad file.
    """
    digest, report = digest_of(source), LoadReport()
    report.unchanged = sorted(set(provinces) & provinces_of(digest))
    wanted = set(provinces) - set(report.unchanged)
    if not wanted:
        return report
    check_provinces(wanted, source)
    older = wanted & loaded_provinces()
    rows = list(first_of_each(read_levels(source, wanted, progress), report))
    copy_new(rows, wanted - older, valid_from or settings.DIVISIONS_VALID_FROM, report)
    for province in sorted(older):
        own = (row for row in rows if row.code.startswith(province))
        changes = propose_release(
            actor=Actor.system(None), province=province, rows=own, digest=digest, on=on or today()
        )
        report.proposed += len(changes)
    note_release(wanted, digest)
    return report


def copy_new(
    rows: Iterable[DivisionRow], provinces: Collection[str], valid_from: date, report: LoadReport
) -> None:
    """Write the rows of provinces that were never loaded; equal rows are not touched.

    Where a name differs from a row of the same day only the name is written, so that
    reform_affected and densely_populated stay as the county decided.
    """
    with connection.cursor() as cursor:
        copy_rows(cursor, (row for row in rows if row.code[:2] in provinces))
        cursor.execute(MERGE_LOADED, {"valid_from": valid_from})
        made = Counter(is_new for (is_new,) in cursor.fetchall())
        cursor.execute("DROP TABLE loaded_division")
    report.new, report.renamed = made[True], made[False]


def check_provinces(provinces: Collection[str], source: Path) -> None:
    """Refuse a code that is no province of the source, naming those that are."""
    known = sorted({row.code for row in read_divisions(source, FILES[0])})
    for given in provinces:
        if given not in known:
            message = _("The list has no province of this code.")
            error = FieldError("province", "unknown", message, given, known)
            raise Invalid(f"{given}: {message} ({', '.join(known)})", errors=[error])


def read_levels(
    source: Path, provinces: Collection[str], progress: Progress
) -> Iterator[DivisionRow]:
    for file in FILES:
        yield from progress(read_divisions(source, file, provinces), file.level)


def first_of_each(rows: Iterable[DivisionRow], report: LoadReport) -> Iterator[DivisionRow]:
    """Pass on the first row of each code; note the others in the report."""
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            report.doubled.append(row.code)
            continue
        seen.add(row.code)
        report.rows[row.level] += 1
        yield row


def copy_rows(cursor: CursorWrapper, rows: Iterable[DivisionRow]) -> None:
    cursor.execute(MAKE_LOADED)
    with cursor.copy("COPY loaded_division FROM STDIN") as copy:
        for row in rows:
            copy.write_row((row.code, row.level, row.name, row.parent_code))


def mark_reform_affected(*, codes: Collection[str], actor: Actor, value: bool = True) -> None:
    """Decide for a county which of its townships and villages the two reforms touched (涉改).

    Raises Forbidden for another role than BUREAU; Invalid, with nothing written, for a code
    that is no division in force of the actor's county.
    """
    mark_divisions(codes=codes, actor=actor, mark="reform_affected", value=value)


def mark_densely_populated(*, codes: Collection[str], actor: Actor, value: bool = True) -> None:
    """Decide which villages count as populous (plan 二(一): 人口较集中的社区).

    Raises as mark_reform_affected.
    """
    mark_divisions(codes=codes, actor=actor, mark="densely_populated", value=value)


@transaction.atomic
def mark_divisions(*, codes: Collection[str], actor: Actor, mark: str, value: bool) -> None:
    require(actor, Role.BUREAU)
    divisions = own_divisions(codes, actor)
    changed = [division for division in divisions if getattr(division, mark) != value]
    Division.objects.filter(id__in=[division.id for division in changed]).update(**{mark: value})
    for division in changed:
        record(
            actor=actor,
            action=f"division.{mark}",
            obj=division,
            before={mark: not value},
            after={mark: value},
        )


@transaction.atomic
def decide_marks(
    *,
    actor: Actor,
    codes: Collection[str],
    reform_affected: Collection[str],
    densely_populated: Collection[str],
) -> None:
    """Decide both marks for all of the codes at once: those named bear a mark, the others not.

    Raises as mark_reform_affected.
    """
    chosen = {"reform_affected": reform_affected, "densely_populated": densely_populated}
    for mark, marked in chosen.items():
        bearing = set(codes) & set(marked)
        mark_divisions(codes=bearing, actor=actor, mark=mark, value=True)
        mark_divisions(codes=set(codes) - bearing, actor=actor, mark=mark, value=False)


def own_divisions(codes: Collection[str], actor: Actor, on: date | None = None) -> list[Division]:
    """The rows of these codes in force, in code order; Invalid names those that are not there."""
    if is_rehearsal():
        text = _("A rehearsal copy changes no divisions: they are everybody's.")
        raise Conflict(text, code="rehearsal")
    county = actor.county or ""
    found = list(in_force(on).filter(code__in=codes, code__startswith=county).order_by("code"))
    if missing := sorted(set(codes) - {division.code for division in found}):
        message = _("No division of this county in force has this code.")
        errors = [FieldError("codes", "unknown", message, code, f"{county}...") for code in missing]
        raise Invalid(f"{message} {', '.join(missing)}", errors=errors)
    return found
