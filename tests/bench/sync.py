"""Visits from phones: taken in once each, however often they are sent, beside plain inserts.

1,000 visits, one in five sent twice, one in ten cut off after the server has stored it and so
sent again. Ours is the product's whole act (permission, lock, audit entry), one transaction a
sending; the baseline inserts each row once, in a transaction of its own, and looks at nothing.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from kernel.access.actor import Actor
from kernel.access.models import Membership, Role
from kernel.access.queries import actor_of
from kernel.accounts.domain.user import create_user
from kernel.tenancy.context import enter_county
from stations.casework.domain import put_visit
from stations.casework.models import Beneficiary, Visit
from stations.network.models import Station
from tenants.domain.county import add_county
from tenants.models import Division, DivisionLevel
from tests.bench.comparison import Comparison, Way

CODE = "510402"
PERSONS, VISITS, FEW = 100, 1000, 20
TWICE, CUT_OFF = 5, 10  # one in so many
FIRST = datetime(2026, 1, 5, 1, tzinfo=UTC)
SPACE = UUID("6f2d8b3e-6a0c-4a57-9c55-5d0a3f1f5104")


def measure(small: bool) -> Iterable[Comparison]:
    actor, persons = build()
    visits = [make_visit(number, persons) for number in range(FEW if small else VISITS)]
    sendings = sent(visits)
    yield Comparison(
        name="sync",
        baseline=Way(
            f"{len(visits)} plain inserts", lambda: insert(visits, persons), clear, stored
        ),
        ours=Way(
            f"{len(sendings)} sendings of {len(visits)} visits",
            lambda: send(sendings, actor),
            clear,
            stored,
        ),
        goal="<= 3",
        close=connection.set_schema_to_public,
    )


def build() -> tuple[Actor, list[Beneficiary]]:
    """A station with persons on file, and its worker; one stands in the county afterwards."""
    Division.objects.create(
        code=CODE, level=DivisionLevel.COUNTY, name="东区", valid_from=date(2020, 1, 1)
    )
    add_county(code=CODE)
    user = create_user(username="bench", display_name="测试", password="Messung-2026-sicher")
    enter_county(CODE)
    station = Station.objects.create(
        code=f"{CODE}-S001", level="STATION", name="测试站", path=f"{CODE}-S001",
        division_code=f"{CODE}001", state="RUNNING",
    )  # fmt: skip
    Membership.objects.create(
        user_uuid=user.uuid, user_name="测试", role=Role.WORKER,
        scope_kind="STATION", scope_code=station.code,
    )  # fmt: skip
    persons = Beneficiary.objects.bulk_create(
        Beneficiary(
            station=station, name=f"居民{number}", division_code=f"{CODE}001001",
            filed_on=date(2025, 1, 1),
        )
        for number in range(PERSONS)
    )  # fmt: skip
    return actor_of(user), persons


def make_visit(number: int, persons: list[Beneficiary]) -> dict[str, Any]:
    """What a phone keeps of a visit; the same for every round."""
    return {
        "uuid": uuid5(SPACE, str(number)),
        "beneficiary": persons[number % len(persons)].uuid,
        "held_at": FIRST + timedelta(minutes=7 * number),
        "place": "HOME",
        "result": "MET",
        "joint_work": number % 7 == 0,
        "note": "近况平稳，按时服药。",
    }


def sent(visits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every visit once; some again at once (sent twice), some at the end (answer lost)."""
    first = [
        visit for number, visit in enumerate(visits) for _ in range(2 if number % TWICE == 0 else 1)
    ]
    return first + [visit for number, visit in enumerate(visits) if number % CUT_OFF == 1]


def insert(visits: list[dict[str, Any]], persons: list[Beneficiary]) -> None:
    ids = {person.uuid: (person.pk, person.station_id) for person in persons}
    for visit in visits:
        values = dict(visit)
        person, station = ids[values.pop("beneficiary")]
        Visit.objects.create(beneficiary_id=person, station_id=station, **values)


def send(sendings: list[dict[str, Any]], actor: Actor) -> None:
    for visit in sendings:
        put_visit(actor=actor, **visit)


def clear() -> None:
    Visit.objects.all().delete()


def stored() -> list[tuple[Any, ...]]:
    """Every visit as it lies there: nothing lost, nothing doubled."""
    columns = ("uuid", "beneficiary__uuid", "held_at", "place", "result", "joint_work")
    return list(Visit.objects.order_by("held_at", "id").values_list(*columns))
