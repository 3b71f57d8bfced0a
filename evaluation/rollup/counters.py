"""Which records of a county are counted for the province, by year of the event.

Only sums without persons: how often something was done, how many things there are. The
units stay apart, 人次 is not 个 (requirement U11).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Count, DateTimeField, F, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluation.facts.queries.yearly import certified_by_year, volunteers_by_year

TIMES = pgettext_lazy("unit", "person-times")
PERSONS = pgettext_lazy("unit", "persons")
PIECES = pgettext_lazy("unit", "organisations")
EVENTS = pgettext_lazy("unit", "sessions")
CALLS = pgettext_lazy("unit", "connected calls")

MET = {"result": "MET"}
IN_PERSON = {**MET, "place__in": ("HOME", "SCHOOL", "INSTITUTION")}


@dataclass(frozen=True)
class Counter:
    """Records of a model whose ``day`` lies in the year; withdrawn ones never count.

    Nor do those of a ``place`` that came from another county, of the days that count there.
    """

    key: str
    label: Any
    unit: Any
    model: str
    day: str
    place: str = "station"
    only: Mapping[str, Any] = field(default_factory=dict)

    def by_year(self) -> dict[int, int]:
        """How many in each year, in the county one stands in."""
        dated = {f"{self.day}__isnull": False, "withdrawn_at__isnull": True}
        model, since = apps.get_model(self.model), f"{self.place}__counted_from"
        is_moment = isinstance(model._meta.get_field(self.day), DateTimeField)
        day = f"{self.day}__date" if is_moment else self.day
        here = Q(**{f"{since}__isnull": True}) | Q(**{f"{day}__gte": F(since)})
        rows = model._base_manager.filter(here, **dated, **self.only)
        years = rows.order_by().values(year=ExtractYear(self.day))
        counted = years.annotate(number=Count("pk", distinct=True))
        return dict(counted.values_list("year", "number"))


@dataclass(frozen=True)
class FactCounter:
    """What an indicator counts too: asked of the facts, so that both say the same."""

    key: str
    label: Any
    unit: Any
    by_year: Callable[[], dict[int, int]]


COUNTERS: tuple[Counter | FactCounter, ...] = (
    Counter("visits", _("Visits made"), TIMES, "casework.Visit", "held_at", only=IN_PERSON),
    Counter(
        "calls",
        _("Calls answered"),
        CALLS,
        "casework.Visit",
        "held_at",
        only={**MET, "place": "PHONE"},
    ),
    FactCounter("volunteers", _("Volunteers trained"), PERSONS, volunteers_by_year),
    FactCounter("certified", _("Newly certified"), PERSONS, certified_by_year),
    Counter("supervisions", _("Workers supervised"), TIMES, "people.SupervisionSession", "held_on"),
    Counter(
        "organisations", _("Organisations filed"), PIECES, "community.CommunityOrg", "filed_on"
    ),
    Counter(
        "activities",
        _("Organisations' activities"),
        EVENTS,
        "community.OrgActivity",
        "held_on",
        place="org__station",
    ),
)


def count_records() -> dict[int, dict[str, int]]:
    """Every counter of the county one stands in: {year: {key: number}}; one query each."""
    years: dict[int, dict[str, int]] = {}
    for counter in COUNTERS:
        for year, number in counter.by_year().items():
            years.setdefault(year, {})[counter.key] = number
    return years
