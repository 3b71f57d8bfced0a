"""Complaints about ethics: taken down by many, decided by the county, kept from the head's eyes."""

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.people.domain import decide_complaint, record_complaint
from stations.people.models import EthicsComplaint
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import add_worker, head, works
from tests.fixtures.staffing import complains

CODE, TOWN = "510402-S001", "510402001"
DAY = date(2026, 5, 4)
WORDS = "上门时言语粗暴"
NEW = {"raised_on": DAY, "source": "FAMILY", "summary": WORDS}
FOUND = {"result": "UPHELD", "on": TODAY, "reason": "两名邻居证实"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def fields(refused):
    return {error.field for error in refused.value.errors}


def seen(actor):
    return set(EthicsComplaint.objects.restrict(actor, "view"))


def url(name, *more):
    return reverse(
        f"people:ethics-complaints-{name}", args=[CODE, *more], urlconf="config.urls_county"
    )


def words(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_complaint_is_taken_by_many_and_decided_by_the_county(network, actor, done):
    complaint = record_complaint(actor=actor("TOWNSHIP"), station=network["S001"], **NEW)
    for role in ("HEAD", "HUB_STAFF", "TOWNSHIP", "AGENCY"):
        with pytest.raises(Forbidden):
            decide_complaint(actor=actor(role), entry=complaint, **FOUND)

    decide_complaint(actor=actor("BUREAU"), entry=complaint, **FOUND)

    complaint.refresh_from_db()
    assert (complaint.upheld_on, complaint.dismissed_on, complaint.state) == (
        *(TODAY, None, "UPHELD"),
    )
    assert (complaint.decided_received_at.date(), complaint.decision_reason) == (
        *(TODAY, "两名邻居证实"),
    )
    assert done() == ["complaint.record", "complaint.uphold"]


@pytest.mark.parametrize("role", ["AGENCY", "SUPERVISOR", "AUDITOR", "REVIEWER", "PURCHASER"])
def test_others_take_no_complaint_down(network, actor, role):
    with pytest.raises(Forbidden):
        record_complaint(actor=actor(role), station=network["S001"], **NEW)


def test_a_complaint_not_upheld_is_decided_once_too(network, actor, done):
    complaint = record_complaint(actor=actor("WORKER"), station=network["R001"], **NEW)
    bureau = actor("BUREAU")
    decide_complaint(actor=bureau, entry=complaint, **(FOUND | {"result": "NOT_UPHELD"}))

    complaint.refresh_from_db()
    assert (complaint.upheld_on, complaint.dismissed_on, complaint.state) == (
        *(None, TODAY, "NOT_UPHELD"),
    )
    for result in ("UPHELD", "NOT_UPHELD"):
        with pytest.raises(Conflict):
            decide_complaint(actor=bureau, entry=complaint, **(FOUND | {"result": result}))
    assert done() == ["complaint.record", "complaint.dismiss"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"raised_on": date(2026, 11, 21)}, "raised_on"),
        ({"source": "NEIGHBOUR"}, "source"),
        ({"summary": "  "}, "summary"),
    ],
)
def test_a_wrong_value_is_named(network, actor, wrong, named):
    with pytest.raises(Invalid) as refused:
        record_complaint(actor=actor("HEAD"), station=network["S001"], **(NEW | wrong))

    assert fields(refused) == {named}
    assert EthicsComplaint.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"result": "OPEN"}, "result"),
        ({"on": date(2026, 5, 3)}, "on"),
        ({"on": date(2026, 11, 21)}, "on"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_wrong_decision_is_named(network, actor, wrong, named):
    complaint = complains(network["S001"], DAY)
    with pytest.raises(Invalid) as refused:
        decide_complaint(actor=actor("BUREAU"), entry=complaint, **(FOUND | wrong))

    assert fields(refused) == {named}
    complaint.refresh_from_db()
    assert complaint.state == "OPEN"


def test_a_withdrawn_complaint_is_not_decided_and_only_the_county_withdraws(network, actor):
    complaint = complains(network["S001"], DAY)
    for role in ("HEAD", "TOWNSHIP", "HUB_STAFF"):
        with pytest.raises(Forbidden):
            withdraw(actor=actor(role), entry=complaint, reason="误会")
    withdraw(actor=actor("BUREAU"), entry=complaint, reason="重复登记")

    with pytest.raises(Conflict):
        decide_complaint(actor=actor("BUREAU"), entry=complaint, **FOUND)


def test_a_complaint_is_not_upheld_and_dismissed_at_once(network):
    with pytest.raises(IntegrityError):
        complains(network["S001"], DAY, upheld_on=TODAY, dismissed_on=TODAY)


def test_a_head_reads_none_about_a_head(network, actor):
    boss, other = add_worker(), add_worker()
    works(boss, network["S001"])
    head(boss, network["S001"], date(2021, 6, 1))
    of_boss = complains(network["S001"], DAY, staff=boss)
    of_other = complains(network["R001"], DAY, staff=other)
    of_nobody = complains(network["S001"], DAY)
    elsewhere = complains(network["S002"], DAY)

    assert seen(actor("HEAD")) == {of_other, of_nobody}
    assert seen(actor("TOWNSHIP")) == {of_boss, of_other, of_nobody}
    assert seen(actor("AGENCY")) == {of_boss, of_other, of_nobody}
    assert seen(actor("BUREAU")) == {of_boss, of_other, of_nobody, elsewhere}
    assert seen(actor("WORKER")) == seen(actor("SUPERVISOR")) == seen(actor("PURCHASER")) == set()


def test_a_former_head_is_a_worker_like_others(network, actor):
    former = add_worker()
    head(former, network["S001"], date(2021, 6, 1), date(2026, 11, 20))
    complaint = complains(network["S001"], DAY, staff=former)

    assert seen(actor("HEAD")) == {complaint}


def test_whoever_took_it_down_reads_it_again(network, actor):
    taker, other = actor("ROOM_STAFF"), actor("ROOM_STAFF")
    complaint = record_complaint(actor=taker, station=network["R001"], **NEW)

    assert (seen(taker), seen(other)) == ({complaint}, set())


def test_the_words_lie_encrypted_and_stay_out_of_the_trail(network, actor):
    complaint = record_complaint(actor=actor("HEAD"), station=network["S001"], **NEW)
    decide_complaint(actor=actor("BUREAU"), entry=complaint, **FOUND)

    with connection.cursor() as cursor:
        cursor.execute("SELECT summary || decision_reason FROM people_ethicscomplaint")
        (stored,) = cursor.fetchone()
    trail = " ".join(str(vars(entry)) for entry in Entry.objects.all())
    for text in (WORDS, FOUND["reason"]):
        assert text not in stored
        assert text not in trail


def test_from_the_form_to_the_decision(network, visitor):
    worker = add_worker("王小芳")
    works(worker, network["S001"], until=date(2026, 10, 1))  # has left since
    form = {"raised_on": "2026-05-04", "source": "RECIPIENT", "summary": WORDS}
    taker = visitor("WORKER", CODE)
    taken = taker.post(url("new"), form | {"staff": str(worker.uuid)})
    complaint = EthicsComplaint.objects.get()
    assert taken.headers["Location"] == url("one", complaint.uuid)
    assert WORDS in words(taker.get(url("one", complaint.uuid)))

    bureau = visitor("BUREAU")
    page = words(bureau.get(url("one", complaint.uuid)))
    assert all(
        said in page for said in (WORDS, "王小芳", "服务对象", url("decide", complaint.uuid))
    )
    bureau.post(
        url("decide", complaint.uuid),
        {"result": "UPHELD", "on": "2026-11-20", "reason": "属实，已批评教育"},
    )

    page = words(bureau.get(url("one", complaint.uuid)))
    assert ("属实，已批评教育" in page, url("decide", complaint.uuid) in page) == (True, False)
    auditor = words(visitor("AUDITOR").get(url("one", complaint.uuid)))
    assert (WORDS in auditor, "已批评教育" in auditor) == (False, False)
    assert words(bureau.get(url("list") + "?state=UPHELD")).count(str(complaint.uuid)) > 0
    assert str(complaint.uuid) not in words(bureau.get(url("list") + "?state=OPEN"))


def test_over_the_api(network, member):
    def call(role, path, body, scope=CODE):
        client = api_client_for(member(role, scope_code=scope), COUNTY)
        answer = client.post(f"/api/v1/ethics-complaints{path}", body, "application/json")
        enter_county(COUNTY)
        return answer

    body = {"station": CODE, "raised_on": "2026-05-04", "source": "COLLEAGUE", "summary": WORDS}
    made = call("TOWNSHIP", "", body, TOWN)
    assert (made.status_code, made.json()["state"], made.json()["summary"]) == (201, "OPEN", WORDS)
    path = f"/{made.json()['id']}/decide"
    found = {"result": "NOT_UPHELD", "on": "2026-11-20", "reason": "查无实据"}
    assert call("HEAD", path, found).status_code == 403
    decided = call("BUREAU", path, found, "")
    assert (decided.json()["state"], decided.json()["decided_on"]) == ("NOT_UPHELD", "2026-11-20")
    assert call("BUREAU", path, found, "").status_code == 409
    wrong = call("TOWNSHIP", "", body | {"source": ""}, TOWN)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "source")


def test_its_words_are_emptied_by_the_county_and_not_by_the_station(network, actor, member):
    complaint = record_complaint(actor=actor("TOWNSHIP"), station=network["S001"], **NEW)
    path = f"/api/v1/ethics-complaints/{complaint.uuid}/purge"
    body = {"field": "summary", "reason": "写入了与投诉无关的内容"}
    head = api_client_for(member("HEAD", scope_code=CODE), COUNTY)
    assert head.post(path, body, "application/json").status_code == 403

    bureau = api_client_for(member("BUREAU"), COUNTY)
    assert bureau.post(path, body, "application/json").status_code == 200
    enter_county(COUNTY)
    complaint.refresh_from_db()
    assert complaint.summary == ""
