"""Public rows made by hand, for tests of what is read from them."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from evaluation.rollup.domain.station_year import write_sums
from evaluation.rollup.models import CountyPeriod, StationSpan, StationYear

AS_OF = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LEVELS = {"H": "HUB", "S": "STATION", "R": "ROOM", "I": "INSTITUTION_SITE"}


def make_spans(
    station: str,
    divisions: list[str],
    start: date = date(2021, 3, 1),
    end: date | None = None,
    as_of: datetime = AS_OF,
) -> None:
    """A station that ran from start until end and served the divisions all that time."""
    StationSpan.objects.bulk_create(
        StationSpan(
            county_code=station[:6],
            station_code=station,
            level=LEVELS[station[7]],
            division_code=division,
            valid_from=start,
            valid_to=end,
            as_of=as_of,
        )
        for division in ["", *divisions]
    )


def make_period(county: str, year: int, hub: Any, station: Any, room: Any) -> CountyPeriod:
    targets = {"target_hub": hub, "target_station": station, "target_room": room}
    period, _made = CountyPeriod.objects.update_or_create(
        county_code=county, year=year, defaults={**targets, "as_of": AS_OF}
    )
    return period


def make_year(
    station: str, *, year: int = 2025, total: str | None = None, grade: str = "", **values: Any
) -> StationYear:
    """A station-year and the county's sums; with a total it is decided, reported, on time."""
    decided = total is not None
    standing = {
        "name": f"{station} 站",
        "level": LEVELS[station[7]],
        "division_code": f"{station[:6]}001",
        "state": "FINAL" if decided else "SELF_EVAL",
        "due_on": None,
        "reported": decided,
        "on_time": decided,
        "areas": {},
        "as_of": AS_OF,
        "rubric_id": "panzhihua-township",
        "rubric_version": "1.0.0",
        "rubric_digest": "0" * 64,
    }
    made = StationYear.objects.create(
        county_code=station[:6],
        station_code=station,
        year=year,
        evaluation_uuid=uuid.uuid4(),
        total=Decimal(total) if total is not None else None,
        grade=grade,
        **{**standing, **values},
    )
    write_sums(station[:6], {year}, AS_OF)
    return made
