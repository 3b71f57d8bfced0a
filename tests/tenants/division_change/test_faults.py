"""A change that is cut off or meets a busy county leaves the old state, whole."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.hooks import divisions_settled
from stations.network.models import ServiceArea
from tenants.domain import division_change
from tenants.domain.division_change import carry_out, preview_change, propose_change
from tenants.models import Division, DivisionChange
from tests.fixtures.network import make_network

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 1)
A, B = "510402001", "510402002"


@pytest.fixture
def change(system: Actor) -> DivisionChange:
    make_network()
    return propose_change(
        actor=system, kind="MERGE", effective_on=DAY, predecessors=[A], successors=[(B, "")]
    )


def test_failure_in_a_county_undoes_the_whole(
    system: Actor, change: DivisionChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: Any) -> None:
        raise RuntimeError("cut off")

    monkeypatch.setattr(divisions_settled, "functions", [*divisions_settled.functions, fail])

    with pytest.raises(RuntimeError):
        carry_out(actor=system, change=change)

    assert not Division.objects.filter(valid_to__isnull=False).exists()
    assert not ServiceArea.objects.filter(valid_to__isnull=False).exists()
    change.refresh_from_db()
    assert (change.state, change.effects) == ("PROPOSED", [])


@pytest.mark.parametrize("do", ["preview", "carry_out"])
def test_lock_held_by_somebody_else_is_refused_in_time(
    system: Actor, change: DivisionChange, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    monkeypatch.setattr(division_change, "PATIENCE", "50ms")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, 0)", [division_change.LOCK_SPACE])

        with pytest.raises(Conflict) as refused, transaction.atomic():
            if do == "preview":
                preview_change(change)
            else:
                carry_out(actor=system, change=change)
    finally:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
        other.close()

    assert refused.value.code == "locked"
    change.refresh_from_db()
    assert change.state == "PROPOSED"
