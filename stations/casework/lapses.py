"""When a consent lapses of itself (到期): by the rules of consent.yaml and the day agreed (X07).

Computed on a day, from what stands on file; nothing is written when the day has come. The same
rules for one record, and in the database for many: a test holds them to each other.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, DurationField, F, Func, Q, Value, When
from django.db.models.functions import Cast, Least
from django.db.models.lookups import GreaterThan

from stations.casework.consent_texts import guardian_age, load_consent
from stations.casework.custody_rules import add_months, add_years
from stations.casework.enums import GivenBy


class Later(Func):
    """A day with intervals added to it, as a day."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + "
    output_field = DateField()


class Birthday(Func):
    """The day on which somebody of a day of birth reaches an age; as ``add_years``."""

    template = (
        "(make_date(extract(year FROM %(expressions)s)::int + %(years)s, "
        "extract(month FROM %(expressions)s)::int, 1) + extract(day FROM %(expressions)s)::int - 1)"
    )
    output_field = DateField()


def last_day_of(consent: Any) -> date | None:
    """The last day on which a consent that is not withdrawn holds; None: without end.

    A statutory duty lasts. The person's file is read.
    """
    if consent.given_by == GivenBy.DUTY:
        return None
    ends = [consent.valid_until, _last_month(consent), _last_as_child(consent)]
    return min((end for end in ends if end is not None), default=None)


def last_day() -> Least:
    """As ``last_day_of``, for a query over consents."""
    return Least(F("valid_until"), _months_over(), _grown_up())


def _last_month(consent: Any) -> date | None:
    months = _rules()["after_months"].get(consent.kind)
    return None if months is None else add_months(consent.valid_from, months)


def _last_as_child(consent: Any) -> date | None:
    """The day before the child consents themselves; of who was a child when it was given."""
    born = consent.beneficiary.born_on
    of_child = consent.given_by == GivenBy.GUARDIAN and consent.kind in _rules()["at_own_age"]
    if not of_child or born is None:
        return None
    grown = add_years(born, guardian_age())
    return grown - timedelta(days=1) if grown > consent.valid_from else None


def _months_over() -> Case:
    whens = [
        When(
            ~Q(given_by=GivenBy.DUTY),
            kind=kind,
            then=Later(F("valid_from"), Cast(Value(f"{months} months"), DurationField())),
        )
        for kind, months in _rules()["after_months"].items()
    ]
    return Case(*whens, default=None, output_field=DateField())


def _grown_up() -> Case:
    grown = Birthday(F("beneficiary__born_on"), years=guardian_age())
    day_before = Value(timedelta(days=-1), output_field=DurationField())
    of_child = Q(GreaterThan(grown, F("valid_from")))
    given = Q(given_by=GivenBy.GUARDIAN, kind__in=_rules()["at_own_age"])
    return Case(
        When(given & of_child, then=Later(grown, day_before)),
        default=None,
        output_field=DateField(),
    )


def _rules() -> dict[str, Any]:
    return load_consent()["lapses"]  # type: ignore[no-any-return]
