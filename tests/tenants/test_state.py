"""The states of a county: every move, allowed and refused, with who and why."""

from itertools import product

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy import county_codes, county_context
from tenants.domain.state import NEXT_STATES, change_state
from tenants.models import County, CountyEvent, CountyState

ALLOWED = {
    ("PROVISIONING", "ACTIVE"),
    ("ACTIVE", "SUSPENDED"),
    ("ACTIVE", "LEAVING"),
    ("SUSPENDED", "ACTIVE"),
    ("SUSPENDED", "LEAVING"),
    ("LEAVING", "SUSPENDED"),
    ("LEAVING", "ERASED"),
}
SYSTEM = Actor.system(None)


@pytest.fixture
def found(county):
    with county_context(None):
        yield county


def move(county, to, actor=SYSTEM, reason="搬迁"):
    return change_state(county=county, to=CountyState(to), actor=actor, reason=reason)


def test_the_moves_are_these():
    assert {(a, b) for a, after in NEXT_STATES.items() for b in after} == ALLOWED


@pytest.mark.parametrize(("before", "to"), list(product(CountyState, CountyState)))
def test_each_move_is_written_or_refused(found, before, to):
    County.objects.filter(pk=found.pk).update(state=before)
    events = CountyEvent.objects.filter(county_code="510402").count()
    if (before, to) not in ALLOWED:
        with pytest.raises(Conflict) as refused:
            move(found, to)
        assert refused.value.errors[0].allowed == [str(s) for s in NEXT_STATES[before]]
        assert County.objects.get(pk=found.pk).state == before
        assert CountyEvent.objects.filter(county_code="510402").count() == events
        return
    assert move(found, to).state == to
    event = CountyEvent.objects.filter(county_code="510402").last()
    assert (event.from_state, event.to_state, event.reason) == (before, to, "搬迁")
    assert (event.county_name, event.by_name) == ("东区", "system")


@pytest.mark.parametrize("to", ["SUSPENDED", "LEAVING"])
def test_a_reason_is_asked_for(found, to):
    with pytest.raises(Invalid) as refused:
        move(found, to, reason="  ")

    assert [(e.field, e.code) for e in refused.value.errors] == [("reason", "required")]
    assert County.objects.get(pk=found.pk).state == "ACTIVE"


def test_only_operators_change_a_state(found, official):
    with pytest.raises(Forbidden):
        move(found, "SUSPENDED", actor=actor_of(official("PROVINCE", "51")))
    assert county_codes() == ["510402", "510421"]

    move(found, "SUSPENDED", actor=actor_of(official("PLATFORM", "")))
    assert county_codes() == ["510421"]
