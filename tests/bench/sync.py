"""Visits from phones: taken in once each, however often they are sent, beside plain inserts.

1,000 visits; one in five is sent twice, of one in ten the answer is lost after the server has
stored it, so that it is sent again. Ours is the product's whole act (permission, lock, audit
entry) as the phones' page sends: what waits on a phone, the visits of a day or two, in one
request and one transaction (`sync`), or each visit alone as soon as it is entered with a link
(`sync.single`). The baseline inserts each row once, in a transaction of its own, and looks at
nothing.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from kernel.access.actor import Actor
from kernel.access.models import Membership, Role
from kernel.access.queries import actor_of
from kernel.accounts.domain.user import create_user
from kernel.tenancy.context import enter_county
from stations.casework.domain.arrival import SentVisit, put_visits
from stations.casework.models import Beneficiary, Visit
from stations.network.models import Station
from tenants.domain.county import add_county
from tenants.models import Division, DivisionLevel
from tests.bench.comparison import Comparison, Way

CODE = "510402"
PERSONS, VISITS, FEW = 100, 1000, 20
TWICE, CUT_OFF = 5, 10  # one in so many
OUTBOX = range(10, 21)  # visits that wait on a phone until it has a link
SEED = 510402
FIRST = datetime(2026, 1, 5, 1, tzinfo=UTC)
SPACE = UUID("6f2d8b3e-6a0c-4a57-9c55-5d0a3f1f5104")


def measure(small: bool) -> Iterable[Comparison]:
    actor, persons = build()
    visits = [make_visit(number, persons) for number in range(FEW if small else VISITS)]
    waiting, alone = outboxes(visits), [[visit] for visit in visits]
    for name, parts, how in (
        ("sync", waiting, f"from outboxes of {OUTBOX.start} to {OUTBOX[-1]} in a request each"),
        ("sync.single", alone, "each in a request of its own"),
    ):
        yield compare(name, sent(parts), how, visits, persons, actor)
    connection.set_schema_to_public()


def compare(
    name: str,
    sendings: list[list[SentVisit]],
    how: str,
    visits: list[SentVisit],
    persons: list[Beneficiary],
    actor: Actor,
) -> Comparison:
    times = sum(len(sending) for sending in sendings)
    return Comparison(
        name=name,
        baseline=Way(
            f"{len(visits)} plain inserts", lambda: insert(visits, persons), clear, stored
        ),
        ours=Way(
            f"{len(visits)} visits sent {times} times, {how} ({len(sendings)} requests)",
            lambda: send(sendings, actor),
            clear,
            stored,
        ),
        goal="<= 3",
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


def make_visit(number: int, persons: list[Beneficiary]) -> SentVisit:
    """What a phone keeps of a visit; the same for every round."""
    return SentVisit(
        uuid=uuid5(SPACE, str(number)),
        beneficiary=persons[number % len(persons)].uuid,
        held_at=FIRST + timedelta(minutes=7 * number),
        place="HOME",
        result="MET",
        joint_with=("VOLUNTEER",) if number % 7 == 0 else (),
        note="近况平稳，按时服药。",
    )


def outboxes(visits: list[SentVisit]) -> list[list[SentVisit]]:
    """The visits as they wait on phones."""
    draw, found, left = Random(SEED), [], visits
    while left:
        count = draw.choice(OUTBOX)
        found.append(left[:count])
        left = left[count:]
    return found


def sent(parts: list[list[SentVisit]]) -> list[list[SentVisit]]:
    """Every part once; some again at once (sent twice), some at the end (answer lost)."""
    first = [
        part for number, part in enumerate(parts) for _ in range(2 if number % TWICE == 0 else 1)
    ]
    return first + [part for number, part in enumerate(parts) if number % CUT_OFF == 1]


def insert(visits: list[SentVisit], persons: list[Beneficiary]) -> None:
    ids = {person.uuid: (person.pk, person.station_id) for person in persons}
    for visit in visits:
        values = asdict(visit)
        person, station = ids[values.pop("beneficiary")]
        del values["staff"]  # who sends it, which none of them says
        Visit.objects.create(beneficiary_id=person, station_id=station, **values)


def send(sendings: list[list[SentVisit]], actor: Actor) -> None:
    for sending in sendings:
        put_visits(actor=actor, sent=sending)


def clear() -> None:
    Visit.objects.all().delete()


def stored() -> list[tuple[Any, ...]]:
    """Every visit as it lies there: nothing lost, nothing doubled."""
    columns = ("uuid", "beneficiary__uuid", "held_at", "place", "result", "joint_with")
    return list(Visit.objects.order_by("held_at", "id").values_list(*columns))
