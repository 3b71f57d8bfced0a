"""Where an agency stands with its licence and what it has shown (C53)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.network.enums import AgencyDocument
from stations.network.models import Station, StationOperator
from stations.network.numbers import numbers


@dataclass(frozen=True)
class Licence:
    """A licence on a day: its state in words with a tone, and what the agency has not shown."""

    number: str
    until: date | None
    state: str
    tone: str
    missing: list[str]


def read_licence(operator: StationOperator, on: date) -> Licence:
    """The licence of the agency that runs a place."""
    until = operator.licence_until
    if until is None:
        state, tone = _("no licence on file"), "warn"
    elif until < on:
        state, tone = _("Licence expired"), "bad"
    elif until <= on + timedelta(numbers().licence_notice_days):
        state, tone = _("Licence ends soon"), "warn"
    else:
        state, tone = _("Licence in force"), "ok"
    missing = [str(each.label) for each in AgencyDocument if each not in operator.documents]
    return Licence(operator.licence_number, until, state, tone, missing)


def read_operator(station: Station) -> dict[str, Any] | None:
    """The agency that runs a place today, as plain values."""
    rows = station.operators.filter(valid_to=None)
    return rows.values(
        *("agency_name", "agency_code", "valid_from"),
        *("licence_number", "licence_until", "documents"),
    ).first()


def ending_licences(actor: Actor, on: date) -> QuerySet[StationOperator]:
    """Places whose agency's licence has ended or ends soon, as far as the actor sees places."""
    seen = Station.objects.restrict(actor, "view").order_by().values("pk")
    rows = StationOperator.objects.filter(
        valid_to=None,
        licence_until__lte=on + timedelta(numbers().licence_notice_days),
        station__in=seen,
    )
    return rows.select_related("station").order_by("licence_until", "station__code")
