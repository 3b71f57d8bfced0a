"""Publicity and what workers wear: entered, refused, and given back."""

from datetime import date

import pytest
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.people.domain import issue_outfit, record_publicity, return_outfit
from stations.people.models import Outfit, PublicityItem
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import add_worker, works
from tests.fixtures.staffing import spread

CODE = "510402-S001"
DAY = date(2026, 5, 4)
PIECE = {
    "published_on": DAY,
    "channel": "ONLINE",
    "topic": "METHODS",
    "title": "社工怎样开展个案工作",
    "link": "https://example.org/a/1",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def worker(network):
    found = add_worker("王小芳")
    works(found, network["S001"])
    return found


def fields(refused):
    return {error.field for error in refused.value.errors}


def url(name, *more):
    return reverse(f"people:{name}", args=[CODE, *more], urlconf="config.urls_county")


def words(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("role", ["WORKER", "HEAD", "HUB_STAFF", "BUREAU"])
def test_publicity_is_entered_by_those_who_do_it(network, worker, actor, done, role):
    made = record_publicity(actor=actor(role), station=network["S001"], staff=worker, **PIECE)

    assert PublicityItem.objects.get() == made
    assert done() == ["publicity.record"]


@pytest.mark.parametrize("role", ["ROOM_STAFF", "TOWNSHIP", "AGENCY", "SUPERVISOR", "AUDITOR"])
def test_others_enter_no_publicity(network, worker, actor, role):
    with pytest.raises(Forbidden):
        record_publicity(actor=actor(role), station=network["S001"], staff=worker, **PIECE)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"published_on": date(2026, 11, 21)}, "published_on"),
        ({"channel": "RUMOUR"}, "channel"),
        ({"topic": ""}, "topic"),
        ({"title": "  "}, "title"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_a_wrong_piece_is_named(network, worker, actor, wrong, named):
    with pytest.raises(Invalid) as refused:
        record_publicity(
            actor=actor("HEAD"), station=network["S001"], staff=worker, **(PIECE | wrong)
        )

    assert fields(refused) == {named}
    assert PublicityItem.objects.count() == 0


def test_a_withdrawn_or_unseen_worker_publishes_nothing(network, worker, actor):
    stranger = add_worker()
    works(stranger, network["S002"])
    with pytest.raises(Forbidden):
        record_publicity(actor=actor("HEAD"), station=network["S001"], staff=stranger, **PIECE)
    withdraw(actor=actor("HEAD"), entry=worker, reason="录错")
    with pytest.raises(Conflict):
        record_publicity(actor=actor("HEAD"), station=network["S001"], staff=worker, **PIECE)


def test_publicity_by_form_filter_and_api(network, worker, visitor, member):
    spread(network["S001"], worker, DAY, title="公告栏上新")
    form = PIECE | {"published_on": "2026-05-04", "staff": str(worker.uuid)}
    friend = visitor("WORKER", CODE)
    friend.post(url("publicity-new"), form)
    made = PublicityItem.objects.get(channel="ONLINE")

    page = words(friend.get(url("publicity-one", made.uuid)))
    assert all(said in page for said in (PIECE["title"], PIECE["link"], "线上宣传平台", "王小芳"))
    listed = words(friend.get(url("publicity-list") + "?channel=BOARD"))
    assert ("公告栏上新" in listed, PIECE["title"] in listed) == (True, False)
    client = api_client_for(member("HEAD", scope_code=CODE), COUNTY)
    again = client.post("/api/v1/publicity", {"station": CODE, **form}, "application/json")
    wrong = client.post(
        "/api/v1/publicity", {"station": CODE, **form, "link": "no address"}, "application/json"
    )
    enter_county(COUNTY)
    assert (again.status_code, again.json()["link"]) == (201, PIECE["link"])
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "link")


def test_a_badge_is_issued_once_and_given_back(network, worker, actor, done):
    given = {"actor": actor("HEAD"), "staff": worker}
    badge = issue_outfit(**given, kind="BADGE", valid_from=DAY, number="001")
    issue_outfit(**given, kind="UNIFORM", valid_from=DAY)
    with pytest.raises(Conflict):
        issue_outfit(**given, kind="BADGE", valid_from=TODAY)

    return_outfit(actor=actor("HEAD"), entry=badge, on=TODAY)

    badge.refresh_from_db()
    assert (badge.valid_to, badge.ended_received_at.date()) == (TODAY, TODAY)
    issue_outfit(**given, kind="BADGE", valid_from=TODAY, number="002")
    with pytest.raises(Conflict):
        return_outfit(actor=actor("HEAD"), entry=badge, on=TODAY)
    assert done() == ["outfit.issue", "outfit.issue", "outfit.return", "outfit.issue"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({"kind": "HAT"}, "kind"), ({"valid_from": date(2026, 11, 21)}, "valid_from")],
)
def test_a_wrong_outfit_is_named(worker, actor, wrong, named):
    with pytest.raises(Invalid) as refused:
        issue_outfit(
            actor=actor("HEAD"), staff=worker, **({"kind": "BADGE", "valid_from": DAY} | wrong)
        )

    assert fields(refused) == {named}


def test_a_return_before_the_issue_is_refused(worker, actor):
    badge = issue_outfit(actor=actor("AGENCY"), staff=worker, kind="BADGE", valid_from=DAY)
    with pytest.raises(Invalid) as refused:
        return_outfit(actor=actor("AGENCY"), entry=badge, on=DAY)

    assert fields(refused) == {"on"}
    with pytest.raises(Forbidden):
        return_outfit(actor=actor("WORKER"), entry=badge, on=TODAY)


def test_an_outfit_by_form(network, worker, visitor):
    boss = visitor("HEAD", CODE)
    form = {"kind": "BADGE", "number": "SG-007", "valid_from": "2026-05-04"}
    boss.post(url("staff-outfit", worker.uuid), form)
    badge = Outfit.objects.get()

    page = words(boss.get(url("outfits-one", badge.uuid)))
    assert all(said in page for said in ("SG-007", "工作牌", "王小芳"))
    boss.post(url("outfits-return", badge.uuid), {"on": "2026-11-01"})
    page = words(boss.get(url("outfits-one", badge.uuid)))
    assert url("outfits-return", badge.uuid) not in page
