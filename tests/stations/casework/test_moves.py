"""Every act in every state of casework's records: what a table does not allow is refused."""

import pytest

from kernel.errors import Invalid
from kernel.workdays import clock
from stations.casework.domain import add_category, raise_need, record_care_check, record_visit
from tests.conftest import DAY as TODAY
from tests.fixtures.care import MAY
from tests.fixtures.moves import all_states, check_moves
from tests.fixtures.records import file_person, noon
from tests.stations.casework import moves_case, moves_custody, moves_help, moves_person
from tests.stations.casework.moves_person import LATELY, by_head, serve

MACHINES = {
    **moves_case.MACHINES,
    **moves_help.MACHINES,
    **moves_person.MACHINES,
    **moves_custody.MACHINES,
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.mark.parametrize(("machine", "state"), all_states(MACHINES))
def test_what_the_state_does_not_allow_is_refused_and_changes_nothing(
    machine, state, network, actors
):
    check_moves(machine, state, network[machine.at], actors)


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (by_head(raise_need, kind="CARE", summary="需要轮椅", raised_on=LATELY), "raised_on"),
        (by_head(record_visit, held_at=noon(LATELY), result="MET"), "held_at"),
        (lambda who, e: serve(who, e, LATELY), "served_on"),
        (by_head(add_category, category="woman", valid_from=LATELY), "valid_from"),
        (
            by_head(
                record_care_check, kind="VISIT_CHECK", checked_on=LATELY, verdict="SUITABLE",
                findings="照料良好",
            ),
            "checked_on",
        ),
    ],
    ids=["need", "visit", "service", "kind", "check"],
)  # fmt: skip
def test_nothing_is_entered_of_a_day_after_the_file_was_closed(network, actors, act, field):
    person = file_person(network["S001"], closed_on=MAY)

    with pytest.raises(Invalid) as refused:
        act(actors, person)

    assert [(error.field, error.allowed) for error in refused.value.errors] == [
        (field, f"<= {MAY}")
    ]
