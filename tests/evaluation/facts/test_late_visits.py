"""Visits made before a cut-off that phones send after it: counted by their own time, when they came
in within the county's late-sync days (architecture.md, decision 11)."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from evaluation.facts.models import FrozenFact
from kernel.tenancy import county_context
from kernel.workdays.clock import ZONE, frozen
from stations.casework.domain import correct_visit
from stations.casework.domain.arrival import put_visit
from stations.casework.models import Beneficiary, Visit
from tests.fixtures.cycles import Town, freeze_town, make_town
from tests.fixtures.records import file_person, set_level

SECOND = timedelta(seconds=1)
LAST = datetime(2024, 1, 1, tzinfo=ZONE) - timedelta(minutes=1)
OVER = datetime(2024, 1, 8, tzinfo=ZONE)  # the seven days after 31 December are over


@pytest.fixture
def open_town(county: object) -> Iterator[Town]:
    """No facts are frozen yet."""
    town = make_town()
    with county_context(town.county):
        yield town


@pytest.fixture
def person(open_town: Town) -> Beneficiary:
    made = file_person(open_town.stations["S001"])
    set_level(made, 1, date(2023, 1, 1))
    return made


def send(
    town: Town, person: Beneficiary, held_at: datetime, at: datetime, uuid: UUID | None = None
) -> Visit:
    with frozen(at):
        received = put_visit(
            actor=town.actor("worker"),
            uuid=uuid or uuid4(),
            beneficiary=person.uuid,
            held_at=held_at,
            place="HOME",
            result="MET",
            joint_with=[],
            note="",
        )
    return received.visit


def counted(town: Town) -> str:
    fact = FrozenFact.objects.get(
        cycle_uuid=town.cycle.uuid, station_id=town.stations["S001"].pk, indicator="C11"
    )
    return json.dumps(fact.records, default=str)


@pytest.mark.parametrize(
    ("held_at", "sent_at", "counts"),
    [
        (LAST, OVER - SECOND, True),
        (LAST, OVER + SECOND, False),
        (LAST + timedelta(minutes=1), LAST + timedelta(days=2), False),
        (LAST - timedelta(days=300), OVER - SECOND, True),
    ],
)
def test_a_visit_sent_after_the_cut_off_counts_by_its_own_time(
    open_town: Town, person: Beneficiary, held_at: datetime, sent_at: datetime, counts: bool
) -> None:
    made = send(open_town, person, held_at, sent_at)
    freeze_town(open_town)

    assert (str(made.uuid) in counted(open_town)) is counts
    assert made.is_late is ((sent_at.date() - held_at.date()).days > 30)


def test_sent_again_after_the_period_it_counts_as_received_first(
    open_town: Town, person: Beneficiary
) -> None:
    """The answer to the first time was lost."""
    uuid = uuid4()
    for at in (OVER - SECOND, OVER + timedelta(hours=1)):
        send(open_town, person, LAST, at, uuid)
    freeze_town(open_town)

    assert str(uuid) in counted(open_town)
    assert Visit.objects.get().received_at == OVER - SECOND


def test_put_right_after_the_period_in_what_counts_it_came_too_late(
    open_town: Town, person: Beneficiary
) -> None:
    visits = [send(open_town, person, LAST, OVER - SECOND) for _ in range(2)]
    with frozen(OVER + SECOND):
        for made, change in zip(visits, ({"note": "补记"}, {"place": "PHONE"}), strict=True):
            correct_visit(
                actor=open_town.actor("worker"), visit=made, reason="写错", version=0, **change
            )
    freeze_town(open_town)

    assert [str(made.uuid) in counted(open_town) for made in visits] == [True, False]
