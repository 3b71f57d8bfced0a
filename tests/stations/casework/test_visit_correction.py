"""A visit is put right: what it said stays, what is counted counts as received now, a phone that
sends the old words again has nothing to choose from."""

import json
from datetime import date, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, Stale
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.domain import correct_visit
from stations.casework.domain.erase import erase_person
from stations.casework.models import Beneficiary, Visit, VisitCorrection
from stations.network.queries.figures import Unit, figures
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import COUNTY
from tests.fixtures.custody import an_opening, file_child
from tests.fixtures.records import add_worker, file_person, live_together, noon, visit
from tests.stations.conftest import Visitor

CODE, ROOM = "510402-S001", "510402-R001"
HELD = date(2026, 11, 4)
WHY = "与纸质记录核对"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def made(network):
    return visit(file_person(network["R001"], name="李秀英"), HELD, note="药够半月")


def url(name, *args):
    return reverse(f"casework:{name}", args=args, urlconf="config.urls_county")


def correct(visit, actor, **values):
    return correct_visit(actor=actor, visit=visit, **{"reason": WHY} | values)


def counted(station):
    return {each.key: each.quantity for each in figures(station, HELD.year)}


def test_a_note_is_put_right_and_what_it_said_stays(made, actor):
    received, worker = made.received_at, actor("WORKER")
    correct(made, worker, note=" 药够一月 ")
    made.refresh_from_db()
    kept = made.corrections.get()

    assert (made.note, made.received_at, made.is_late) == ("药够一月", received, False)
    assert (kept.note, kept.reason, kept.was_received_at) == ("药够半月", WHY, received)
    assert (kept.held_at, kept.place, kept.result) == (made.held_at, "HOME", "MET")
    assert (kept.by_name, kept.received_at) == (worker.name, clock.now())
    entry = Entry.objects.get(action="visit.correct")
    assert entry.after["fields"] == ["note"]
    assert WHY not in json.dumps(entry.after, ensure_ascii=False)


def test_what_is_kept_is_encrypted(made, actor):
    correct(made, actor("WORKER"), note="药够一月")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, reason FROM casework_visitcorrection")
        stored = cursor.fetchone()

    assert "药够半月" not in stored[0]
    assert WHY not in stored[1]


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"result": "NOT_HOME"}, True),
        ({"place": "PHONE"}, True),
        ({"joint_with": ["PURCHASER"]}, True),
        ({"held_at": noon(HELD) + timedelta(days=1)}, True),
        ({"held_at": noon(HELD) + timedelta(hours=1)}, False),
        ({"note": "改"}, False),
        ({"sections": '{"potential": "会吹笛子"}'}, False),
    ],
)
def test_what_is_counted_counts_as_received_with_the_correction(made, actor, values, counts):
    """C912b: a correction is no way to bring something into a time that is over."""
    Visit.objects.update(received_at=noon(HELD))
    correct(made, actor("HEAD"), **values)

    made.refresh_from_db()
    assert (made.received_at == clock.now()) is counts


def test_a_late_correction_is_marked_as_a_late_entry_is(made, actor, visitor):
    with clock.frozen(noon(HELD) + timedelta(days=31)):
        correct(made, actor("WORKER"), note="药够一月")
        page = visitor("HEAD", CODE).get(url("visit", CODE, made.uuid)).content.decode()
        made.refresh_from_db()
        assert (made.corrections.get().is_late, made.is_late) == (True, False)
        assert page.count("补录") == 1
        correct(made, actor("WORKER"), result="REFUSED")
        made.refresh_from_db()
        assert made.is_late
        page = visitor("HEAD", CODE).get(url("visit", CODE, made.uuid)).content.decode()
        assert page.count("补录") == 3


def test_the_household_is_that_of_the_day_now_named(network, actor):
    """N04."""
    person = file_person(network["S001"])
    old, new = live_together(network["S001"], person), live_together(network["S001"])
    made = visit(person, HELD)
    Visit.objects.update(household=old)
    Beneficiary.objects.filter(pk=person.pk).update(
        household=new, former_household=old, household_since=date(2026, 11, 10)
    )
    correct(made, actor("WORKER"), held_at=noon(date(2026, 11, 12)))

    made.refresh_from_db()
    assert made.household_id == new.pk


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"held_at": datetime(2026, 12, 24, 9, tzinfo=ZONE)}, "held_at"),
        ({"result": ""}, "result"),
        ({"place": "MOON"}, "place"),
        ({"joint_with": ["MOON"]}, "joint_with"),
        ({"note": "改", "reason": "  "}, "reason"),
    ],
)
def test_a_wrong_correction_is_named_and_changes_nothing(made, actor, values, field):
    with pytest.raises(Invalid) as refused:
        correct(made, actor("WORKER"), **values)

    assert [each.field for each in refused.value.errors] == [field]
    assert not VisitCorrection.objects.exists()
    assert Visit.objects.get().note == "药够半月"


