"""The licence of a resident agency: blocks a new agreement, is renewed, is told before (C53)."""

from collections.abc import Callable
from datetime import date

import pytest

from kernel.access.actor import Actor
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays.clock import frozen
from stations.network.desk import licence_tasks
from stations.network.domain.operator import renew_licence, set_operator
from stations.network.models import Station, StationOperator
from stations.network.queries.licence import read_licence

Make = Callable[..., Actor]
TODAY, ON = date(2026, 11, 20), date(2026, 11, 1)
CODE = "52510400MJ0000001X"


@pytest.fixture(autouse=True)
def purchased(network: dict[str, Station]) -> None:
    Station.objects.filter(level="STATION").update(operation_mode="PURCHASED")


def engage(actor: Actor, station: Station, **given: object) -> StationOperator:
    facts = {"agency_name": "启明社工中心", "agency_code": CODE, "on": ON}
    with frozen(TODAY):
        return set_operator(actor=actor, station=station, **(facts | given))


def test_an_ended_licence_blocks_a_new_agreement(
    network: dict[str, Station], bureau: Actor
) -> None:
    with pytest.raises(Invalid) as refused:
        engage(bureau, network["S001"], licence_until=date(2026, 10, 31))
    assert [(e.field, e.code) for e in refused.value.errors] == [("licence_until", "expired")]
    assert StationOperator.objects.count() == 0

    engage(bureau, network["S001"], licence_until=ON, documents=["FINANCE"])
    with pytest.raises(Invalid):  # the same agency at another place, nothing newer on file
        engage(bureau, network["S002"], on=date(2026, 11, 2))
    renew_licence(actor=bureau, station=network["S001"], licence_until=date(2029, 1, 1))
    made = engage(bureau, network["S002"], on=date(2026, 11, 2))
    assert made.licence_until == date(2029, 1, 1)


def test_a_renewal_reaches_every_place_of_the_agency(
    network: dict[str, Station], bureau: Actor
) -> None:
    for code in ("S001", "S002"):
        engage(bureau, network[code], licence_until=date(2026, 12, 31))
    renew_licence(
        actor=bureau,
        station=network["S002"],
        licence_until=date(2030, 12, 31),
        licence_number="民证字第1号",
        documents=["GOVERNANCE", "FINANCE"],
    )

    assert set(StationOperator.objects.values_list("licence_until", "licence_number")) == {
        (date(2030, 12, 31), "民证字第1号")
    }
    entry = Entry.objects.get(action="station.licence")
    assert (entry.before["licence_until"], entry.after["licence_until"]) == (
        "2026-12-31",
        "2030-12-31",
    )
    licence = read_licence(StationOperator.objects.first(), TODAY)
    assert (licence.tone, licence.missing) == ("ok", ["设施、人员和专业技术能力"])


def test_what_a_renewal_refuses(network: dict[str, Station], bureau: Actor, actor: Make) -> None:
    given = {"station": network["S001"], "licence_until": date(2030, 1, 1)}
    with pytest.raises(Conflict) as refused:
        renew_licence(actor=bureau, **given)
    assert refused.value.code == "no_agency"
    engage(bureau, network["S001"])
    with pytest.raises(Invalid) as wrong:
        renew_licence(actor=bureau, **given, documents=["CHARM"])
    assert [error.field for error in wrong.value.errors] == ["documents"]
    with pytest.raises(Forbidden):
        renew_licence(actor=actor("HEAD", "510402-S001"), **given)


@pytest.mark.parametrize(
    ("until", "tone", "told"),
    [
        (None, "warn", False),
        (date(2026, 11, 19), "bad", True),
        (date(2027, 1, 19), "warn", True),
        (date(2027, 1, 20), "ok", False),
    ],
)
def test_the_end_is_told_before(
    network: dict[str, Station],
    bureau: Actor,
    actor: Make,
    until: date | None,
    tone: str,
    told: bool,
) -> None:
    for code in ("S001", "S002"):
        engage(bureau, network[code], licence_until=until, on=date(2026, 1, 1))

    assert read_licence(StationOperator.objects.first(), TODAY).tone == tone
    found = [(task.object_text, task.due_on) for task in licence_tasks(bureau, TODAY)]
    assert found == ([("启明社工中心", until)] if told else [])
    assert licence_tasks(actor("HEAD", "510402-S001"), TODAY) == []
