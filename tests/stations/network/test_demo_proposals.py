"""The demo's proposals: one admitted with an account that works, one declined, one waiting."""

from datetime import timedelta

from deploy.demodata.proposals import fill_proposals
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.workdays import clock
from stations.network.models import MemberProposal
from tests.conftest import DAY as TODAY

UNTIL = TODAY - timedelta(1)
PASSWORD = "Demo-2026-sicher"


def test_each_state_occurs_and_the_admitted_one_gets_in(network, member):
    member("HEAD", scope_code="510402-S001")
    member("BUREAU")
    with clock.frozen(TODAY):
        fill_proposals(network["S001"], UNTIL, PASSWORD)
        admitted, declined, waiting = MemberProposal.objects.order_by("proposed_at")
        user = User.objects.get(username="510402-proposed-1")
        assert actor_of(user).has("WORKER")

    states = [each.state for each in (admitted, declined, waiting)]
    assert states == ["ADMITTED", "DECLINED", "PROPOSED"]
    assert (waiting.role, waiting.station.code) == ("ROOM_STAFF", "510402-R001")
    assert user.check_password(PASSWORD)
    assert not user.has_first_password
    assert admitted.decided_at.date() <= UNTIL


def test_a_place_without_a_head_proposes_nobody(network, member):
    member("BUREAU")
    with clock.frozen(TODAY):
        fill_proposals(network["S001"], UNTIL, PASSWORD)
    assert not MemberProposal.objects.exists()
