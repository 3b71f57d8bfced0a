"""A whole official roster taken in at once: all of it or nothing (N05)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record as write_audit
from kernel.errors import Conflict, Invalid
from kernel.hooks import records_changed
from kernel.tenancy.context import current_county
from kernel.workdays import clock
from stations.casework.domain.beneficiary import add_category, file_beneficiary
from stations.casework.domain.bulk import bulk_insert_roster
from stations.casework.enums import Category, Source
from stations.casework.models import Beneficiary, RosterEntry
from stations.casework.queries.roster import (
    Line,
    Plan,
    Verdict,
    place_of,
    plan_roster,
    running_entries,
)
from stations.casework.roster_sheet import RosterRow, check_size
from stations.casework.rules import write_persons
from stations.records.domain import refuse, refuse_future, require_place, require_row

# Two lists for one place wait for each other.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def preview_roster(
    *,
    actor: Actor,
    station: models.Model,
    category: str,
    listed_on: date,
    rows: Sequence[RosterRow],
) -> Plan:
    """What the list would change, row by row; nothing is written.

    Raises Forbidden, or Invalid for a wrong kind or day; wrong rows are in the plan.
    """
    require_place(actor, station, write_persons(""))
    check_size(rows)
    if category not in Category.values:
        refuse("category", _("Not one of the choices."), category, Category.values)
    refuse_future("listed_on", listed_on)
    newest = running_entries(station, category).aggregate(day=models.Max("valid_from"))["day"]
    if newest is not None and listed_on < newest:
        message = _("A newer list of this kind has been taken in.")
        refuse("listed_on", message, listed_on, f">= {newest}")
    return plan_roster(station, category, rows)


@transaction.atomic
def import_roster(
    *,
    actor: Actor,
    station: models.Model,
    category: str,
    listed_on: date,
    rows: Sequence[RosterRow],
) -> Plan:
    """Take the list in: who is new is entered, who is no longer on it leaves on its day.

    Raises as preview_roster does, and Invalid naming each wrong row, column and what is allowed:
    nothing is then written.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"roster {current_county()} {station.pk} {category}"])
    plan = preview_roster(
        actor=actor, station=station, category=category, listed_on=listed_on, rows=rows
    )
    if plan.errors:
        raise Invalid(_("The list has wrong rows; nothing was taken in."), errors=plan.errors)
    places = place_of(station, {line.village for line in plan.lines})
    new = [line for line in plan.lines if line.verdict == Verdict.NEW]
    bulk_insert_roster(_rows(new, places, category, listed_on))
    _move(plan, places)
    _link(plan)
    _end(actor, plan.left, listed_on)
    after = {"category": category, "listed_on": str(listed_on), **plan.counts}
    write_audit(actor=actor, action="roster.import", obj=station, after=after)
    records_changed.call()
    return plan


@transaction.atomic
def file_from_roster(*, actor: Actor, entry: RosterEntry) -> Beneficiary:
    """Open the file of a person on the roster with what the list says of them.

    Raises Forbidden, or Conflict when the person has a file.
    """
    require_row(actor, entry, "edit")
    if entry.beneficiary_id is not None:
        raise Conflict(_("This person has a file."), code="known_person")
    person = file_beneficiary(
        actor=actor,
        station=entry.station,
        division_code=entry.division_code,
        name=entry.name,
        filed_on=clock.today(),
        id_number=entry.id_number,
    )
    RosterEntry.objects.filter(pk=entry.pk, beneficiary=None).update(
        beneficiary=person, changed_at=clock.now()
    )
    add_category(
        actor=actor,
        beneficiary=person,
        category=entry.category,
        valid_from=entry.valid_from,
        source=Source.ROSTER,
    )
    return person


def _rows(
    lines: Sequence[Line], places: dict[str, int], category: str, on: date
) -> Iterator[dict[str, Any]]:
    for line in lines:
        yield {
            "station_id": places[line.village],
            "division_code": line.village,
            "category": category,
            "name": line.row.name,
            "id_number": line.row.id_number,
            "beneficiary_id": line.filed,
            "valid_from": on,
        }


def _move(plan: Plan, places: dict[str, int]) -> None:
    """Who lives in another village now is served by another place."""
    for line in plan.lines:
        if line.verdict == Verdict.MOVED and line.entry is not None:
            RosterEntry.objects.filter(pk=line.entry.pk).update(
                division_code=line.village,
                station_id=places[line.village],
                changed_at=clock.now(),
            )


def _link(plan: Plan) -> None:
    """Entries that stood without a file which is there by now."""
    for line in plan.lines:
        if line.entry is not None and line.entry.beneficiary_id is None and line.is_filed:
            RosterEntry.objects.filter(pk=line.entry.pk).update(
                beneficiary_id=line.filed, changed_at=clock.now()
            )


def _end(actor: Actor, left: Sequence[RosterEntry], on: date) -> None:
    """They leave on the list's day; entries of the same day were wrong and are withdrawn."""
    now = clock.now()
    rows = RosterEntry.objects.filter(pk__in=[entry.pk for entry in left])
    rows.filter(valid_from=on).update(
        withdrawn_at=now,
        withdrawn_by_uuid=actor.user_uuid,
        withdrawn_by_name=actor.name,
        withdrawn_reason=_("Corrected by another list of the same day"),
        changed_at=now,
    )
    rows.filter(valid_from__lt=on).update(valid_to=on, ended_received_at=now, changed_at=now)
