"""De-identified counts for research: by kind, age and visit level, small cells withheld (C923)."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from stations.casework.custody_rules import add_years
from stations.casework.data_file import read_data
from stations.casework.enums import Category, Result
from stations.casework.models import (
    BeneficiaryCategory,
    Need,
    Visit,
    VisitLevelSpan,
)
from stations.casework.models import Case as CaseFile
from stations.records.models import covering
from stations.records.places import HUB, at_place

OF_PERSON = "beneficiary__"


def research_rows(station: Any, on: date) -> Iterator[tuple[str, ...]]:
    """Kind, age, level, persons, and what was done for them in the year up to a day: visits,
    needs raised, cases opened. A place's persons, at the hub the county's.

    No row of fewer persons than data/research.yaml says, no count that small.
    """
    least = int(read_data("research")["least"])
    for row in _counted(station, on):
        if row["persons"] >= least:
            yield (
                str(Category(row["category"]).label),
                row["band"],
                str(row["level"] or ""),
                *(
                    hide_small(row[name] or 0, least)
                    for name in ("persons", "visits", "needs", "cases")
                ),
            )


COUNTED = ("kind", "age", "level", "persons", "visits", "needs", "cases")


def hide_small(count: int, least: int) -> str:
    """A count that points at nobody."""
    return f"<{least}" if 0 < count < least else str(count)


def _counted(station: Any, on: date) -> Any:
    first = date(on.year, 1, 1)
    here = Q() if station.level == HUB else at_place(station, f"{OF_PERSON}station__")
    is_open = Q(beneficiary__closed_on=None) | Q(beneficiary__closed_on__gt=on)
    held = BeneficiaryCategory.objects.filter(
        here, is_open, covering(on), withdrawn_at=None, beneficiary__withdrawn_at=None
    )
    levels = VisitLevelSpan.objects.filter(
        covering(on), beneficiary=OuterRef("beneficiary"), withdrawn_at=None
    )
    visits = Visit.objects.filter(held_at__date__range=(first, on), result=Result.MET)
    told = held.annotate(
        band=_band(on),
        level=Subquery(levels.values("level")[:1]),
        visit_count=_count(visits),
        need_count=_count(Need.objects.filter(raised_on__range=(first, on))),
        case_count=_count(CaseFile.objects.filter(opened_on__range=(first, on))),
    )
    return (
        told.values("category", "band", "level")
        .annotate(
            persons=Count("beneficiary", distinct=True),
            visits=Sum("visit_count"),
            needs=Sum("need_count"),
            cases=Sum("case_count"),
        )
        .order_by("category", "band", "level")
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of the rows are about the person."""
    own = rows.filter(beneficiary=OuterRef("beneficiary"), withdrawn_at=None).order_by()
    counted = own.values("beneficiary").annotate(number=Count("id")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _band(on: date) -> Case:
    """The band of age, in words that sort; empty for no known day of birth."""
    begins = [int(year) for year in read_data("research")["bands"]]
    cases = [
        When(
            beneficiary__born_on__gt=add_years(on, -after),
            beneficiary__born_on__lte=add_years(on, -begin),
            then=Value(f"{begin}-{after - 1}"),
        )
        for begin, after in pairwise(begins)
    ]
    oldest = When(
        beneficiary__born_on__lte=add_years(on, -begins[-1]), then=Value(f"{begins[-1]}+")
    )
    return Case(*cases, oldest, default=Value(""), output_field=CharField())
