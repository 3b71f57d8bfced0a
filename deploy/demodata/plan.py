"""The network of annex 1 (plan of 10 May 2021): 5 hubs, 12 stations, 31 rooms.

Seven of the twelve stations stand in townships marked as reform-affected (the plan asks
for half or more). Which townships have them is the demo's choice; their names are real.
"""

from dataclasses import dataclass
from datetime import date

SEED = 20210510
PREFECTURE, PROVINCE = "5104", "51"
TARGET_YEAR = 2021


@dataclass(frozen=True)
class StationPlan:
    """One township station. ``strength`` from 0 to 1 shapes its records and its sheet."""

    division: str
    strength: float
    rooms: int
    track: str = "GUIDELINE"
    reform: bool = False
    opened_on: date = date(2021, 6, 1)
    veto: bool = False


@dataclass(frozen=True)
class CountyPlan:
    """One county of annex 1 with its pilot tags."""

    code: str
    tags: tuple[str, ...]
    stations: tuple[StationPlan, ...]

    @property
    def rooms(self) -> int:
        return sum(station.rooms for station in self.stations)


PILOT, BASIC = "PROVINCIAL_PILOT", "BASIC"

COUNTIES = (
    CountyPlan(
        "510402",
        ("SOCIAL_WORK",),
        (
            StationPlan("510402002", 0.88, 2, PILOT, opened_on=date(2021, 6, 1)),
            StationPlan("510402001", 0.73, 2, reform=True, opened_on=date(2021, 7, 15)),
            StationPlan("510402005", 0.62, 1, reform=True, opened_on=date(2021, 9, 1)),
            StationPlan("510402100", 0.80, 2, opened_on=date(2021, 6, 20)),
        ),
    ),
    CountyPlan(
        "510403",
        ("COMMUNITY_GOVERNANCE",),
        (StationPlan("510403001", 0.72, 4, opened_on=date(2021, 8, 1)),),
    ),
    CountyPlan(
        "510411",
        (),
        (
            StationPlan("510411100", 0.81, 3, opened_on=date(2021, 7, 1)),
            StationPlan("510411102", 0.57, 2, reform=True, opened_on=date(2021, 10, 8)),
            StationPlan("510411103", 0.42, 3, BASIC, reform=True, opened_on=date(2021, 11, 1)),
        ),
    ),
    CountyPlan(
        "510421",
        ("SOCIAL_WORK",),
        (
            StationPlan("510421100", 0.91, 4, opened_on=date(2021, 6, 1)),
            StationPlan("510421101", 0.69, 3, reform=True, opened_on=date(2021, 7, 1)),
            StationPlan("510421103", 0.76, 2, reform=True, opened_on=date(2021, 9, 15), veto=True),
        ),
    ),
    CountyPlan(
        "510422",
        (),
        (StationPlan("510422101", 0.64, 3, reform=True, opened_on=date(2021, 10, 1)),),
    ),
)
