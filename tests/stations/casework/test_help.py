"""Benefit applications, persons without a home, referrals (G3213, G3218, C81c)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.care_enums import Policy
from stations.casework.domain import (
    add_homeless_step,
    decide_application,
    end_homeless_aid,
    file_homeless,
    help_apply,
    identify_homeless,
    open_homeless_aid,
    record_feedback,
    record_patrol,
    refer_person,
    submit_application,
)
from stations.casework.models import Beneficiary, BenefitApplication, HomelessAid, Referral
from stations.records.identity import index_id_number
from tests.conftest import DAY as TODAY
from tests.fixtures.care import MAY, a_homeless_aid, a_patrol, applies, refers
from tests.fixtures.records import agree, file_person, live_together

BEFORE, AFTER = MAY - timedelta(1), TODAY + timedelta(1)
AID = {"met_on": MAY, "found_by": "PATROL", "looks": "中年男子", "place": "车站广场"}
PATROL = {"patrolled_on": MAY, "route": "解放路", "patrollers": 2, "met": 1, "helped": 1}


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


def test_an_application_is_helped_with_handed_in_and_decided(head, person, done):
    assert len(Policy) == 10
    made = help_apply(actor=head, beneficiary=person, policy="LEGAL", helped_on=MAY)
    assert made.state == "HELPED"
    made = submit_application(actor=head, application=made, on=MAY)
    assert (made.state, made.submitted_on) == ("SUBMITTED", MAY)
    with pytest.raises(Conflict) as refused:
        help_apply(actor=head, beneficiary=person, policy="LEGAL", helped_on=MAY)
    assert refused.value.code == "under_way"
    made = decide_application(actor=head, application=made, on=TODAY, granted=False, note="超标")
    assert (made.state, made.decided_on, made.note) == ("REFUSED", TODAY, "超标")
    anew = help_apply(actor=head, beneficiary=person, policy="LEGAL", helped_on=TODAY)
    submit_application(actor=head, application=anew, on=TODAY)
    assert decide_application(actor=head, application=anew, on=TODAY, granted=True).state == (
        "GRANTED"
    )
    assert done() == ["benefit.help", "benefit.submit", "benefit.decide"] * 2


@pytest.mark.parametrize("state", ["HELPED", "SUBMITTED", "GRANTED", "REFUSED"])
def test_an_application_makes_no_other_step(head, person, state):
    dates = {"submitted_on": MAY, "submitted_received_at": clock.now()}
    decided = {"decided_on": MAY, "decided_received_at": clock.now()}
    held = {
        "HELPED": {},
        "SUBMITTED": dates,
        "GRANTED": dates | decided,
        "REFUSED": dates | decided,
    }
    application = applies(person, state=state, **held[state])
    steps = {
        "HELPED": lambda: decide_application(
            actor=head, application=application, on=MAY, granted=True
        ),
        "SUBMITTED": lambda: submit_application(actor=head, application=application, on=MAY),
    }
    for begins, step in steps.items():
        if begins == state or state in ("GRANTED", "REFUSED"):
            with pytest.raises(Conflict) as refused:
                step()
            assert refused.value.code == "wrong_state"


def test_a_bad_value_of_an_application_is_refused_by_its_field(head, person):
    with pytest.raises(Invalid) as refused:
        help_apply(actor=head, beneficiary=person, policy="LUCK", helped_on=MAY)
    assert fields(refused) == ["policy"]
    with pytest.raises(Invalid) as refused:
        help_apply(actor=head, beneficiary=person, policy="LEGAL", helped_on=AFTER)
    assert fields(refused) == ["helped_on"]
    made = applies(person)
    for wrong in (BEFORE, AFTER):
        with pytest.raises(Invalid) as refused:
            submit_application(actor=head, application=made, on=wrong)
        assert fields(refused) == ["on"]
    submit_application(actor=head, application=made, on=TODAY)
    with pytest.raises(Invalid) as refused:
        decide_application(actor=head, application=made, on=MAY, granted=True)
    assert fields(refused) == ["on"]
    with pytest.raises(Invalid) as refused:
        decide_application(actor=head, application=made, on=TODAY, granted=False, note=" ")
    assert fields(refused) == ["note"]
    gone = file_person(person.station, closed_on=MAY)
    with pytest.raises(Conflict):
        help_apply(actor=head, beneficiary=gone, policy="LEGAL", helped_on=MAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "SUBMITTED"},
        {"submitted_on": MAY, "submitted_received_at": clock.now()},
        {"state": "SUBMITTED", "submitted_on": MAY},
        {"state": "SUBMITTED", "submitted_on": BEFORE, "submitted_received_at": clock.now()},
        {"state": "GRANTED", "submitted_on": MAY, "submitted_received_at": clock.now()},
    ],
)
def test_the_table_knows_no_impossible_application(person, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        applies(person, **wrong)


def test_somebody_unknown_is_helped_until_the_family_is_found(network, actor, done):
    room = actor("ROOM_STAFF")
    aid = open_homeless_aid(actor=room, station=network["R001"], **AID)
    assert (aid.name, str(aid)) == ("", "2026-05-04")
    add_homeless_step(actor=room, aid=aid, kind="SUPPLIES", done_on=MAY, note="热食和棉衣")
    known = identify_homeless(
        actor=room, aid=aid, name="吴大明", id_number="510402197003020012", on=MAY
    )
    ended = end_homeless_aid(actor=room, aid=known, outcome="FAMILY", on=TODAY)

    assert (known.name, known.id_number) == ("吴大明", "510402197003020012")
    assert "吴大明" not in str(known)
    assert (ended.outcome, ended.ended_on) == ("FAMILY", TODAY)
    assert [step.kind for step in aid.steps.order_by("id")] == ["SUPPLIES", "IDENTITY"]
    assert done() == [
        "homeless.open",
        "homeless.step",
        "homeless.step",
        "homeless.identify",
        "homeless.end",
    ]


def test_nothing_is_done_after_the_help_has_ended(network, head):
    aid = a_homeless_aid(
        network["S001"], outcome="LEFT", ended_on=MAY, ended_received_at=clock.now()
    )
    for act in (
        lambda: add_homeless_step(actor=head, aid=aid, kind="SUPPLIES", done_on=TODAY),
        lambda: identify_homeless(actor=head, aid=aid, name="吴大明", on=TODAY),
        lambda: end_homeless_aid(actor=head, aid=aid, outcome="FAMILY", on=TODAY),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "ended"


def test_a_bad_value_of_such_help_is_refused_by_its_field(network, head):
    for changes, field in (
        ({"met_on": AFTER}, "met_on"),
        ({"found_by": "CHANCE"}, "found_by"),
        ({"looks": " "}, "looks"),
        ({"place": ""}, "place"),
    ):
        with pytest.raises(Invalid) as refused:
            open_homeless_aid(actor=head, station=network["S001"], **(AID | changes))
        assert fields(refused) == [field]
    aid = a_homeless_aid(network["S001"])
    for act, field in (
        (lambda: add_homeless_step(actor=head, aid=aid, kind="X", done_on=MAY), "kind"),
        (
            lambda: add_homeless_step(actor=head, aid=aid, kind="SUPPLIES", done_on=BEFORE),
            "done_on",
        ),
        (lambda: identify_homeless(actor=head, aid=aid, name=" ", on=MAY), "name"),
        (
            lambda: identify_homeless(actor=head, aid=aid, name="吴", id_number="1", on=MAY),
            "id_number",
        ),
        (lambda: end_homeless_aid(actor=head, aid=aid, outcome="", on=MAY), "outcome"),
        (lambda: end_homeless_aid(actor=head, aid=aid, outcome="FAMILY", on=BEFORE), "on"),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert fields(refused) == [field]
    assert HomelessAid.objects.get(pk=aid.pk).ended_on is None


FILING = {"on": TODAY, "division_code": "510402001001"}


def test_the_file_of_one_who_was_found_out_is_opened_in_a_household(network, head, done):
    number = "510402197003020012"
    aid = a_homeless_aid(network["S001"], name="吴大明", id_number=number)
    filed = file_homeless(actor=head, aid=aid, **FILING)

    person = filed.beneficiary
    assert (person.name, person.id_number, person.born_on) == ("吴大明", number, date(1970, 3, 2))
    assert (person.household.name, person.filed_on) == ("吴大明", TODAY)
    assert done() == ["household.add", "beneficiary.file", "homeless.file"]
    with pytest.raises(Conflict) as refused:
        file_homeless(actor=head, aid=aid, **FILING)
    assert refused.value.code == "known_person"


def test_a_file_that_is_there_is_linked_also_after_the_help_and_gives_its_name(
    network, head, person
):
    aid = a_homeless_aid(
        network["S001"], outcome="LEFT", ended_on=MAY, ended_received_at=clock.now()
    )
    filed = file_homeless(actor=head, aid=aid, on=TODAY, beneficiary=person)

    assert (filed.beneficiary, filed.name) == (person, person.name)
    named = a_homeless_aid(network["S001"], name="吴大明")
    assert file_homeless(actor=head, aid=named, on=TODAY, beneficiary=person).name == "吴大明"


def test_a_file_of_somebody_known_is_not_opened_twice(network, head):
    number = "510402197003020012"
    file_person(network["S001"], id_number=number, id_number_index=index_id_number(number))
    aid = a_homeless_aid(network["S001"], name="吴大明", id_number=number)
    with pytest.raises(Conflict) as refused:
        file_homeless(actor=head, aid=aid, **FILING)
    assert (refused.value.code, HomelessAid.objects.get().beneficiary) == ("known_person", None)


def test_what_such_a_file_needs_is_named(network, head, person):
    station = network["S001"]
    nameless, home = a_homeless_aid(station), live_together(station)
    for changes, field in (
        ({}, "name"),
        ({"name": "吴大明", "division_code": ""}, "division_code"),
        ({"name": "吴大明", "on": BEFORE}, "on"),
        ({"name": "吴大明", "on": AFTER}, "on"),
        ({"name": "吴大明", "id_number": "1"}, "id_number"),
        ({"beneficiary": person, "household": home}, "household"),
    ):
        with pytest.raises(Invalid) as refused:
            file_homeless(actor=head, aid=nameless, **(FILING | changes))
        assert fields(refused) == [field]
    assert Beneficiary.objects.count() == 1


def test_who_files_whom(network, actor, head):
    aid, foreign = a_homeless_aid(network["R001"], name="吴大明"), file_person(network["S002"])
    for who, given in (
        (actor("ROOM_STAFF"), FILING),
        (actor("BUREAU"), FILING),
        (head, {"on": TODAY, "beneficiary": foreign}),
    ):
        with pytest.raises(Forbidden):
            file_homeless(actor=who, aid=aid, **given)


def test_the_help_stands_on_the_person_s_page(network, visitor):
    aid, code = a_homeless_aid(network["S001"], name="吴大明"), network["S001"].code
    who = visitor("WORKER", code)
    one = f"/casework/{code}/homeless-aids/{aid.uuid}/"
    assert "吴大明" in who.get(f"{one}file/").content.decode()
    sent = {"on": str(TODAY), "name": "吴大明", "division_code": "510402001001"}
    assert who.post(f"{one}file/", sent | {"division_code": "1"}).status_code == 422
    assert who.post(f"{one}file/", sent).status_code == 302
    person = Beneficiary.objects.get()
    shown = who.get(f"/casework/{code}/persons/{person.uuid}/").content.decode()
    assert one in shown
    assert str(person.uuid) in who.get(one).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"patrolled_on": AFTER}, "patrolled_on"),
        ({"patrollers": 0}, "patrollers"),
        ({"helped": 2}, "helped"),
        ({"route": " "}, "route"),
    ],
)
def test_a_patrol_has_people_and_helps_no_more_than_it_met(network, head, changes, field):
    assert record_patrol(actor=head, station=network["S001"], **PATROL).met == 1
    with pytest.raises(Invalid) as refused:
        record_patrol(actor=head, station=network["S001"], **(PATROL | changes))

    assert fields(refused) == [field]


def test_the_tables_know_no_impossible_help(network):
    station = network["S001"]
    for wrong in (
        lambda: a_patrol(station, patrollers=0),
        lambda: a_patrol(station, helped=2),
        lambda: a_homeless_aid(station, outcome="LEFT"),
        lambda: a_homeless_aid(
            station, outcome="LEFT", ended_on=BEFORE, ended_received_at=clock.now()
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_a_person_is_referred_by_consent_and_the_agency_answers(head, person, done):
    made = refer_person(
        actor=head,
        beneficiary=person,
        receiver="市精神卫生中心",
        reason="需专科治疗",
        consent=agree(person),
        referred_on=MAY,
    )
    answered = record_feedback(
        actor=head, referral=made, outcome="TAKEN", on=TODAY, feedback="已建档"
    )

    assert (answered.outcome, answered.answered_on, answered.feedback) == ("TAKEN", TODAY, "已建档")
    assert done() == ["referral.make", "referral.feedback"]
    with pytest.raises(Conflict):
        record_feedback(actor=head, referral=made, outcome="TAKEN", on=TODAY)


def test_no_consent_no_referral(head, network, person):
    other = file_person(network["S001"])
    ended = agree(person, kind="IMAGE", ended_on=MAY, ended_reason="x")
    early = agree(person, kind="SENSITIVE_DATA", on=TODAY)
    given = {"beneficiary": person, "receiver": "中心", "reason": "x", "referred_on": MAY}
    for consent in (agree(other), ended, early):
        with pytest.raises(Invalid) as refused:
            refer_person(actor=head, consent=consent, **given)
        assert fields(refused) == ["consent"]
    assert not Referral.objects.exists()
    good = {**given, "consent": agree(person)}
    for changes, field in (
        ({"receiver": " "}, "receiver"),
        ({"reason": ""}, "reason"),
        ({"referred_on": AFTER}, "referred_on"),
    ):
        with pytest.raises(Invalid) as refused:
            refer_person(actor=head, **(good | changes))
        assert fields(refused) == [field]


def test_bad_feedback_is_refused_by_its_field(head, person):
    made = refers(person)
    for changes, field in (
        ({"outcome": ""}, "outcome"),
        ({"outcome": "MAYBE"}, "outcome"),
        ({"on": BEFORE}, "on"),
        ({"on": AFTER}, "on"),
    ):
        with pytest.raises(Invalid) as refused:
            record_feedback(
                actor=head, referral=made, **({"outcome": "TAKEN", "on": MAY} | changes)
            )
        assert fields(refused) == [field]
    for wrong in ({"outcome": "TAKEN"}, {"answered_on": MAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            refers(person, **wrong)


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "ROOM_STAFF", "SUPERVISOR", "TOWNSHIP"])
def test_only_the_station_applies_and_refers(actor, person, role):
    other = actor(role)
    with pytest.raises(Forbidden):
        help_apply(actor=other, beneficiary=person, policy="LEGAL", helped_on=MAY)
    with pytest.raises(Forbidden):
        refer_person(
            actor=other,
            beneficiary=person,
            receiver="中心",
            reason="x",
            consent=agree(person),
            referred_on=MAY,
        )
    assert not BenefitApplication.objects.exists()


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "SUPERVISOR", "TOWNSHIP"])
def test_only_places_help_the_homeless(network, actor, role):
    other = actor(role)
    with pytest.raises(Forbidden):
        open_homeless_aid(actor=other, station=network["S001"], **AID)
    with pytest.raises(Forbidden):
        record_patrol(actor=other, station=network["S001"], **PATROL)
    with pytest.raises(Forbidden):
        end_homeless_aid(
            actor=other, aid=a_homeless_aid(network["S001"]), outcome="LEFT", on=date(2026, 6, 1)
        )