def test_when_nothing_can_be_corrected(made, actor):
    worker = actor("WORKER")
    with pytest.raises(Conflict, match="相同"):
        correct(made, worker, note="药够半月", result="MET")
    with pytest.raises(Stale):
        correct(made, worker, note="改", version=1)
    correct(made, worker, note="改", version=0)
    withdraw(actor=worker, entry=Visit.objects.get(), reason="登错人")
    with pytest.raises(Conflict):
        correct(made, worker, note="再改")


def test_an_erased_person_is_written_about_no_more(network, actor):
    person = file_person(network["S001"], closed_on=date(2026, 11, 10))
    made = visit(person, HELD, note="药够半月")
    correct(made, actor("HEAD"), note="药够一月")
    erase_person(actor=actor("BUREAU"), person=person)

    kept = VisitCorrection.objects.get()
    assert (kept.note, kept.reason, kept.place) == ("", "", "HOME")
    with pytest.raises(Conflict):
        correct(made, actor("HEAD"), note="又写")


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "TOWNSHIP", "SUPERVISOR", "AGENCY"])
def test_others_correct_none(made, actor, role):
    with pytest.raises(Forbidden):
        correct(made, actor(role), note="改")


def test_a_minors_visit_is_corrected_by_who_may_read_the_file(network, actor, visitor):
    made = visit(file_child(network["S001"]), HELD, note="在校情况良好")

    with pytest.raises(Forbidden):
        correct(made, actor("WORKER"), note="改")
    assert visitor("WORKER", CODE).get(url("visit-edit", CODE, made.uuid)).status_code == 404
    correct(made, actor("HEAD"), note="在校情况一般")
    assert visitor("WORKER", CODE).get(url("visit", CODE, made.uuid)).status_code == 404


# ---- The page


def test_the_form_begins_with_what_the_visit_says(made, visitor):
    staff = add_worker("王小芳")
    Visit.objects.update(staff=staff, joint_with=["OTHER"], sections='{"potential": "会吹笛子"}')
    head = visitor("HEAD", CODE)
    page = head.get(url("visit-edit", CODE, made.uuid)).content.decode()

    for words in ("2026-11-04T12:00", "药够半月", "会吹笛子", "王小芳", 'value="OTHER"'):
        assert words in page, words
    assert "服务对象</label>" not in page


def test_the_page_corrects_and_shows_what_was_said(made, visitor):
    staff, worker = add_worker("王小芳"), visitor("WORKER", CODE)
    Visit.objects.update(staff=staff, held_at=noon(HELD) + timedelta(seconds=7))
    form = {
        "held_at": "2026-11-04T12:00",
        "place": "HOME",
        "result": "REFUSED",
        "staff": str(staff.uuid),
        "note": "改日再来",
        "joint_with": ["VOLUNTEER", "PURCHASER"],
        "version": "0",
        "reason": WHY,
    }
    address = url("visit-edit", CODE, made.uuid)
    sent = worker.post(address, form)
    stale = worker.post(address, form | {"note": "又一次"})

    assert (sent.status_code, sent.url) == (302, url("visit", CODE, made.uuid))
    assert stale.status_code == 422
    assert "又一次" in stale.content.decode()
    assert "他人修改" in stale.content.decode()
    made.refresh_from_db()
    assert (made.result, made.staff, made.held_at.second) == ("REFUSED", staff, 7)
    assert made.joint_with == ["VOLUNTEER", "PURCHASER"]
    for who, code in ((worker, CODE), (visitor("ROOM_STAFF", ROOM), ROOM)):
        page = who.get(url("visit", code, made.uuid)).content.decode()
        for words in ("药够半月", "改日再来", WHY, "甲方人员", "更正前内容", "见到"):
            assert words in page, words
    masked = visitor("BUREAU").get(url("visit", CODE, made.uuid)).content.decode()
    assert "更正前内容" in masked
    assert "药够半月" not in masked
    assert WHY not in masked


def test_as_many_queries_for_three_corrections_as_for_one(made, actor, visitor):
    head, address = visitor("HEAD", CODE), url("visit", CODE, made.uuid)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert head.get(address).status_code == 200
        enter_county(COUNTY)
        return len(asked)

    correct(made, actor("HEAD"), note="一")
    head.get(address)
    one = queries()
    for note in ("二", "三"):
        correct(made, actor("HEAD"), note=note)
    assert queries() == one


