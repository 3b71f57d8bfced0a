"""The user that a worker is: who names it, whose it may be, and whose visits follow."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.access.queries import actor_of
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy import county_context
from kernel.workdays import clock
from stations.casework.domain import record_visit
from stations.people.domain import name_account, record_leaving
from stations.people.models import Staff
from stations.people.queries import own_staff, worker_on
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import OTHER
from tests.fixtures.records import add_worker, file_person, noon, works

CODE = "510402-S001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def staff(network):
    worker = add_worker("王小芳")
    works(worker, network["S001"])
    return worker


@pytest.fixture
def user(member):
    return member("WORKER", scope_code=CODE)


@pytest.mark.parametrize("role", ["BUREAU", "HEAD"])
def test_the_bureau_and_the_head_name_it(staff, user, actor, done, role):
    name_account(actor=actor(role), staff=staff, account=user.uuid)

    staff.refresh_from_db()
    assert (staff.user_uuid, staff.user_name) == (user.uuid, user.display_name)
    assert done() == ["staff.account"]
    assert Entry.objects.order_by("seq").last().after == {"fields": ["user_name", "user_uuid"]}
    name_account(actor=actor(role), staff=staff, account=None)
    assert (staff.user_uuid, staff.user_name) == (None, "")


@pytest.mark.parametrize(
    ("role", "code"), [("HUB_STAFF", ""), ("AGENCY", CODE), ("HEAD", "510402-S002")]
)
def test_others_do_not(staff, user, actor, role, code):
    with pytest.raises(Forbidden):
        name_account(actor=actor(role, code), staff=staff, account=user.uuid)


def test_an_account_is_one_worker_s(network, staff, user, actor):
    head, other = actor("HEAD"), add_worker("李强")
    works(other, network["S001"])
    name_account(actor=head, staff=staff, account=user.uuid)

    with pytest.raises(Conflict, match="已关联其他人员"):
        name_account(actor=head, staff=other, account=user.uuid)
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.filter(pk=other.pk).update(user_uuid=user.uuid)
    record_leaving(actor=head, staff=staff, on=TODAY)
    name_account(actor=head, staff=other, account=user.uuid)
    with pytest.raises(Conflict):
        name_account(actor=head, staff=staff, account=None)


def test_the_head_names_only_who_works_within_reach(staff, member, actor):
    stranger = member("WORKER", scope_code="510402-S002")

    for account in (stranger.uuid, uuid4()):
        with pytest.raises(Invalid) as refused:
            name_account(actor=actor("HEAD"), staff=staff, account=account)
        assert [error.field for error in refused.value.errors] == ["account"]
    name_account(actor=actor("BUREAU"), staff=staff, account=stranger.uuid)
    # Whom the bureau has named stays named when the head looks at it.
    name_account(actor=actor("HEAD"), staff=staff, account=stranger.uuid)


def test_a_visit_recorded_by_the_user_is_the_worker_s(network, staff, user, actor):
    person = file_person(network["S001"])
    own = actor_of(user)
    visited = {"beneficiary": person, "held_at": noon(TODAY - timedelta(1)), "result": "MET"}

    assert record_visit(actor=own, **visited).staff is None
    name_account(actor=actor("HEAD"), staff=staff, account=user.uuid)
    assert record_visit(actor=own, **visited).staff_id == staff.pk
    assert record_visit(actor=own, staff=None, **visited).staff is None
    assert record_visit(actor=actor("HEAD"), **visited).staff is None


def test_who_came_back_did_each_visit_in_the_time_of_its_day(network, user):
    first = add_worker(joined_on=date(2020, 1, 1), left_on=date(2022, 1, 1), user_uuid=user.uuid)
    second = add_worker(joined_on=date(2024, 1, 1), user_uuid=user.uuid)
    own = own_staff(actor_of(user))

    days = (date(2021, 12, 31), date(2022, 1, 1), date(2024, 1, 1))
    assert [worker_on(own, day) for day in days] == [first, None, second]


def test_the_user_of_another_county_is_nobody_here(staff, user):
    name = {"user_uuid": user.uuid, "user_name": user.display_name}
    Staff.objects.filter(pk=staff.pk).update(**name)

    with county_context(OTHER):
        assert own_staff(actor_of(user)) == []


def test_the_page_offers_the_accounts_of_the_place(staff, user, member, visitor):
    member("WORKER", scope_code="510402-S002")
    url = reverse("people:staff-account", args=[CODE, staff.uuid], urlconf="config.urls_county")
    head = visitor("HEAD", CODE)

    page = head.get(url).content.decode()
    assert str(user.uuid) in page
    assert page.count("<option") == 3  # none, the head, the worker; nobody of S002
    assert head.post(url, {"account": str(user.uuid)}).status_code == 302
    staff.refresh_from_db()
    assert staff.user_uuid == user.uuid
    assert f'value="{user.uuid}" selected' in head.get(url).content.decode()
