"""What the network's pages count of a place's casework, each in its own unit."""

from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, Q, Sum, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.translation import gettext as _

from kernel.workdays.clock import ZONE
from stations.casework.companions import counted_companions
from stations.casework.enums import CaseUnit, Place, Result
from stations.casework.models import Beneficiary, Case, Need, ServiceRecord, Visit
from stations.network.queries.figures import Figure, Unit
from stations.records.places import at_place


def casework_figures(station: Any, year: int) -> list[Figure]:
    """Households and persons on file; visits in person as person-times, those at home as
    household-times too (N06), and the households they reached, connected calls apart from all
    (Z13); persons visited at home in the company that counts (Z11: persons, not trips); needs;
    cases, those of households among them (N17)."""
    here = Q(at_place(station), withdrawn_at=None)
    first, last = date(year, 1, 1), date(year, 12, 31)
    open_files = Q(closed_on=None) | Q(closed_on__gt=last)
    on_file = Beneficiary.objects.filter(here, open_files, filed_on__lte=last)
    filed = on_file.aggregate(persons=Count("id"), households=Count("household", distinct=True))
    visits = _visits(here, first, last)
    needs = Need.objects.filter(here).aggregate(
        raised=Count("id", filter=Q(raised_on__range=(first, last))),
        closed=Count("id", filter=Q(closed_on__range=(first, last), confirmed_by_person=True)),
    )
    cases = Case.objects.filter(here, opened_on__range=(first, last)).aggregate(
        opened=Count("id"), households=Count("id", filter=Q(unit=CaseUnit.HOUSEHOLD))
    )
    given = ServiceRecord.objects.filter(here, served_on__range=(first, last))
    served = given.aggregate(total=Sum("persons_count"))["total"] or 0
    return [
        Figure("filed", _("Persons on file"), Unit.PERSON.of(filed["persons"])),
        Figure("households", _("Households on file"), Unit.HOUSEHOLD.of(filed["households"])),
        Figure("visits", _("Visits held"), Unit.PERSON_TIME.of(visits["persons"])),
        Figure(
            "household_visits", _("Households visited"), Unit.HOUSEHOLD_TIME.of(visits["homes"])
        ),
        Figure(
            "accompanied_visits",
            _("Accompanied home visits"),
            Unit.PERSON_TIME.of(visits["accompanied"]),
        ),
        Figure(
            "visited_households",
            _("Households reached"),
            Unit.HOUSEHOLD.of(visits["households"]),
        ),
        Figure("calls", _("Calls answered"), Unit.CALL.of(visits["calls"])),
        Figure("needs_raised", _("Needs raised"), Unit.PIECE.of(needs["raised"])),
        Figure("needs_closed", _("Needs met"), Unit.PIECE.of(needs["closed"])),
        Figure("cases", _("Cases opened"), Unit.PIECE.of(cases["opened"])),
        Figure("household_cases", _("Of them for households"), Unit.PIECE.of(cases["households"])),
        Figure("services", _("Served under the clauses"), Unit.PERSON_TIME.of(served)),
    ]


def accompanied() -> Q:
    """In the company that data/visits.yaml counts."""
    codes = counted_companions()
    return reduce(or_, (Q(joint_with__contains=[code]) for code in codes), Q(pk__in=[]))


def _visits(here: Q, first: date, last: date) -> dict[str, int]:
    """A household counts once a day, however many of its members were met;
    it is the one in which the person lived at the time (N04)."""
    begin = datetime.combine(first, time(), ZONE)
    end = datetime.combine(last + timedelta(days=1), time(), ZONE)
    household_day = Concat(
        Cast("household_id", CharField()),
        Value(" "),
        Cast(TruncDate("held_at", tzinfo=ZONE), CharField()),
    )
    at_home = Q(place=Place.HOME, household__isnull=False)
    return Visit.objects.filter(
        here, held_at__gte=begin, held_at__lt=end, result=Result.MET
    ).aggregate(
        persons=Count("id", filter=~Q(place=Place.PHONE)),
        calls=Count("id", filter=Q(place=Place.PHONE)),
        homes=Count(household_day, distinct=True, filter=at_home),
        households=Count("household_id", distinct=True, filter=at_home),
        accompanied=Count("id", filter=accompanied() & Q(place=Place.HOME)),
    )
