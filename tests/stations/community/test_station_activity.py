"""Activities of the station itself, and its proposals."""

from datetime import date

import pytest

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.community.domain import answer_proposal, hold_activity, propose_change
from stations.network.queries.figures import figures
from tests.conftest import DAY as TODAY
from tests.fixtures.community import MAY, a_proposal, an_own_activity

LATER, TOMORROW = date(2026, 6, 4), date(2026, 11, 21)
ACTIVITY = {"title": "低保政策宣讲", "topic": "CONDITIONS", "held_on": MAY, "attendance": 30}
PROPOSAL = {
    "title": "夜间呼叫",
    "finding": "跌倒多在夜间",
    "proposal": "配呼叫设备",
    "addressee": "县民政局",
    "proposed_on": MAY,
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def wrong_fields(do, **values):
    with pytest.raises(Invalid) as refused:
        do(**values)
    return [error.field for error in refused.value.errors]


def test_a_room_explains_a_policy_together_with_volunteers(network, actor, done):
    given = ACTIVITY | {"manner": "DOORSTEP", "joint_work": True, "audience": "ELDERS"}
    made = hold_activity(actor=actor("ROOM_STAFF"), station=network["R001"], **given)

    assert (made.manner, made.joint_work, made.get_manner_display()) == (
        "DOORSTEP",
        True,
        "入户讲解",
    )
    assert done() == ["station_activity.hold"]
    for role in ("TOWNSHIP", "SUPERVISOR", "AGENCY", "AUDITOR"):
        with pytest.raises(Forbidden):
            hold_activity(actor=actor(role), station=network["S001"], **ACTIVITY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"topic": "SPORT"}, "topic"),
        ({"held_on": TOMORROW}, "held_on"),
        ({"manner": "RADIO"}, "manner"),
        ({"topic": "COLLECTIVE", "manner": "GATHERED"}, "manner"),
        ({"audience": "ALL"}, "audience"),
    ],
)
def test_a_wrong_activity_is_refused_by_its_field(network, actor, change, field):
    given = {"actor": actor("HEAD"), "station": network["S001"], **ACTIVITY}
    assert wrong_fields(hold_activity, **(given | change)) == [field]


def test_a_proposal_is_answered_once(network, actor, done):
    head = actor("HEAD")
    item = propose_change(actor=head, station=network["S001"], **PROPOSAL)
    for values, field in (
        ({"result": "MAYBE", "on": LATER}, "result"),
        ({"result": "ADOPTED", "on": date(2026, 5, 3)}, "on"),
        ({"result": "ADOPTED", "on": TOMORROW}, "on"),
    ):
        assert wrong_fields(answer_proposal, actor=head, entry=item, **values) == [field]
    answer_proposal(actor=head, entry=item, result="ADOPTED", on=LATER, answer="已列入计划")

    item.refresh_from_db()
    assert (item.result, item.answered_on, item.answer) == ("ADOPTED", LATER, "已列入计划")
    with pytest.raises(Conflict):
        answer_proposal(actor=head, entry=item, result="NOTED", on=LATER)
    assert done() == ["advocacy.propose", "advocacy.answer"]
    for field in ("title", "finding", "proposal", "addressee"):
        given = {"actor": head, "station": network["S001"], **PROPOSAL, field: " "}
        assert wrong_fields(propose_change, **given) == [field]
    with pytest.raises(Forbidden):
        propose_change(actor=actor("ROOM_STAFF"), station=network["R001"], **PROPOSAL)
    with pytest.raises(Forbidden):
        answer_proposal(
            actor=actor("SUPERVISOR"), entry=a_proposal(network["S001"]), result="NOTED", on=LATER
        )


def test_policy_talks_are_counted_among_the_activities(network):
    place = network["S001"]
    an_own_activity(place)
    an_own_activity(network["R001"], topic="POLICY", attendance=5)
    an_own_activity(place, topic="COLLECTIVE", attendance=40)
    an_own_activity(place, date(2025, 5, 4))
    an_own_activity(place, withdrawn_at=clock.now())
    found = {figure.key: (figure.value, figure.unit) for figure in figures(place, 2026)}

    assert (found["own_activities"], found["policy_talks"]) == ((3, "EVENT"), (2, "EVENT"))
    assert found["own_visits"] == (75, "PERSON_TIME")
