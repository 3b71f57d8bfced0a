"""Users of the demo with their memberships and posts; one password for all of them."""

from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password

from deploy.demodata.persons import make_name
from deploy.demodata.plan import PREFECTURE, PROVINCE, CountyPlan
from kernel.access.models import Membership, Role, ScopeKind
from kernel.accounts.domain.user import give_post
from kernel.accounts.models import User
from kernel.workdays.clock import now
from stations.network.models import Station

REVIEWERS = 5
BUREAU = 2


@dataclass(frozen=True)
class Seat:
    """One user to make: the log-in name's ending, the role and its scope."""

    ending: str
    role: str
    scope_kind: str = ScopeKind.COUNTY
    scope_code: str = ""


def seats_of(county: CountyPlan, stations: list[Station]) -> list[Seat]:
    """Two of the bureau, five reviewers, and who works in and around each station."""
    seats = [Seat(f"bureau-{n}", Role.BUREAU) for n in range(1, BUREAU + 1)]
    seats += [
        Seat(f"reviewer-{n}", Role.REVIEWER, ScopeKind.ASSIGNMENT) for n in range(1, REVIEWERS + 1)
    ]
    seats += [Seat("hub-1", Role.HUB_STAFF), Seat("auditor-1", Role.AUDITOR)]
    for number, station in enumerate(stations, 1):
        own = (ScopeKind.STATION, station.code)
        seats += [
            Seat(f"head-{number}", Role.HEAD, *own),
            Seat(f"worker-{number}", Role.WORKER, *own),
            Seat(f"township-{number}", Role.TOWNSHIP, ScopeKind.TOWNSHIP, station.division_code),
        ]
    first = stations[0]
    room = Station.objects.filter(parent=first).order_by("code").first()
    seats += [
        Seat("supervisor-1", Role.SUPERVISOR, ScopeKind.STATION, first.code),
        Seat("agency-1", Role.AGENCY, ScopeKind.STATION, first.code),
    ]
    if room is not None:
        seats.append(Seat("room-1", Role.ROOM_STAFF, ScopeKind.STATION, room.code))
    return seats


def make_users(county: CountyPlan, stations: list[Station], password: str, random: Random) -> None:
    """Make the users of a county with their memberships, inside the county."""
    hashed = make_password(password)
    for seat in seats_of(county, stations):
        seat_user(seat, county.code, make_name(random), hashed)


def seat_user(seat: Seat, county: str, name: str, hashed: str) -> Membership:
    """Make one user of a county with the seat's membership, inside the county."""
    user = _make_user(f"{county}-{seat.ending}", name, hashed, home=county)
    return Membership.objects.create(
        user_uuid=user.uuid,
        user_name=user.display_name,
        role=seat.role,
        scope_kind=seat.scope_kind,
        scope_code=seat.scope_code,
    )


def make_officials(password: str, random: Random) -> None:
    """One official of the province, one of the prefecture, two platform operators: what cannot
    be undone takes two."""
    hashed = make_password(password)
    for username, role, division in (
        ("province-1", "PROVINCE", PROVINCE),
        ("prefecture-1", "PREFECTURE", PREFECTURE),
        ("operator-1", "PLATFORM", ""),
        ("operator-2", "PLATFORM", ""),
    ):
        user = _make_user(username, make_name(random), hashed)
        give_post(user=user, role=role, division_code=division)


def _make_user(username: str, name: str, hashed: str, home: str = "") -> User:
    return User.objects.create(
        username=username,
        display_name=name,
        password=hashed,
        home_county=home,
        created_at=now(),
    )
