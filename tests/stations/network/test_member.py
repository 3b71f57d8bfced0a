"""The bureau lets people in, with a role at a place, and ends what they may do."""

import re
from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from kernel.access.actor import Actor
from kernel.access.models import Membership, Role, ScopeKind
from kernel.access.queries import actor_of
from kernel.accounts.domain.token import issue_token
from kernel.accounts.domain.user import give_post
from kernel.accounts.models import User
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy import county_context
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.network.domain.member import (
    admit_member,
    end_member,
    renew_password,
    scope_of,
)
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY, OTHER

STATION, ROOM, TOWN = "510402-S001", "510402-R001", "510402001"
NEW = {"username": "luo.ming", "display_name": "罗明", "role": "WORKER", "place": STATION}
LATER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def page(name, *args):
    return reverse(f"network:{name}", args=args, urlconf="config.urls_county")


def admit(actor, **changes):
    return admit_member(by=actor, **(NEW | changes))


def test_a_new_account_is_made_with_a_password_shown_once(network, actor):
    made = admit(actor("BUREAU"))

    user = User.objects.get(username="luo.ming")
    assert user.check_password(made.password)
    assert len(made.password) >= 12
    assert actor_of(user).has("WORKER")
    assert (made.membership.scope_kind, made.membership.scope_code) == ("STATION", STATION)
    entry = Entry.objects.get(action="membership.grant")
    assert made.password not in str(entry.after)
    assert entry.after["user"] == str(user.uuid)


def test_who_has_an_account_keeps_it_and_holds_a_second_role(network, actor):
    bureau = actor("BUREAU")
    first = admit(bureau)
    second = admit(bureau, role="ROOM_STAFF", place=ROOM)

    assert (bool(first.password), second.password) == (True, "")
    assert first.membership.user_uuid == second.membership.user_uuid
    with pytest.raises(Conflict):
        admit(bureau)
    with pytest.raises(Invalid) as refused:
        admit(bureau, display_name="别人", role="AUDITOR", place="")
    assert [error.field for error in refused.value.errors] == ["username"]


@pytest.mark.parametrize("role", ["HUB_STAFF", "HEAD", "WORKER", "TOWNSHIP", "AUDITOR"])
def test_nobody_else_lets_anybody_in(network, actor, role):
    with pytest.raises(Forbidden):
        admit(actor(role))
    assert not User.objects.filter(username="luo.ming").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": "KING"}, "role"),
        ({"place": ""}, "place"),
        ({"place": "510402-S999"}, "place"),
        ({"place": TOWN}, "place"),
        ({"role": "TOWNSHIP"}, "place"),
        ({"role": "BUREAU"}, "place"),
        ({"valid_from": LATER, "valid_to": date(2026, 11, 30)}, "valid_to"),
    ],
)
def test_a_wrong_value_is_named_and_no_account_is_left(network, actor, change, field):
    with pytest.raises(Invalid) as refused:
        admit(actor("BUREAU"), **change)
    assert [error.field for error in refused.value.errors] == [field]
    assert not User.objects.filter(username="luo.ming").exists()


def test_every_role_has_its_kind_of_scope():
    assert {scope_of(role) for role in Role.values} <= {*ScopeKind.values}


def test_an_ended_membership_lets_nobody_in(network, actor):
    bureau = actor("BUREAU")
    made = admit(bureau)
    user = User.objects.get(username="luo.ming")

    end_member(by=bureau, membership=made.membership, on=TODAY)

    assert not actor_of(user).memberships
    assert Entry.objects.filter(action="membership.revoke").count() == 1
    with pytest.raises(Conflict):
        end_member(by=bureau, membership=made.membership, on=TODAY)
    assert admit(bureau).membership.pk != made.membership.pk  # and comes back


def test_the_last_of_the_bureau_stays(network, actor):
    bureau = actor("BUREAU")
    own = Membership.objects.get(user_uuid=bureau.user_uuid)
    with pytest.raises(Conflict) as refused:
        end_member(by=bureau, membership=own, on=TODAY)
    assert refused.value.code == "last"

    admit(bureau, role="BUREAU", place="")
    assert end_member(by=bureau, membership=own, on=LATER).valid_to == date(2026, 11, 30)


def test_the_bureau_lets_in_and_ends_by_page(network, visitor):
    bureau = visitor("BUREAU")
    shown = bureau.post(page("member-new"), NEW | {"valid_from": "2026-11-20"})
    user = User.objects.get(username="luo.ming")
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "初始密码" in text
    assert shown["Cache-Control"] == "no-store"

    listed = bureau.get(page("members")).content.decode()
    assert ("luo.ming" in listed, "罗明" in listed) == (True, True)
    held = Membership.objects.get(user_uuid=user.uuid)
    assert bureau.post(page("member-end", held.uuid), {"on": "2026-11-21"}).status_code == 302
    held.refresh_from_db()
    assert held.valid_to == date(2026, 11, 20)

    wrong = bureau.post(page("member-new"), NEW | {"username": "罗 明", "place": ""})
    assert wrong.status_code == 422
    assert "罗 明" in wrong.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_however_many(
    network, actor, visitor, number, django_assert_max_num_queries
):
    for count in range(number):
        admit(actor("BUREAU"), username=f"worker-{count}")
    bureau = visitor("BUREAU")
    bureau.get(page("members"))
    with django_assert_max_num_queries(12):
        bureau.get(page("members"))


