"""Certified persons who are no workers of the network (M43, M44, Q08)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import enter_cultivated, reveal_cultivated
from stations.people.models import CultivatedPerson
from stations.records.domain import withdraw
from stations.records.identity import index_id_number
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, certify, works
from tests.fixtures.staffing import leads

CODE = "510402-S001"
DAY = date(2026, 9, 25)
ID_NUMBER = "510402199902300009"
PERSON = {
    "name": " 钱居民 ",
    "id_number": ID_NUMBER,
    "level": "ASSISTANT",
    "issued_on": DAY,
    "way": "TRAINED",
    "hours": Decimal(20),
    "number": "SG-1",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def enter(network, actor, role="HEAD", **given):
    return enter_cultivated(actor=actor(role), station=network["S001"], **(PERSON | given))


def test_a_person_lies_encrypted_and_is_read_for_a_reason(network, actor, done):
    made = enter(network, actor)
    shown = reveal_cultivated(actor=actor("AGENCY"), entry=made, reason="核对证书")

    assert shown == {"name": "钱居民", "id_number": ID_NUMBER}
    assert done() == ["cultivatedperson.enter", "cultivatedperson.reveal"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name || id_number FROM people_cultivatedperson")
        stored = cursor.fetchone()[0]
    trail = str(list(Entry.objects.values_list("object_text", "before", "after")))
    for secret in ("钱居民", ID_NUMBER):
        assert secret not in stored
        assert secret not in trail
    with pytest.raises(Forbidden):
        reveal_cultivated(actor=actor("WORKER"), entry=made, reason="核对证书")


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"name": "  "}, "name"),
        ({"id_number": ""}, "id_number"),
        ({"id_number": "51040"}, "id_number"),
        ({"level": "LOCAL_AIDE"}, "level"),
        ({"issued_on": date(2026, 11, 21)}, "issued_on"),
        ({"way": "LUCK"}, "way"),
        ({"hours": Decimal("19.5")}, "hours"),
        ({"hours": None}, "hours"),
        ({"way": "REGISTERED", "hours": Decimal(-1)}, "hours"),
    ],
)
def test_wrong_values_are_named(network, actor, wrong, named):
    with pytest.raises(Invalid) as refused:
        enter(network, actor, **wrong)

    assert [error.field for error in refused.value.errors] == [named]
    assert CultivatedPerson.objects.count() == 0


def test_nobody_is_entered_twice(network, actor):
    first = enter(network, actor)
    with pytest.raises(Conflict) as known:
        enter(network, actor, number="SG-2")
    assert known.value.code == "known_person"
    with pytest.raises(Conflict):
        enter(network, actor, id_number="510402199902300025")  # another person's certificate
    with pytest.raises(IntegrityError), transaction.atomic():
        leads(network["S002"], DAY, id_number=ID_NUMBER)
    withdraw(actor=actor("HEAD"), entry=first, reason="录错")
    enter(network, actor, way="REGISTERED", hours=None)

    assert CultivatedPerson.objects.filter(withdrawn_at=None).count() == 1


def test_a_workers_certificate_stands_with_the_worker(network, actor):
    worker = add_worker(id_number=ID_NUMBER, id_number_index=index_id_number(ID_NUMBER))
    works(worker, network["S002"])
    with pytest.raises(Conflict) as known:
        enter(network, actor)
    assert known.value.code == "known_person"
    certify(add_worker(), DAY, number="SG-1")
    with pytest.raises(Conflict):
        enter(network, actor, id_number="510402199902300025")


@pytest.mark.parametrize("role", ["WORKER", "ROOM_STAFF", "TOWNSHIP", "SUPERVISOR", "AUDITOR"])
def test_who_may_not_enter(network, actor, role):
    with pytest.raises(Forbidden):
        enter(network, actor, role)


def test_by_form_list_and_api(network, visitor, call):
    def url(name, *more):
        return reverse(f"people:{name}", args=[CODE, *more], urlconf="config.urls_county")

    head = visitor("HEAD", CODE)
    form = PERSON | {"issued_on": "2026-09-25", "hours": "24"}
    head.post(url("cultivated-persons-new"), form)
    made = CultivatedPerson.objects.get()

    page = head.get(url("cultivated-persons-one", made.uuid)).content.decode()
    assert all(said in page for said in ("钱居民", "助理社会工作师", "24.0", "510*************09"))
    other = visitor("WORKER", CODE).get(url("cultivated-persons-list")).content.decode()
    assert ("钱**" in other, "钱居民" in other) == (True, False)
    read = call("get", f"cultivated-persons/{made.uuid}", role="WORKER").json()
    assert (read["name"], read["number"], read["cultivated_by"]) == (
        "钱**",
        "",
        network["S001"].name,
    )
    again = call("post", "cultivated-persons", {"station": CODE, **form})
    assert (again.status_code, again.json()["code"]) == (409, "known_person")
