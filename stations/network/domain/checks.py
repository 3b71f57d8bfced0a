"""Checks that every write of the network shares."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import FieldError, Forbidden, Invalid, NotFound
from kernel.tenancy import division_code
from kernel.workdays.clock import today
from stations.network.enums import DIVISION_DIGITS, Level
from stations.network.models import Station
from stations.records.domain import refuse_future
from tenants.queries.division import missing_codes


def lock_station(actor: Actor, station: Station, action: str) -> Station:
    """Give the station's row, fresh and locked, if the actor may do the action on it.

    Raises NotFound for a station out of sight, Forbidden for one that may only be seen. Found by
    UUID: row ids of two counties are equal.
    """
    rows = Station.objects.filter(uuid=station.uuid)
    if not rows.restrict(actor, "view").exists():
        raise NotFound(_("No such station."))
    allowed = rows.restrict(actor, action).values("pk")
    fresh = Station.objects.select_for_update().filter(pk__in=allowed).first()
    if fresh is None:
        raise Forbidden(_("Your role may not do this."))
    return fresh


def refuse(errors: Iterable[FieldError]) -> None:
    """Raise Invalid when there is any error, with all of them."""
    if errors := list(errors):
        raise Invalid(errors[0].message, errors=errors)


def check_choices(given: dict[str, tuple[str, Collection[str]]]) -> list[FieldError]:
    """One error for each value that is none of its choices: {"track": ("X", Track.values)}."""
    return [
        FieldError(name, "unknown", _("Not one of the choices."), value, list(allowed))
        for name, (value, allowed) in given.items()
        if value not in allowed
    ]


def check_divisions(field: str, codes: Collection[str], level: str, on: date) -> list[FieldError]:
    """Codes must have the level's digits and be in force in the county on the day.

    The county itself needs no look-up: it is there because the tenant is.
    """
    county, digits = division_code(), DIVISION_DIGITS[Level(level)]
    wrong = {code for code in codes if len(code) != digits}
    wrong |= set(missing_codes(set(codes) - wrong - {county}, below=county, on=on))
    message = _("No division of this county in force has this code.")
    return [
        FieldError(field, "unknown", message, code, f"{county}..., {digits} digits")
        for code in sorted(wrong)
    ]


def check_past(field: str, day: date) -> list[FieldError]:
    """What is written down has happened: no day after today, nor one from long before."""
    if day <= today():
        return errors_of(refuse_future, field, day)
    return [FieldError(field, "future", _("This day is still to come."), day, f"<= {today()}")]


def errors_of(check: Callable[..., None], *given: object) -> list[FieldError]:
    """What a check of the records refuses, to be told with all else that is wrong."""
    try:
        check(*given)
    except Invalid as refused:
        return list(refused.errors)
    return []


def check_model(row: models.Model, *, only: Collection[str] = ()) -> list[FieldError]:
    """The model's own field rules as errors of the domain; `only` limits them to some fields."""
    skipped = {field.name for field in row._meta.fields if only and field.name not in only}
    try:
        row.clean_fields(exclude=skipped)
    except ValidationError as refused:
        return [
            FieldError(name, "invalid", " ".join(messages), _plain(getattr(row, name, None)))
            for name, messages in refused.message_dict.items()
        ]
    return []


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
