"""Reading divisions as they stand, or stood, on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from kernel.workdays.clock import today
from tenants.models import Division

DIGITS = (2, 4, 6, 9, 12)


def in_force(on: date | None = None) -> QuerySet[Division]:
    """All divisions in force on a day, by default today: begun, and not ended by then."""
    day = on or today()
    return Division.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day
    )


def divisions_in_force(*, below: str, level: str, on: date | None = None) -> QuerySet[Division]:
    """The divisions of a level in force whose code begins with `below`, in code order.

    `below` itself is among them when it is of that level.
    """
    return in_force(on).filter(level=level, code__startswith=below).order_by("code")


def find_division(code: str, on: date | None = None) -> Division | None:
    """The division of this code in force on a day, or None."""
    return in_force(on).filter(code=code).first()


def division_names(codes: Iterable[str], on: date | None = None) -> dict[str, str]:
    """Names by code, in one query; a code without a division in force is left out."""
    return dict(in_force(on).filter(code__in=set(codes)).values_list("code", "name"))


def division_path(code: str, on: date | None = None) -> list[Division]:
    """A division and those above it, from the province down; what is not in force is left out."""
    above = [code[:digits] for digits in DIGITS if digits <= len(code)]
    return list(in_force(on).filter(code__in=above).order_by("code"))


def missing_codes(codes: Iterable[str], *, below: str, on: date | None = None) -> list[str]:
    """Those of the codes that are no division in force below `below`, in code order."""
    wanted = set(codes)
    found = in_force(on).filter(code__in=wanted, code__startswith=below)
    return sorted(wanted - set(found.values_list("code", flat=True)))


def village_choices(areas: Iterable[str], on: date | None = None) -> list[tuple[str, str]]:
    """(code, name) of the villages in force within the given divisions, in code order."""
    within = Q(pk__in=[])
    for area in areas:
        within |= Q(code__startswith=area)
    villages = in_force(on).filter(within, level="VILLAGE").order_by("code")
    return list(villages.values_list("code", "name"))


def list_below(code: str, on: date | None = None) -> list[tuple[str, str]]:
    """(code, name) of the divisions in force next below a division, in code order."""
    rows = in_force(on).filter(parent_code=code).order_by("code")
    return list(rows.values_list("code", "name"))


def heirs_of(code: str) -> list[str]:
    """What follows a division that is no more; empty while it is in force, or nothing follows."""
    last = Division.objects.filter(code=code).order_by("-valid_from").first()
    return list(last.successors) if last and last.valid_to else []
