"""A head proposes who is to work at a place; the bureau admits or declines, once."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from kernel.access.models import Membership, Role
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.hooks import desk_tasks
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.network.desk import proposal_tasks
from stations.network.domain.member import admit_member
from stations.network.domain.member_proposal import (
    decline_proposal,
    propose_member,
    withdraw_proposal,
)
from stations.network.domain.station import change_state
from stations.network.enums import Level
from stations.network.models import MemberProposal
from stations.network.numbers import numbers
from stations.network.queries.member_proposal import find_proposal, proposals
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY

STATION, ROOM, OTHER_STATION = "510402-S001", "510402-R001", "510402-S002"
WANTED = {"role": "WORKER", "display_name": "罗明", "phone": "13900001234", "note": "九月到岗"}
FORM = WANTED | {"place": STATION}
GIVEN = {"username": "luo.ming", "display_name": "罗明", "role": "WORKER", "place": STATION}
NO = "该岗位已有人员"
API = "/api/v1/member-proposals"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def head(actor):
    return actor("HEAD", STATION)


def propose(by, place, **changes):
    return propose_member(by=by, place=place, **(WANTED | changes))


def page(name, *args):
    return reverse(f"network:{name}", args=args, urlconf="config.urls_county")


def admit_page(proposal):
    return f"{page('member-new')}?proposal={proposal.uuid}"


def decline(by, proposal):
    return decline_proposal(by=by, proposal=proposal, reason=NO)


def admit(by, proposal, **changes):
    return admit_member(by=by, proposal=proposal, **(GIVEN | changes))


def take_back(by, proposal):
    return withdraw_proposal(by=by, proposal=proposal)


def test_a_head_proposes_for_the_station_and_for_its_room(network, head):
    worker = propose(head, network["S001"])
    keeper = propose(head, network["R001"], role="ROOM_STAFF", display_name=" 何静 ")

    assert (worker.state, keeper.display_name) == ("PROPOSED", "何静")
    assert (worker.proposed_by_uuid, worker.proposed_by_name) == (head.user_uuid, head.name)
    entry = Entry.objects.get(object_uuid=worker.uuid)
    assert (entry.action, entry.after) == (
        "member_proposal.propose",
        {"role": "WORKER", "place": STATION},
    )


def test_neither_trail_nor_columns_hold_what_is_personal(network, head, bureau):
    proposal = propose(head, network["S001"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, note FROM network_memberproposal")
        assert all("1390000" not in cell and "九月" not in cell for cell in cursor.fetchone())
    assert MemberProposal.objects.get().phone == "13900001234"

    decline(bureau, proposal)
    for entry in Entry.objects.filter(object_uuid=proposal.uuid):
        text = f"{entry.object_text} {entry.before} {entry.after}"
        assert not any(word in text for word in ("罗明", "1390000", "九月", NO))


@pytest.mark.parametrize("role", [role for role in Role.values if role != "HEAD"])
def test_nobody_but_a_head_proposes(network, actor, role):
    code = {"TOWNSHIP": "510402001", "ROOM_STAFF": ROOM}.get(role, STATION)
    scoped = role in ("WORKER", "ROOM_STAFF", "TOWNSHIP", "SUPERVISOR", "AGENCY")
    with pytest.raises((Forbidden, NotFound)):
        propose(actor(role, code if scoped else ""), network["S001"])
    assert not MemberProposal.objects.exists()


def test_a_head_proposes_nobody_elsewhere(network, actor):
    with pytest.raises(NotFound):
        propose(actor("HEAD", STATION), network["S002"])
    with pytest.raises(NotFound):
        propose(actor("HEAD", ROOM), network["S001"])


@pytest.mark.parametrize(
    ("place", "change", "field"),
    [
        ("S001", {"role": "HEAD"}, "role"),
        ("S001", {"role": "BUREAU"}, "role"),
        ("S001", {"role": "KING"}, "role"),
        ("S001", {"role": "ROOM_STAFF"}, "place"),
        ("R001", {"role": "WORKER"}, "place"),
        ("S001", {"display_name": "  "}, "display_name"),
        ("S001", {"display_name": "罗" * 61}, "display_name"),
        ("S001", {"phone": "没有"}, "phone"),
        ("S001", {"note": "长" * 301}, "note"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_kept(network, head, place, change, field):
    with pytest.raises(Invalid) as refused:
        propose(head, network[place], **change)
    assert [error.field for error in refused.value.errors] == [field]
    assert not MemberProposal.objects.exists()


def test_all_that_is_wrong_is_named_at_once(network, head):
    with pytest.raises(Invalid) as refused:
        propose(head, network["S001"], role="KING", display_name="", phone="x", note="长" * 301)
    fields = [error.field for error in refused.value.errors]
    assert fields == ["role", "display_name", "phone", "note"]


def test_a_place_that_has_ended_gets_nobody(network, head, bureau):
    change_state(
        actor=bureau, station=network["R001"], state="CLOSED", on=date(2026, 5, 1), reason="撤并"
    )
    with pytest.raises(Invalid) as refused:
        propose(head, network["R001"], role="ROOM_STAFF")
    assert [error.code for error in refused.value.errors] == ["ended"]


def test_the_roles_stand_in_data_and_are_held_at_places_that_there_are():
    roles = numbers().proposed_roles
    assert set(roles) == {"WORKER", "ROOM_STAFF"}
    assert {level for levels in roles.values() for level in levels} == {*Level}


def test_admitting_settles_the_proposal_in_one_act(network, head, bureau):
    proposal = propose(head, network["S001"])

    made = admit(bureau, proposal)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.membership_uuid) == ("ADMITTED", made.membership.uuid)
    assert (proposal.decided_by_name, proposal.phone) == (bureau.name, "")
    assert actor_of(User.objects.get(username="luo.ming")).has("WORKER")
    actions = Entry.objects.filter(actor_uuid=bureau.user_uuid).order_by("seq")
    assert [*actions.values_list("action", flat=True)] == [
        "membership.grant",
        "member_proposal.admit",
    ]
    assert actions.last().after["membership"] == str(made.membership.uuid)


def test_a_refused_admission_leaves_the_proposal_waiting(network, head, bureau):
    proposal = propose(head, network["S001"])
    with pytest.raises(Invalid):
        admit(bureau, proposal, place="510402-S999")
    proposal.refresh_from_db()
    assert proposal.is_open


def test_declining_needs_a_reason_that_ends(network, head, bureau):
    proposal = propose(head, network["S001"])
    for reason in ("", "  ", "长" * 301):
        with pytest.raises(Invalid) as refused:
            decline_proposal(by=bureau, proposal=proposal, reason=reason)
        assert [error.field for error in refused.value.errors] == ["reason"]
    settled = decline(bureau, proposal)
    assert (settled.state, settled.decline_reason, settled.phone) == ("DECLINED", NO, "")


def test_another_head_of_the_place_takes_it_back(network, actor, head):
    proposal = propose(head, network["R001"], role="ROOM_STAFF")
    settled = take_back(actor("HEAD", STATION), proposal)
    assert (settled.state, settled.phone) == ("WITHDRAWN", "")


@pytest.mark.parametrize("first", [admit, decline, take_back])
@pytest.mark.parametrize("then", [admit, decline, take_back])
def test_what_is_decided_stays_so(network, head, bureau, first, then):
    proposal = propose(head, network["S001"])
    first(head if first is take_back else bureau, proposal)
    state = MemberProposal.objects.get().state

    with pytest.raises(Conflict) as refused:
        then(head if then is take_back else bureau, proposal)

    assert [error.field for error in refused.value.errors] == ["proposal"]
    assert MemberProposal.objects.get().state == state
    assert Membership.objects.filter(user_name="罗明").count() == (first is admit)


@pytest.mark.parametrize("deed", [admit, decline])
@pytest.mark.parametrize("role", ["HEAD", "HUB_STAFF", "WORKER", "AUDITOR"])
def test_only_the_bureau_decides(network, actor, head, deed, role):
    proposal = propose(head, network["S001"])
    with pytest.raises((Forbidden, NotFound)):
        deed(actor(role, STATION if role in ("HEAD", "WORKER") else ""), proposal)
    assert MemberProposal.objects.get().is_open


def test_the_bureau_takes_nothing_back_and_other_heads_see_nothing(network, actor, head, bureau):
    proposal = propose(head, network["S001"])
    with pytest.raises(Forbidden):
        take_back(bureau, proposal)
    other = actor("HEAD", OTHER_STATION)
    with pytest.raises(NotFound):
        take_back(other, proposal)
    with pytest.raises(NotFound):
        find_proposal(other, proposal.uuid)
    assert (list(proposals(other)), list(proposals(head))) == ([], [proposal])


def test_those_that_wait_stand_first_then_the_newest(network, head, bureau):
    made = []
    for day, name in ((1, "甲某"), (2, "乙某"), (3, "丙某"), (4, "丁某")):
        with clock.frozen(date(2026, 11, day)):
            made.append(propose(head, network["S001"], display_name=name))
    decline(bureau, made[3])
    decline(bureau, made[1])
    names = [each.display_name for each in proposals(bureau)]
    assert names == ["丙某", "甲某", "丁某", "乙某"]


def test_a_head_proposes_by_page_and_reads_why_not(network, visitor, bureau):
    head = visitor("HEAD", STATION)
    empty = head.get(page("proposals")).content.decode()
    assert "还没有推荐人员" in empty
    shown = head.get(f"{page('proposal-new')}?place={STATION}").content.decode()
    assert f'value="{STATION}" selected' in shown
    assert OTHER_STATION not in shown

    assert head.post(page("proposal-new"), FORM).status_code == 302
    listed = head.get(page("proposals"))
    assert listed["Cache-Control"] == "no-store"
    text = listed.content.decode()
    assert all(word in text for word in ("罗明", "九月到岗", "待民政局办理", "撤回"))
    assert "准予加入" not in text

    decline(bureau, MemberProposal.objects.get())
    text = head.get(page("proposals")).content.decode()
    assert (NO in text, "撤回" in text) == (True, False)


def test_a_wrong_form_keeps_what_was_typed(network, visitor):
    head = visitor("HEAD", STATION)
    wrong = head.post(page("proposal-new"), FORM | {"phone": "没有", "place": OTHER_STATION})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"place"}
    wrong = head.post(page("proposal-new"), FORM | {"phone": "没有", "role": "ROOM_STAFF"})
    assert set(wrong.context["form"].errors) == {"place", "phone"}
    assert "没有" in wrong.content.decode()
    assert set(head.post(page("proposal-new"), {"role": "x"}).context["form"].errors) == {
        "display_name",
        "role",
        "place",
    }
    assert not MemberProposal.objects.exists()


def test_the_bureau_admits_by_its_form_filled_from_the_proposal(network, head, visitor):
    proposal = propose(head, network["S001"])
    bureau = visitor("BUREAU")
    assert admit_page(proposal) in bureau.get(page("proposals")).content.decode()

    form = bureau.get(admit_page(proposal))
    enter_county(COUNTY)
    shown = Entry.objects.get(action="member_proposal.reveal")
    assert (shown.object_uuid, shown.after["fields"]) == (proposal.uuid, ["phone"])
    text = form.content.decode()
    assert all(word in text for word in ("13900001234", "九月到岗", 'value="罗明"'))
    assert form["Cache-Control"] == "no-store"
    initial = form.context["form"].initial
    assert (initial["role"], initial["place"]) == ("WORKER", STATION)

    assert bureau.post(admit_page(proposal), GIVEN).status_code == 200
    proposal.refresh_from_db()
    assert proposal.state == "ADMITTED"
    again = bureau.get(admit_page(proposal))
    assert (again.status_code, again["Location"]) == (302, page("proposals"))
    late = bureau.post(admit_page(proposal), GIVEN | {"username": "luo.ming2"})
    assert late.status_code == 422
    assert "已经办结" in late.content.decode()
    assert not User.objects.filter(username="luo.ming2").exists()


@pytest.mark.parametrize("given", ["x", "5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11"])
def test_a_proposal_that_is_none_is_not_found(network, visitor, given):
    assert visitor("BUREAU").get(f"{page('member-new')}?proposal={given}").status_code == 404


def test_the_bureau_declines_by_page_and_the_second_sees_it(network, head, visitor):
    proposal = propose(head, network["S001"])
    address = page("proposal-decline", proposal.uuid)
    first, second = visitor("BUREAU"), visitor("BUREAU")
    assert set(first.post(address, {"reason": ""}).context["form"].errors) == {"reason"}

    assert first.post(address, {"reason": NO}).status_code == 302
    assert first.post(address, {"reason": NO}).status_code == 302  # its own form arrives twice
    for client, reason in ((first, "别的原因"), (second, NO)):
        refused = client.post(address, {"reason": reason})
        assert refused.status_code == 422
        assert "已经办结" in refused.content.decode()
    assert Entry.objects.filter(action="member_proposal.decline").count() == 1


def test_a_head_takes_back_by_page(network, head, visitor):
    proposal = propose(head, network["S001"])
    client = visitor("HEAD", STATION)
    address = page("proposal-withdraw", proposal.uuid)
    assert "撤回对罗明的推荐" in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(address, {}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "WITHDRAWN"
    assert Entry.objects.filter(action="member_proposal.withdraw").count() == 1


def test_the_people_tab_leads_heads_and_nobody_else_there(network, visitor):
    tab = f"/network/{STATION}/?tab=people"
    new = f"{page('proposal-new')}?place={STATION}"
    assert new in visitor("HEAD", STATION).get(tab).content.decode()
    assert new not in visitor("BUREAU").get(tab).content.decode()
    assert new not in visitor("WORKER", STATION).get(tab).content.decode()


def test_the_members_list_leads_there_and_counts_those_that_wait(network, head, visitor, bureau):
    client = visitor("BUREAU")
    assert client.get(page("members")).context["waiting"] == 0
    first = propose(head, network["S001"])
    propose(head, network["S001"], display_name="何静")
    answer = client.get(page("members"))
    assert (answer.context["waiting"], page("proposals") in answer.content.decode()) == (2, True)
    decline(bureau, first)
    assert client.get(page("members")).context["waiting"] == 1


def test_the_bureau_has_them_on_its_desk_as_one_task(network, actor, head, bureau):
    assert proposal_tasks in desk_tasks.functions
    assert proposal_tasks(bureau, TODAY) == []
    first = propose(head, network["S001"])
    propose(head, network["R001"], role="ROOM_STAFF")
    propose(head, network["S001"], display_name="何静")

    (task,) = proposal_tasks(bureau, TODAY)
    assert (task.title, task.url) == ("3 条成员推荐待办理", page("proposals"))
    assert task.object_text == f"{network['S001'].name}、{network['R001'].name}"
    assert [proposal_tasks(actor(role), TODAY) for role in ("HUB_STAFF", "AUDITOR")] == [[], []]
    assert proposal_tasks(head, TODAY) == []
    decline(bureau, first)
    assert proposal_tasks(bureau, TODAY)[0].title == "2 条成员推荐待办理"


@pytest.mark.parametrize("role", ["BUREAU", "HEAD"])
def test_the_list_asks_as_often_for_three_as_for_one(
    network, head, visitor, role, django_assert_num_queries, django_assert_max_num_queries
):
    client = visitor(role, STATION if role == "HEAD" else "")
    asked = []
    for number in (1, 3):
        while MemberProposal.objects.count() < number:
            propose(head, network["S001"])
        client.get(page("proposals"))
        with django_assert_max_num_queries(12) as counted:
            client.get(page("proposals"))
        asked.append(len(counted))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_and_the_call_ask_once(
    network, head, bureau, member, number, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(number):
        propose(head, network["S001"])
    with django_assert_num_queries(1):
        proposal_tasks(bureau, TODAY)
    client = api_client_for(member("BUREAU"), COUNTY)
    with django_assert_max_num_queries(9):
        assert client.get(API).json()["count"] == number
    enter_county(COUNTY)


def test_the_api_does_the_same(network, member):
    head = api_client_for(member("HEAD", scope_code=STATION), COUNTY)
    bureau = api_client_for(member("BUREAU"), COUNTY)
    sent = {"content_type": "application/json"}

    made = head.post(API, FORM, **sent)
    assert (made.status_code, made.json()["state"]) == (201, "PROPOSED")
    one = f"{API}/{made.json()['id']}"
    (listed,) = bureau.get(API).json()["results"]
    assert (listed["phone"], listed["place"], listed["name"]) == ("139******34", STATION, "罗明")
    assert bureau.get(one).json()["phone"] == "139******34"

    admitted = bureau.post("/api/v1/members", GIVEN | {"proposal": listed["id"]}, **sent)
    assert admitted.status_code == 201
    read = head.get(one).json()
    assert (read["state"], read["membership"], read["phone"]) == (
        "ADMITTED",
        admitted.json()["id"],
        "",
    )
    again = bureau.post(
        "/api/v1/members",
        GIVEN | {"username": "luo.ming2", "proposal": listed["id"]},
        **sent,
    )
    assert again.status_code == 409
    assert [error["field"] for error in again.json()["errors"]] == ["proposal"]
    for act, client, body in (("decline", bureau, {"reason": NO}), ("withdraw", head, {})):
        late = client.post(f"{one}/{act}", body, **sent)
        assert (late.status_code, late["Content-Type"]) == (409, "application/problem+json")
    enter_county(COUNTY)


def test_the_api_declines_and_takes_back(network, member):
    head = api_client_for(member("HEAD", scope_code=STATION), COUNTY)
    bureau = api_client_for(member("BUREAU"), COUNTY)
    sent = {"content_type": "application/json"}
    first, second = (f"{API}/{head.post(API, FORM, **sent).json()['id']}" for _ in range(2))

    bad = bureau.post(f"{first}/decline", {}, **sent)
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "reason")
    declined = bureau.post(f"{first}/decline", {"reason": NO}, **sent).json()
    assert (declined["state"], declined["reason"]) == ("DECLINED", NO)
    assert head.post(f"{second}/withdraw", {}, **sent).json()["state"] == "WITHDRAWN"
    enter_county(COUNTY)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"place": OTHER_STATION}, ["place"]),
        ({"place": "x"}, ["place"]),
        ({"place": ROOM}, ["place"]),
        ({"role": "BUREAU"}, ["role"]),
        ({"role": ""}, ["role"]),
        ({"display_name": "罗" * 61}, ["display_name"]),
        ({"phone": "没有"}, ["phone"]),
        ({"note": "长" * 301}, ["note"]),
        ({"role": "ROOM_STAFF", "phone": "没有"}, ["place", "phone"]),
    ],
)
def test_a_call_with_a_wrong_value_names_the_field(network, member, change, fields):
    client = api_client_for(member("HEAD", scope_code=STATION), COUNTY)
    answer = client.post(API, FORM | change, content_type="application/json")
    enter_county(COUNTY)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == fields
    assert not MemberProposal.objects.exists()


def test_a_member_for_a_proposal_that_is_none_is_refused(network, member):
    client = api_client_for(member("BUREAU"), COUNTY)
    given = GIVEN | {"proposal": "5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11"}
    answer = client.post("/api/v1/members", given, content_type="application/json")
    enter_county(COUNTY)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["proposal"]
    assert not User.objects.filter(username="luo.ming").exists()