def test_the_api_does_the_same(network, member):
    client = api_client_for(member("BUREAU"), COUNTY)
    made = client.post("/api/v1/members", NEW, content_type="application/json")
    assert made.status_code == 201
    assert User.objects.get(username="luo.ming").check_password(made.json()["password"])
    names = [row["name"] for row in client.get("/api/v1/members").json()["results"]]
    assert "罗明" in names
    bad = client.post("/api/v1/members", NEW | {"place": "x"}, content_type="application/json")
    assert [error["field"] for error in bad.json()["errors"]] == ["place"]

    one = f"/api/v1/members/{made.json()['id']}/end"
    ended = client.post(one, {"on": "2026-11-21"}, content_type="application/json")
    assert ended.json()["valid_to"] == "2026-11-20"
    assert "password" not in ended.json()
    enter_county(COUNTY)


def test_the_first_of_the_bureau_is_let_in_by_a_command(network):
    out = StringIO()
    call_command("admit_member", "chen.ju", "陈菊", county=[COUNTY], stdout=out)
    enter_county(COUNTY)

    user = User.objects.get(username="chen.ju")
    assert actor_of(user).has("BUREAU")
    assert user.check_password(out.getvalue().split()[-1])
    for counties, given in (
        ([COUNTY], ("chen.ju", "陈菊")),
        ([COUNTY], ("chen.ju", "别人")),
        ([COUNTY], ("chen.jun", "陈军", "--place=510402-S001")),
        (["999999"], ("chen.jun", "陈军")),
        (None, ("chen.jun", "陈军")),
    ):
        with pytest.raises(CommandError):
            call_command("admit_member", *given, county=counties)
        enter_county(COUNTY)
    assert not User.objects.filter(username="chen.jun").exists()


def renew(client, held):
    return client.post(page("member-password", held.uuid), {})


def test_who_lost_the_password_gets_another_shown_once(network, actor, visitor):
    made = admit(actor("BUREAU"))
    user = User.objects.get(username="luo.ming")
    _plain, token = issue_token(user=user, host="x")
    bureau = visitor("BUREAU")

    assert bureau.get(page("member-password", made.membership.uuid)).status_code == 200
    shown = renew(bureau, made.membership)

    user.refresh_from_db()
    token.refresh_from_db()
    given = re.search(r"<code>(\w+)</code>", shown.content.decode())[1]
    assert (user.check_password(given), user.check_password(made.password)) == (True, False)
    assert token.revoked_at is not None
    assert shown["Cache-Control"] == "no-store"
    entry = Entry.objects.get(action="account.reset")
    assert (entry.object_uuid, given in str(entry.after)) == (made.membership.uuid, False)


def test_an_account_that_another_county_relies_on_is_not_this_bureaus(network, actor, visitor):
    made = admit(actor("BUREAU"))
    user = User.objects.get(username="luo.ming")
    with county_context(OTHER):
        admit_member(by=Actor.system(OTHER), **(NEW | {"role": "AUDITOR", "place": ""}))
    enter_county(COUNTY)

    refused = renew(visitor("BUREAU"), made.membership)

    assert refused.status_code == 409
    assert "不只由本县使用" in refused.content.decode()
    user.refresh_from_db()
    assert user.check_password(made.password)


@pytest.mark.parametrize("case", ["own", "ended", "official", "no_account"])
def test_a_password_that_is_not_the_bureaus_to_give(network, actor, case):
    bureau = actor("BUREAU")
    held = admit(bureau).membership
    user = User.objects.get(username="luo.ming")
    if case == "own":
        held = Membership.objects.get(user_uuid=bureau.user_uuid)
    elif case == "ended":
        held = end_member(by=bureau, membership=held, on=date(2026, 11, 1))
    elif case == "official":
        give_post(user=user, role="PREFECTURE", division_code="5104")
    else:
        held.user_uuid = uuid4()
    with pytest.raises(Conflict) as refused:
        renew_password(by=bureau, membership=held)
    assert refused.value.code == ("shared_account" if case == "official" else case)


def test_the_api_renews_and_only_for_the_bureau(network, actor, member):
    held = admit(actor("BUREAU")).membership
    one = f"/api/v1/members/{held.uuid}/password"
    assert api_client_for(member("HUB_STAFF"), COUNTY).post(one).status_code == 404
    given = api_client_for(member("BUREAU"), COUNTY).post(one)
    assert given.status_code == 200
    assert User.objects.get(username="luo.ming").check_password(given.json()["password"])
    enter_county(COUNTY)
