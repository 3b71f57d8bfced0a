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
from stations.casework.domain.beneficiary import add_category
from stations.casework.domain.bulk import bulk_insert_roster
from stations.casework.domain.household import file_in_household
from stations.casework.enums import Category, Source
from stations.casework.models import Beneficiary, Household, RosterEntry
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
from stations.records.domain import (
    hold,
    refuse,
    refuse_ended_place,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)

# Two lists for one place wait for each other.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
# What a new list may change of who stood on the former.
FOLLOWED = (
    "division_code",
    "station_id",
    "beneficiary_id",
    "household_head",
    "household_index",
    "changed_at",
)
BATCH = 1000


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
    refuse_ended_place(station, "listed_on", listed_on)
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
    _follow(plan, places)
    _end(actor, plan.left, listed_on)
    after = {"category": category, "listed_on": str(listed_on), **plan.counts}
    write_audit(actor=actor, action="roster.import", obj=station, after=after)
    records_changed.call()
    return plan


@transaction.atomic
def file_from_roster(*, actor: Actor, entry: RosterEntry) -> Beneficiary:
    """Open the file of a person on the roster with what the list says of them, in the household
    of those filed with whom they live by the list, or in one of their own (N04).

    Raises Forbidden, or Conflict when the person has a file or the entry is withdrawn.
    """
    require_row(actor, entry, "edit")
    hold(entry, "beneficiary_id")
    refuse_withdrawn(entry)
    if entry.beneficiary_id is not None:
        raise Conflict(_("This person has a file."), code="known_person")
    person = file_in_household(
        actor=actor,
        station=entry.station,
        household=_household_of(actor, entry),
        head=entry.household_head,
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


def _household_of(actor: Actor, entry: RosterEntry) -> Household | None:
    """Where those filed live who share the entry's household, the head's before others'.

    Two who are filed at once wait for each other.
    """
    if not entry.household_index:
        return None
    shared = RosterEntry.objects.filter(household_index=entry.household_index, withdrawn_at=None)
    list(shared.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    homes = Household.objects.restrict(actor, "join").filter(
        members__in=shared.values("beneficiary"), members__withdrawn_at=None, withdrawn_at=None
    )
    is_heads = models.Case(
        models.When(members__name=entry.household_head, then=0),
        default=1,
        output_field=models.IntegerField(),
    )
    return homes.order_by(is_heads, "filed_on", "id").first()


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
            "household_head": line.row.head,
            "household_index": line.household,
            "beneficiary_id": line.filed,
            "valid_from": on,
        }


def _follow(plan: Plan, places: dict[str, int]) -> None:
    """What the list says anew of those who stood on it: village and the place that serves it,
    the household, the file that is there by now. One statement."""
    changed = [entry for line in plan.lines if (entry := _follow_line(line, places)) is not None]
    if changed:
        RosterEntry.objects.bulk_update(changed, FOLLOWED, batch_size=BATCH)


def _follow_line(line: Line, places: dict[str, int]) -> RosterEntry | None:
    entry = line.entry
    if entry is None:
        return None
    before = [getattr(entry, name) for name in FOLLOWED]
    if line.verdict == Verdict.MOVED:
        entry.division_code, entry.station_id = line.village, places[line.village]
    if entry.beneficiary_id is None:
        entry.beneficiary_id = line.filed
    if line.household:
        entry.household_head, entry.household_index = line.row.head, line.household
    if before == [getattr(entry, name) for name in FOLLOWED]:
        return None
    entry.changed_at = clock.now()
    return entry


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
