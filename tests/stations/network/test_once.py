"""Forms of the network and of members that arrive twice enter once."""

from uuid import uuid4

import pytest
from django.urls import reverse

from kernel.access.models import Membership
from kernel.accounts.models import User
from kernel.audit.models import Entry
from kernel.workdays import clock
from stations.network.domain.member_proposal import propose_member
from stations.network.models import MemberProposal, Station, StationOperator, StationState
from tests.conftest import DAY as TODAY

CODE = "510402-S001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(name, *args):
    return reverse(f"network:{name}", args=args, urlconf="config.urls_county")


def send_twice(client, address, form):
    """Both answers to one page that arrived twice."""
    sent = form | {"once": str(uuid4())}
    answers = [client.post(address, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers][1] == 302, answers[1].content.decode()
    return answers


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("new", ()),
        ("state", (CODE,)),
        ("operator", (CODE,)),
        ("venue", (CODE,)),
        ("member-new", ()),
    ],
)
def test_the_page_gives_a_key(network, visitor, name, args):
    page = visitor("BUREAU").get(url(name, *args)).content.decode()
    assert page.count('name="once"') == 1


def test_a_place_is_opened_once(network, visitor):
    before = Station.objects.count()
    form = {"level": "ROOM", "parent": CODE, "division_code": "510402001002"}
    form |= {"name": "新社工室", "operation_mode": "SELF", "build_mode": "", "track": ""}
    form |= {"opened_on": "2026-05-01"}
    first, again = send_twice(visitor("BUREAU"), url("new"), form)

    made = Station.objects.get(name="新社工室")
    assert first["Location"] == again["Location"] == url("station", made.code)
    assert Station.objects.count() == before + 1
    # The page gone back to and filled in otherwise is another place.
    other = visitor("BUREAU").post(url("new"), form | {"name": "又一社工室", "once": str(uuid4())})
    assert other.status_code == 302
    assert Station.objects.count() == before + 2


def test_a_state_is_entered_once_and_the_second_is_no_refusal(network, visitor):
    form = {"state": "SUSPENDED", "on": "2026-05-01", "reason": "搬迁"}
    first, again = send_twice(visitor("BUREAU"), url("state", CODE), form)

    assert first["Location"] == again["Location"] == f"{url('station', CODE)}?tab=history"
    assert StationState.objects.filter(station=network["S001"], state="SUSPENDED").count() == 1
    trail = Entry.objects.filter(action="station.state", object_uuid=network["S001"].uuid)
    assert trail.count() == 1


def test_an_agency_is_entered_once_and_the_second_is_no_refusal(network, visitor):
    Station.objects.filter(code=CODE).update(operation_mode="PURCHASED")
    form = {"agency_name": "启明社工中心", "on": "2026-05-01"}
    first, again = send_twice(visitor("BUREAU"), url("operator", CODE), form)

    assert first["Location"] == again["Location"] == url("station", CODE)
    assert StationOperator.objects.get().agency_name == "启明社工中心"


def test_a_member_is_let_in_once_and_the_password_shown_once(network, visitor):
    form = {"username": "luo.ming", "display_name": "罗明", "role": "WORKER", "place": CODE}
    first, again = send_twice(visitor("BUREAU"), url("member-new"), form)

    user = User.objects.get(username="luo.ming")
    assert Membership.objects.get(user_uuid=user.uuid).scope_code == CODE
    assert (first.status_code, again["Location"]) == (200, url("members"))
    assert Entry.objects.filter(action="membership.grant", after__user=str(user.uuid)).count() == 1


def test_a_proposal_is_entered_once(network, visitor):
    head = visitor("HEAD", CODE)
    form = {"display_name": "罗明", "role": "WORKER", "place": CODE, "phone": "", "note": ""}
    first, again = send_twice(head, url("proposal-new"), form)

    assert first["Location"] == again["Location"] == url("proposals")
    assert MemberProposal.objects.get().display_name == "罗明"
    assert Entry.objects.filter(action="member_proposal.propose").count() == 1


def test_a_proposed_member_is_let_in_once(network, actor, visitor):
    head = actor("HEAD", CODE)
    proposal = propose_member(by=head, place=network["S001"], role="WORKER", display_name="罗明")
    form = {"username": "luo.ming", "display_name": "罗明", "role": "WORKER", "place": CODE}
    address = f"{url('member-new')}?proposal={proposal.uuid}"
    first, again = send_twice(visitor("BUREAU"), address, form)

    assert (first.status_code, again["Location"]) == (200, url("members"))
    assert MemberProposal.objects.get().state == "ADMITTED"
    assert Membership.objects.filter(user_name="罗明").count() == 1


def test_without_a_key_a_second_member_is_refused_as_before(network, visitor):
    form = {"username": "luo.ming", "display_name": "罗明", "role": "WORKER", "place": CODE}
    bureau = visitor("BUREAU")
    assert bureau.post(url("member-new"), form).status_code == 200
    assert bureau.post(url("member-new"), form).status_code == 422
