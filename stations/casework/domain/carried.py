"""Persons served, when their place goes to another county with its township (hooks places_left
and rows_joined)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Greatest

from kernel.hooks import Departure
from kernel.workdays.clock import now
from stations.casework.enums import FileEnd, LeadEnd, LeadState
from stations.casework.models import (
    Beneficiary,
    BeneficiaryCategory,
    DiscoveryLead,
    VisitLevelSpan,
)

# Where and how a person is served: of two files that become one, these are of the one that runs.
SERVED = (
    *("station", "household", "former_household", "household_since", "division_code"),
    *("closed_on", "closed_reason", "service_stopped_on", "responsible_uuid", "responsible_name"),
)
# What stays as it was where the other file does not tell it.
TOLD = (
    *("phone", "address", "born_on", "notice_version", "notice_given_on"),
    *("guardian_notice_version", "guardian_notice_on", "guardian_answer"),
)


def close_left(departures: Sequence[Departure], on: date) -> None:
    """Close the files of places that have left: from the day on their persons are served in the
    other county, and here nobody could visit whoever is due or see to an alert."""
    places = [one.row_id for one in departures]
    persons = Beneficiary.objects.filter(station__in=places, closed_on=None, withdrawn_at=None)
    kinds = BeneficiaryCategory.objects.filter(beneficiary__in=persons.values("pk"))
    end_running(kinds, on)
    end_running(VisitLevelSpan.objects.filter(station__in=places), on)
    persons.update(
        closed_on=Greatest("filed_on", on, output_field=DateField()),
        closed_reason=FileEnd.OTHER_SERVICE,
        changed_at=now(),
    )
    leads = DiscoveryLead.objects.filter(
        station__in=places, state__in=(LeadState.NEW, LeadState.VERIFIED), withdrawn_at=None
    )
    leads.update(
        state=LeadState.DISMISSED,
        dismissed_reason=LeadEnd.ELSEWHERE,
        decided_on=Greatest("told_on", "verified_on", on, output_field=DateField()),
        decided_received_at=now(),
        changed_at=now(),
    )


def settle_joined(joined: Iterable[tuple[Any, int]], on: date) -> None:
    """Let a person whom both counties had on file be served at one place."""
    for came, key in joined:
        if isinstance(came, Beneficiary) and came.closed_on is None:
            here = Beneficiary.objects.select_for_update(of=("self",)).get(pk=key)
            if here.closed_on is not None:
                go_on(here, came)
            elif here.station_id != came.station_id:
                keep_one_level(here, came.station_id, on)


def go_on(here: Beneficiary, came: Beneficiary) -> None:
    """A file closed here goes on at the place that has come, which serves the person."""
    told = [name for name in TOLD if getattr(came, name) not in (None, "")]
    for name in (*SERVED, *told):
        setattr(here, name, getattr(came, name))
    here.save(update_fields=[*SERVED, *told, "changed_at"])


def keep_one_level(here: Beneficiary, place: int, on: date) -> None:
    """Visits are entered at the place of the file: the level of the other place ends there, and
    goes on at the file's where none runs."""
    running = here.levels.filter(valid_to=None, withdrawn_at=None)
    came = running.filter(station=place).order_by("-valid_from").first()
    if came is None:
        return
    goes_on = here.service_stopped_on is None and not running.exclude(station=place).exists()
    end_running(running.filter(station=place), on)
    came.refresh_from_db()
    if goes_on:
        level = {"level": came.level, "reason": came.reason, "valid_from": came.valid_to}
        VisitLevelSpan.objects.create(beneficiary=here, station_id=here.station_id, **level)


def end_running(spans: QuerySet[Any], on: date) -> None:
    """End them on the day; one that began later holds for its first day alone."""
    next_day = ExpressionWrapper(F("valid_from") + timedelta(days=1), output_field=DateField())
    spans.filter(valid_to=None, withdrawn_at=None).update(
        valid_to=Greatest(next_day, on, output_field=DateField()),
        ended_received_at=now(),
        changed_at=now(),
    )
