"""Two people decide on one proposal in the same moment."""

from functools import partial

import pytest
from django.db import connection

from kernel.access.models import Membership
from kernel.access.queries import actor_of
from kernel.audit.models import Entry
from kernel.tenancy import county_context
from kernel.workdays import clock
from stations.network.domain.member import admit_member
from stations.network.domain.member_proposal import (
    decline_proposal,
    propose_member,
    withdraw_proposal,
)
from stations.network.models import MemberProposal
from tests.conftest import DAY as TODAY
from tests.fixtures.at_once import at_once
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def station(counties):
    """Committed, so that other connections see it."""
    with county_context(COUNTY), clock.frozen(TODAY):
        yield make_network(COUNTY)["S001"]
    connection.close()


def admit(by, proposal, username):
    given = {"username": username, "display_name": "罗明", "role": "WORKER"}
    admit_member(by=by, proposal=proposal, place=proposal.station.code, **given)


def decline(by, proposal, _username):
    decline_proposal(by=by, proposal=proposal, reason="该岗位已有人员")


def take_back(by, proposal, _username):
    withdraw_proposal(by=by, proposal=proposal)


@pytest.mark.parametrize(
    ("first", "second"), [(admit, admit), (admit, decline), (admit, take_back), (decline, decline)]
)
def test_of_two_who_decide_at_once_the_second_is_told(station, member, first, second):
    head = actor_of(member("HEAD", scope_code=station.code))
    bureaus = [actor_of(member("BUREAU")) for _ in range(2)]
    proposal = propose_member(by=head, place=station, role="WORKER", display_name="罗明")

    deeds = [
        partial(deed, head if deed is take_back else by, proposal, f"luo.ming-{number}")
        for number, (deed, by) in enumerate(zip((first, second), bureaus, strict=True))
    ]

    assert at_once(COUNTY, partial(clock.frozen, TODAY), *deeds) == ["Conflict", "done"]
    state = MemberProposal.objects.get().state
    assert Membership.objects.filter(user_name="罗明").count() == (state == "ADMITTED")
    decided = Entry.objects.filter(object_uuid=proposal.uuid).exclude(
        action="member_proposal.propose"
    )
    assert decided.count() == 1
