"""Standing in a county: the only door through which the schema is switched."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django_tenants.utils import get_tenant_model

from kernel.tenancy.connection import connection


class UnknownCounty(LookupError):
    """No county with that code in this installation."""


@contextmanager
def county_context(code: str | None) -> Iterator[Any]:
    """Stand in a county (or, for None, in public) and return to where one stood before.

    Gives the County. Raises UnknownCounty for a code that is no tenant.
    """
    previous = connection.tenant
    county = enter_county(code)
    try:
        yield county
    finally:
        connection.set_tenant(previous)


def enter_county(code: str | None) -> Any:
    """Stand in a county from now on; for the middleware and the test fixture only."""
    if code is None:
        connection.set_schema_to_public()
        return None
    if current_county() == code:
        return connection.tenant
    connection.set_schema_to_public()
    county = get_tenant_model().objects.filter(code=code).first()
    if county is None:
        raise UnknownCounty(code)
    connection.set_tenant(county)
    return county


def current_county() -> str | None:
    """Code of the county this connection stands in, None in public."""
    return getattr(connection.tenant, "code", None)


def is_trial() -> bool:
    """True in a trial county: its periods have length zero (decision 19)."""
    return bool(getattr(connection.tenant, "is_trial", False))


def is_rehearsal() -> bool:
    """True in a rehearsal copy of a county: it writes nothing that others see."""
    return bool(getattr(connection.tenant, "rehearsal_of", ""))


def division_code() -> str:
    """Code of the division that the county one stands in governs; empty in public.

    Its own code, but a rehearsal copy's is that of the county it copies: stations and service
    areas keep their codes there.
    """
    return getattr(connection.tenant, "rehearsal_of", "") or current_county() or ""


def is_closed(code: str) -> bool:
    """Whether a county is there but not ACTIVE: no work is done in it. Stays so until the
    transaction ends."""
    counties = get_tenant_model().objects.select_for_update(no_key=True).filter(code=code)
    states = list(counties.values_list("state", flat=True))
    return states not in ([], ["ACTIVE"])


def county_codes(*, state: str = "ACTIVE") -> list[str]:
    """Codes of the counties in a state, in code order."""
    counties = get_tenant_model().objects.filter(state=state).order_by("code")
    return list(counties.values_list("code", flat=True))
