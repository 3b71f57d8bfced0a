"""Who reaches what: memberships, restrict, the closed middleware."""

from datetime import timedelta

import pytest
from django.db.models import Q

from kernel.access.actor import Actor
from kernel.access.domain import grant, revoke
from kernel.access.models import Membership, Role
from kernel.access.queries import actor_of
from kernel.access.restrict import RestrictedQuerySet, UnmappedAction, by_role, whole_county
from kernel.audit.models import Entry
from kernel.errors import Forbidden, Invalid
from kernel.tenancy import county_context
from kernel.workdays.clock import today
from tests.conftest import COUNTY_CODE, OTHER_CODE
from tests.fixtures.people import make_user


class Rows(RestrictedQuerySet):
    rules = {
        "view": by_role(
            {Role.BUREAU: whole_county, Role.HEAD: lambda held: Q(scope_code=held.scope_code)}
        )
    }


def rows() -> Rows:
    return Rows(Membership)


def test_rule_joins_what_each_membership_reaches(county, member):
    head = member("HEAD", scope_code="510402-S001")
    member("HEAD", scope_code="510402-S001", user=head, county=OTHER_CODE)
    member("HEAD", scope_code="510402-S002")

    reached = rows().restrict(actor_of(head), "view")

    assert [row.scope_code for row in reached] == ["510402-S001"]


def test_role_without_rule_reaches_nothing(county, member):
    worker = member("WORKER", scope_code="510402-S001")

    assert list(rows().restrict(actor_of(worker), "view")) == []


def test_unmapped_action_is_refused_even_for_the_system(system):
    with pytest.raises(UnmappedAction):
        rows().restrict(system, "erase")


def test_membership_of_another_county_does_not_count_here(county, member):
    user = member("BUREAU", county=OTHER_CODE)

    assert actor_of(user).memberships == ()
    with county_context(OTHER_CODE):
        assert actor_of(user).roles == {"BUREAU"}


@pytest.mark.parametrize(
    ("start", "end", "active"), [(-1, 0, True), (1, None, False), (-9, -1, False)]
)
def test_membership_counts_from_its_first_to_its_last_day(county, start, end, active):
    user, day = make_user(), today()
    Membership.objects.create(
        user_uuid=user.uuid,
        user_name=user.display_name,
        role="BUREAU",
        valid_from=day + timedelta(start),
        valid_to=None if end is None else day + timedelta(end),
    )

    assert actor_of(user).has("BUREAU") is active


def test_bureau_grants_and_revokes_with_audit(county, member):
    bureau = actor_of(member("BUREAU"))
    user = make_user()

    held = grant(by=bureau, user=user, role="HEAD", scope_kind="STATION", scope_code="510402-S001")
    revoke(by=bureau, membership=held)

    assert actor_of(user).memberships == ()
    actions = list(Entry.objects.filter(object_uuid=held.uuid).values_list("action", flat=True))
    assert actions == ["membership.revoke", "membership.grant"]


def test_head_grants_nothing(county, member):
    head = actor_of(member("HEAD", scope_code="510402-S001"))

    with pytest.raises(Forbidden):
        grant(by=head, user=make_user(), role="WORKER")

    assert Entry.objects.filter(actor_uuid=head.user_uuid).count() == 0


def test_scope_must_fit_its_kind(system):
    with pytest.raises(Invalid) as refused:
        grant(by=system, user=make_user(), role="HEAD", scope_kind="STATION")

    assert [error.field for error in refused.value.errors] == ["scope_code"]


def test_system_actor_holds_one_county():
    assert Actor.system(COUNTY_CODE).county == COUNTY_CODE
