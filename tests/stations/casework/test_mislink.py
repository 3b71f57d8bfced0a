"""Help to somebody without a home, linked to the file of somebody else, put right (G3218)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    file_homeless,
    identify_homeless,
    relink_homeless,
    void_person,
)
from stations.casework.held import held_tables
from stations.casework.models import Beneficiary, HomelessAid, HomelessMislink
from tests.conftest import DAY as TODAY
from tests.fixtures.care import MAY, a_homeless_aid
from tests.fixtures.custody import file_child
from tests.fixtures.records import file_person

CODE, WHY = "510402-S001", "同名，身份证号不符"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def head(actor):
    return actor("HEAD")


@pytest.fixture
def wrong(network):
    return file_person(network["S001"], name="吴大明")


@pytest.fixture
def aid(network, head, wrong):
    return file_homeless(
        actor=head, aid=a_homeless_aid(network["S001"]), on=TODAY, beneficiary=wrong
    )


def url(aid, act=""):
    name = f"homeless-aids-{act or 'one'}"
    return reverse(f"casework:{name}", args=[CODE, aid.uuid], urlconf="config.urls_county")


def test_the_right_file_is_linked_and_the_wrong_one_stays_readable(network, aid, head, wrong, done):
    right = file_person(network["S001"], name="吴小明")
    put_right = relink_homeless(actor=head, aid=aid, reason=f" {WHY} ", beneficiary=right)

    assert (put_right.beneficiary, put_right.name) == (right, "吴小明")
    kept = HomelessMislink.objects.get()
    assert (kept.aid, kept.beneficiary, kept.reason) == (aid, wrong, WHY)
    assert (kept.by_uuid, kept.by_name) == (head.user_uuid, head.name)
    assert done() == ["homeless.mislink", "homeless.relink"]
    assert "吴" not in str(kept)


def test_the_link_is_taken_back_and_a_file_opened_later(aid, head):
    HomelessAid.objects.filter(pk=aid.pk).update(
        outcome="LEFT", ended_on=TODAY, ended_received_at=clock.now()
    )
    alone = relink_homeless(actor=head, aid=aid, reason=WHY)
    assert (alone.beneficiary, alone.name) == (None, "")
    filed = file_homeless(
        actor=head, aid=alone, on=TODAY, division_code="510402001001", name="周来福"
    )
    assert (filed.beneficiary.name, filed.name) == ("周来福", "周来福")


@pytest.mark.parametrize("found_out", [True, False])
def test_a_name_that_the_file_did_not_give_stays(network, head, wrong, found_out):
    """Found out, or told otherwise than the file says."""
    aid = a_homeless_aid(network["S001"], name="" if found_out else "阿明")
    if found_out:
        identify_homeless(actor=head, aid=aid, name="吴大明", on=MAY)
    filed = file_homeless(actor=head, aid=aid, on=TODAY, beneficiary=wrong)
    named = filed.name
    assert relink_homeless(actor=head, aid=filed, reason=WHY).name == named


def test_what_it_needs_is_named_and_nothing_changes(network, aid, head, wrong):
    gone = file_person(network["S001"], withdrawn_at=clock.now())
    for given, field in (
        ({"reason": " "}, "reason"),
        ({"reason": WHY, "beneficiary": wrong}, "beneficiary"),
    ):
        with pytest.raises(Invalid) as refused:
            relink_homeless(actor=head, aid=aid, **given)
        assert [error.field for error in refused.value.errors] == [field]
    with pytest.raises(Conflict):
        relink_homeless(actor=head, aid=aid, reason=WHY, beneficiary=gone)
    with pytest.raises(Conflict) as refused:
        relink_homeless(actor=head, aid=a_homeless_aid(network["S001"]), reason=WHY)
    assert refused.value.code == "not_linked"
    foreign = file_person(network["S002"])
    with pytest.raises(Forbidden):
        relink_homeless(actor=head, aid=aid, reason=WHY, beneficiary=foreign)
    assert HomelessAid.objects.get(pk=aid.pk).beneficiary == wrong
    assert not HomelessMislink.objects.exists()


@pytest.mark.parametrize("role", ["BUREAU", "ROOM_STAFF", "SUPERVISOR", "TOWNSHIP"])
def test_who_may_not(aid, actor, role):
    with pytest.raises(Forbidden):
        relink_homeless(actor=actor(role), aid=aid, reason=WHY)
    with pytest.raises(Forbidden):
        relink_homeless(actor=actor("HEAD", "510402-S002"), aid=aid, reason=WHY)


def test_a_file_opened_for_it_by_mistake_can_go(network, head):
    aid = a_homeless_aid(network["S001"], name="吴大明")
    made = file_homeless(actor=head, aid=aid, on=TODAY, division_code="510402001001").beneficiary
    with pytest.raises(Conflict):
        void_person(actor=head, entry=made, reason=WHY)
    relink_homeless(actor=head, aid=aid, reason=WHY)
    void_person(actor=head, entry=made, reason=WHY)

    assert Beneficiary.objects.get(pk=made.pk).withdrawn_reason == WHY
    assert HomelessMislink.objects.get().beneficiary == made


def test_it_is_among_what_is_held_about_the_wrong_one(network, aid, head, wrong):
    right = file_person(network["S001"])
    relink_homeless(actor=head, aid=aid, reason=WHY, beneficiary=right)
    [table] = [each for each in held_tables(Beneficiary) if each.model is HomelessMislink]
    assert [table.rows(person).count() for person in (wrong, right)] == [1, 0]


def test_the_page_offers_it_and_shows_what_was(network, aid, visitor, wrong):
    worker, right = visitor("WORKER", CODE), file_person(network["S001"], name="周来福")
    assert url(aid, "relink") in worker.get(url(aid)).content.decode()
    assert worker.post(url(aid, "relink"), {"reason": ""}).status_code == 422
    sent = {"reason": WHY, "beneficiary": str(right.uuid)}
    assert worker.post(url(aid, "relink"), sent).status_code == 302

    page = worker.get(url(aid)).content.decode()
    assert all(words in page for words in ("误关联的档案", "吴大明", "周来福", WHY))
    bureau = visitor("BUREAU", "").get(url(aid)).content.decode()
    assert ("吴大明" in bureau, WHY in bureau) == (False, False)


def test_of_a_minor_s_file_that_was_linked_only_its_readers_know(network, head, visitor):
    child = file_child(network["S001"])
    aid = a_homeless_aid(network["S001"], beneficiary=child, name="阿明")
    relink_homeless(actor=head, aid=aid, reason=WHY)

    assert "吴小雨" in visitor("HEAD", CODE).get(url(aid)).content.decode()
    assert "吴小雨" not in visitor("WORKER", CODE).get(url(aid)).content.decode()


def test_a_page_costs_the_same_for_one_and_three(network, aid, head, visitor):
    who, counts = visitor("WORKER", CODE), []
    for more in (1, 2):
        for _number in range(more):
            relink_homeless(
                actor=head, aid=aid, reason=WHY, beneficiary=file_person(network["S001"])
            )
        who.get(url(aid))
        with CaptureQueriesContext(connection) as seen:
            who.get(url(aid))
        counts.append(len(seen))
    assert counts[0] == counts[1]
