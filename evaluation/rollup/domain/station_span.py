"""Spans of service in public, written in the transaction that changes the network."""

from typing import Any

from evaluation.rollup.domain.mirror import Mirror, Rows, lock_county, write
from evaluation.rollup.models import StationSpan
from kernel.tenancy import current_county
from kernel.workdays.clock import now
from stations.network.queries.spans import spans

SPANS = Mirror(
    StationSpan,
    key=("station_code", "division_code", "valid_from"),
    columns=("level", "valid_to"),
)


def expected_spans(stations: list[Any] | None = None) -> Rows:
    """What the county one stands in says: RUNNING periods, and what was served in them."""
    ids = None if stations is None else [station.pk for station in stations]
    return {
        (span.station_code, span.division_code, span.valid_from): {
            "level": span.level,
            "valid_to": span.valid_to,
        }
        for span in spans(stations=ids)
    }


def write_spans(*, stations: list[Any] | None = None) -> int:
    """Bring the public spans of some stations, or of all of the county, up to date.

    Gives how many rows were changed.
    """
    county = current_county()
    assert county is not None
    narrow = {} if stations is None else {"station_code__in": [one.code for one in stations]}
    lock_county(county)
    return len(write(SPANS, county, expected_spans(stations), at=now(), **narrow))
