"""Wishes, families after a death, funerals, carers, checks (G3224, G3226, G3242, G3251)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    close_file,
    end_carer,
    end_funeral,
    give_respite,
    link_carer,
    open_funeral,
    record_care_check,
    reopen_file,
    settle_bereavement,
    settle_wish,
    voice_wish,
)
from stations.casework.models import Beneficiary, BereavementFollowUp
from stations.casework.norms import norm
from tests.conftest import DAY as TODAY
from tests.fixtures.care import (
    MAY,
    a_funeral,
    bereaved,
    cares,
    looks_after,
    rests,
    wishes,
)
from tests.fixtures.records import add_worker, file_person

BEFORE, AFTER = MAY - timedelta(1), TODAY + timedelta(1)
WISH = {"kind": "WILL", "wish": "立一份遗嘱", "voiced_on": MAY}
FUNERAL = {"deceased_name": "赵大山", "asked_by": "其子", "need": "ADVICE", "asked_on": MAY}
CARER = {"name": "孙照料", "relation": "SPOUSE", "valid_from": MAY}
CHECK = {
    "kind": "SUPERVISION",
    "checked_on": MAY,
    "guardian": "祖母",
    "verdict": "WEAK",
    "findings": "饮食不规律",
    "measures": "联系邻里照应",
    "next_on": TODAY,
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def head(actor):
    return actor("HEAD")


@pytest.fixture
def person(network):
    return file_person(network["S001"])


def fields(refused):
    return [error.field for error in refused.value.errors]


def test_a_wish_is_voiced_and_settled_once(head, person, done):
    wish = voice_wish(actor=head, beneficiary=person, **WISH)
    settled = settle_wish(actor=head, wish=wish, outcome="FULFILLED", on=TODAY, note="已公证")

    assert (settled.outcome, settled.settled_on, settled.note) == ("FULFILLED", TODAY, "已公证")
    with pytest.raises(Conflict):
        settle_wish(actor=head, wish=wish, outcome="FULFILLED", on=TODAY)
    with pytest.raises(Conflict):
        voice_wish(actor=head, beneficiary=file_person(person.station, closed_on=MAY), **WISH)
    assert done() == ["wish.voice", "wish.settle"]


def test_a_bad_wish_is_refused_by_its_field(head, person):
    for changes, field in (
        ({"kind": "GOLD"}, "kind"),
        ({"wish": " "}, "wish"),
        ({"voiced_on": AFTER}, "voiced_on"),
    ):
        with pytest.raises(Invalid) as refused:
            voice_wish(actor=head, beneficiary=person, **(WISH | changes))
        assert fields(refused) == [field]
    wish = wishes(person)
    for changes, field in (
        ({"outcome": ""}, "outcome"),
        ({"outcome": "LATER"}, "outcome"),
        ({"on": BEFORE}, "on"),
        ({"on": AFTER}, "on"),
    ):
        with pytest.raises(Invalid) as refused:
            settle_wish(actor=head, wish=wish, **({"outcome": "FULFILLED", "on": MAY} | changes))
        assert fields(refused) == [field]


def test_after_a_death_the_family_is_offered_to_be_accompanied(head, person, done):
    closed = close_file(actor=head, beneficiary=person, on=MAY, reason="DECEASED")
    offer = BereavementFollowUp.objects.get()

    assert (closed.closed_on, offer.beneficiary, offer.state) == (MAY, person, "OFFERED")
    assert offer.due_on == MAY + timedelta(days=norm("bereavement", "days"))
    settled = settle_bereavement(
        actor=head, offer=offer, state="DONE", on=TODAY, note="子女情绪平稳"
    )
    assert (settled.state, settled.settled_on) == ("DONE", TODAY)
    with pytest.raises(Conflict):
        settle_bereavement(actor=head, offer=offer, state="DECLINED", on=TODAY)
    assert done() == ["beneficiary.close", "bereavement.offer", "bereavement.settle"]


@pytest.mark.parametrize("is_settled", [False, True])
def test_who_was_taken_for_dead_has_one_offer_that_follows_the_file(head, person, is_settled):
    closing = {"actor": head, "beneficiary": person, "reason": "DECEASED"}
    close_file(on=MAY, **closing)
    if is_settled:
        offer = BereavementFollowUp.objects.get()
        settle_bereavement(actor=head, offer=offer, state="DECLINED", on=MAY)
    again = reopen_file(actor=head, beneficiary=person, reason="误录")
    assert (BereavementFollowUp.objects.get().withdrawn_at is None) is is_settled

    close_file(on=TODAY, **closing | {"beneficiary": again})
    offer = BereavementFollowUp.objects.get()
    assert (offer.withdrawn_at, offer.withdrawn_reason) == (None, "")
    assert (offer.state, offer.offered_on) == (
        ("DECLINED", MAY) if is_settled else ("OFFERED", TODAY)
    )


@pytest.mark.parametrize("reason", ["MOVED", "NO_LONGER_NEEDED", "WITHDREW"])
def test_for_another_reason_nothing_is_offered(head, person, reason):
    close_file(actor=head, beneficiary=person, on=MAY, reason=reason)

    assert Beneficiary.objects.get(pk=person.pk).closed_on == MAY
    assert not BereavementFollowUp.objects.exists()


def test_a_file_is_not_closed_for_a_reason_that_is_none(head, person):
    with pytest.raises(Invalid) as refused:
        close_file(actor=head, beneficiary=person, on=MAY, reason="BORED")
    assert fields(refused) == ["reason"]


def test_the_page_asks_why_a_file_is_closed(visitor, person):
    page = reverse(
        "casework:person-close", args=["510402-S001", person.uuid], urlconf="config.urls_county"
    )
    sent = {"on": "2026-05-04", "reason": "DECEASED"}

    assert visitor("HEAD", "510402-S001").post(page, sent).status_code == 302
    assert BereavementFollowUp.objects.get().beneficiary == person


def test_a_bad_word_on_the_family_is_refused_by_its_field(head, person):
    offer = bereaved(person)
    given = {"state": "DONE", "on": MAY, "note": "平稳"}
    for changes, field in (
        ({"state": "OFFERED"}, "state"),
        ({"note": " "}, "note"),
        ({"on": BEFORE}, "on"),
        ({"on": AFTER}, "on"),
    ):
        with pytest.raises(Invalid) as refused:
            settle_bereavement(actor=head, offer=offer, **(given | changes))
        assert fields(refused) == [field]
    assert settle_bereavement(actor=head, offer=offer, state="DECLINED", on=MAY).note == ""


def test_a_family_is_helped_at_a_funeral(network, actor, person, done):
    room = actor("ROOM_STAFF")
    funeral = open_funeral(actor=room, station=network["R001"], **FUNERAL)
    ended = end_funeral(actor=room, funeral=funeral, on=TODAY, provider="市殡仪馆", burial="TREE")

    assert (ended.done_on, ended.burial, ended.provider) == (TODAY, "TREE", "市殡仪馆")
    assert "赵大山" not in str(ended)
    with pytest.raises(Conflict):
        end_funeral(actor=room, funeral=funeral, on=TODAY)
    with pytest.raises(Forbidden):
        open_funeral(actor=room, station=network["S001"], **FUNERAL)
    with pytest.raises(Forbidden):
        open_funeral(actor=room, station=network["R001"], beneficiary=person, **FUNERAL)
    assert done() == ["funeral.open", "funeral.end"]


def test_a_bad_value_of_a_funeral_is_refused_by_its_field(network, head):
    for changes, field in (
        ({"deceased_name": " "}, "deceased_name"),
        ({"asked_by": ""}, "asked_by"),
        ({"need": "FLOWERS"}, "need"),
        ({"asked_on": AFTER}, "asked_on"),
    ):
        with pytest.raises(Invalid) as refused:
            open_funeral(actor=head, station=network["S001"], **(FUNERAL | changes))
        assert fields(refused) == [field]
    funeral = a_funeral(network["S001"])
    for changes, field in (({"on": BEFORE}, "on"), ({"burial": "SEA"}, "burial")):
        with pytest.raises(Invalid) as refused:
            end_funeral(actor=head, funeral=funeral, **({"on": MAY} | changes))
        assert fields(refused) == [field]


def test_a_carer_is_linked_rests_and_ends(head, person, done):
    carer = link_carer(actor=head, beneficiary=person, phone="13800000000", **CARER)
    respite = give_respite(
        actor=head, carer=carer, given_on=MAY, hours=Decimal("2.5"), staff=add_worker()
    )
    ended = end_carer(actor=head, carer=carer, on=TODAY)

    assert (respite.hours, ended.valid_to) == (Decimal("2.5"), TODAY)
    assert "孙照料" not in str(carer)
    with pytest.raises(Conflict):
        end_carer(actor=head, carer=ended, on=TODAY)
    assert done() == ["carer.link", "carer.respite", "carer.end"]


def test_a_bad_value_of_a_carer_is_refused_by_its_field(head, person):
    for changes, field in (
        ({"name": " "}, "name"),
        ({"relation": "DOG"}, "relation"),
        ({"valid_from": AFTER}, "valid_from"),
    ):
        with pytest.raises(Invalid) as refused:
            link_carer(actor=head, beneficiary=person, **(CARER | changes))
        assert fields(refused) == [field]
    ended = cares(person, valid_to=TODAY, ended_received_at=clock.now())
    for changes, field in (
        ({"given_on": BEFORE}, "given_on"),
        ({"given_on": TODAY}, "given_on"),
        ({"given_on": AFTER}, "given_on"),
        ({"hours": Decimal(0)}, "hours"),
        ({"hours": Decimal(25)}, "hours"),
    ):
        with pytest.raises(Invalid) as refused:
            give_respite(
                actor=head, carer=ended, **({"given_on": MAY, "hours": Decimal(2)} | changes)
            )
        assert fields(refused) == [field]
    closed = file_person(person.station, closed_on=MAY)
    with pytest.raises(Conflict):
        link_carer(actor=head, beneficiary=closed, **CARER)


def test_a_check_at_home_says_what_is_done_about_it(head, person, done):
    check = record_care_check(actor=head, beneficiary=person, **CHECK)
    fine = {"verdict": "SUITABLE", "measures": "", "next_on": None, "kind": "VISIT_CHECK"}
    record_care_check(actor=head, beneficiary=person, **{**CHECK, **fine, "guardian": ""})

    assert (check.verdict, check.next_on) == ("WEAK", TODAY)
    assert done() == ["care_check.record"] * 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "TALK"}, "kind"),
        ({"verdict": "FINE"}, "verdict"),
        ({"findings": ""}, "findings"),
        ({"measures": " "}, "measures"),
        ({"next_on": None}, "next_on"),
        ({"next_on": MAY}, "next_on"),
        ({"checked_on": AFTER}, "checked_on"),
    ],
)
def test_a_bad_check_is_refused_by_its_field(head, person, changes, field):
    with pytest.raises(Invalid) as refused:
        record_care_check(actor=head, beneficiary=person, **(CHECK | changes))

    assert fields(refused) == [field]


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "ROOM_STAFF", "SUPERVISOR", "TOWNSHIP"])
def test_only_the_station_writes(actor, person, role):
    other = actor(role)
    for act in (
        lambda: voice_wish(actor=other, beneficiary=person, **WISH),
        lambda: settle_wish(actor=other, wish=wishes(person), outcome="FULFILLED", on=TODAY),
        lambda: settle_bereavement(actor=other, offer=bereaved(person), state="DECLINED", on=TODAY),
        lambda: link_carer(actor=other, beneficiary=person, **CARER),
        lambda: give_respite(actor=other, carer=cares(person), given_on=MAY, hours=Decimal(1)),
        lambda: record_care_check(actor=other, beneficiary=person, **CHECK),
    ):
        with pytest.raises(Forbidden):
            act()


def test_the_tables_know_no_impossible_record(network, person):
    for wrong in (
        lambda: wishes(person, outcome="FULFILLED"),
        lambda: wishes(person, settled_on=MAY, settled_received_at=clock.now()),
        lambda: a_funeral(network["S001"], done_on=BEFORE, done_received_at=clock.now()),
        lambda: looks_after(person, next_on=MAY),
        lambda: cares(person, valid_to=MAY, ended_received_at=clock.now()),
        lambda: rests(cares(person, valid_from=MAY)).__class__.objects.update(hours=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