# ---- The phone


def body(person, **given):
    return {
        "beneficiary": str(person.uuid),
        "held_at": "2026-11-19T09:30:00+08:00",
        "place": "HOME",
        "result": "MET",
        "joint_work": False,
        "joint_with": [],
        "note": "血压正常",
        "sections": {},
    } | given


def put(who, uuid, sent):
    address = url("home-visits-arrive", uuid)
    answer = who.client.put(address, json.dumps(sent), content_type="application/json")
    enter_county(COUNTY)
    return answer.status_code, json.loads(answer.content)


def test_the_old_words_sent_again_are_known_and_change_nothing(network, visitor, actor):
    head, uuid, sent = visitor("HEAD", CODE), uuid4(), body(file_person(network["S001"]))
    put(head, uuid, sent)
    stored = Visit.objects.get()
    correct(stored, actor("HEAD"), note="血压偏高", result="REFUSED")
    correct(stored, actor("HEAD"), note="血压很高")
    entries = Entry.objects.count()
    stands = sent | {"note": "血压很高", "result": "REFUSED"}

    assert put(head, uuid, sent) == (200, stands)
    assert put(head, uuid, stands | {"note": "血压偏高"}) == (200, stands)
    status, problem = put(head, uuid, sent | {"note": "别的"})
    assert (status, problem["code"], problem["stored"]["note"]) == (409, "differs", "血压很高")
    assert Visit.objects.get().note == "血压很高"
    assert Entry.objects.count() == entries


def test_of_a_file_that_has_closed_the_phone_reads_its_own_words_alone(
    network, member, county_client, actor
):
    child, sender = file_child(network["S001"]), member("WORKER", scope_code=CODE)
    opened, uuid, sent = noon(date(2026, 11, 18)), uuid4(), body(child)
    until = opened + timedelta(hours=24)
    an_opening(child, by_uuid=sender.uuid, opened_at=opened, valid_until=until)
    user = Visitor(county_client(sender))
    assert put(user, uuid, sent)[0] == 201
    correct(Visit.objects.get(), actor("HEAD"), note="在校受人欺负", result="REFUSED")

    assert put(user, uuid, sent) == (200, sent)
    status, problem = put(user, uuid, sent | {"note": "别的"})
    assert (status, "stored" in problem) == (409, False)


# ---- Who came along (Z11)


def test_accompanied_home_visits_count_persons_not_trips(network):
    station = network["S001"]
    home = live_together(station)
    couple = [file_person(station, household=home) for _ in range(2)]
    for person in couple:
        visit(person, HELD, joint_with=["VOLUNTEER", "PURCHASER"])
    visit(couple[0], HELD, joint_with=["VOLUNTEER"])
    visit(couple[0], HELD, joint_with=["PURCHASER"], place="SCHOOL")
    visit(couple[0], HELD, joint_with=["PURCHASER"], result="NOT_HOME")
    visit(couple[0], HELD, joint_with=["PURCHASER"], withdrawn_at=clock.now())

    assert counted(station)["accompanied_visits"] == Unit.PERSON_TIME.of(2)


def test_visits_of_before_say_by_the_code_that_a_volunteer_came(made):
    other = visit(made.beneficiary, HELD)
    Visit.objects.filter(pk=made.pk).update(joint_work=True)
    import_module("stations.casework.migrations.0011_corrections").fill_companions(apps, None)

    assert Visit.objects.get(pk=made.pk).joint_with == ["VOLUNTEER"]
    assert Visit.objects.get(pk=other.pk).joint_with == []


def test_a_phone_of_before_says_of_volunteers_alone_whether_they_came(network, visitor):
    head, uuid = visitor("HEAD", CODE), uuid4()
    old = body(file_person(network["S001"]), joint_work=True)
    del old["joint_with"]

    status, answer = put(head, uuid, old)
    assert (status, answer["joint_with"], answer["joint_work"]) == (201, ["VOLUNTEER"], True)
    assert put(head, uuid, old)[0] == 200
    assert put(head, uuid, old | {"joint_with": ["PURCHASER", "VOLUNTEER"]})[0] == 409
    status, problem = put(head, uuid4(), old | {"joint_with": ["MOON"]})
    assert (status, problem["errors"][0]["field"]) == (422, "joint_with")
    assert problem["errors"][0]["allowed"] == ["VOLUNTEER", "PURCHASER", "OTHER"]
