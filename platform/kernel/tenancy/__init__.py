"""Which county a request, command or task stands in, and the guard that keeps it there."""

from kernel.tenancy.context import (
    UnknownCounty,
    county_codes,
    county_context,
    current_county,
    division_code,
    is_rehearsal,
    is_trial,
)

__all__ = [
    "UnknownCounty",
    "county_codes",
    "county_context",
    "current_county",
    "division_code",
    "is_rehearsal",
    "is_trial",
]
