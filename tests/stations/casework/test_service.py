"""Services given: each under its clause, to somebody, by the place itself (G3211-G3253, M35)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.catalogue import codes_of, service_choices, service_fields, services
from stations.casework.domain import record_service
from stations.casework.models import ServiceRecord
from stations.casework.registers.service import hint_of
from stations.casework.standards import target_of, targets
from stations.network.domain.venue import set_venue
from stations.network.queries.figures import figures
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, belongs, file_person, live_together, serve

CLAUSES = {"ASSISTANCE": 8, "ELDER": 6, "CHILD": 3, "AFFAIRS": 3, "RURAL": 3, "PUBLIC": 5}
GIVEN = {"service": "3.2.2.4", "kind": "CARE", "served_on": date(2026, 5, 4)}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_every_clause_of_the_guideline_is_a_service():
    assert {field: len(codes_of(field)) for field in CLAUSES} == CLAUSES
    assert codes_of("RURAL") == ["3.2.5.1", "3.2.5.2", "3.2.5.3"]
    assert {each.clause for each in services().values() if each.field == "VETERANS"} == {
        "C04",
        *(f"C{number}" for number in range(62, 69)),
    }
    assert {each.field for each in services().values()} == set(service_fields())


def test_a_service_is_named_in_the_language_of_the_reader():
    with translation.override("en"):
        english = dict(service_choices())["3.2.1.8"]
    assert english == "3.2.1.8 Aid to the homeless"
    with translation.override("zh-hans"):
        assert dict(service_choices())["3.2.1.8"] == "3.2.1.8 流浪乞讨人员救助"


def test_a_service_is_given_to_a_person_or_to_many(network, actor, done):
    worker, station = actor("WORKER"), network["S001"]
    person, staff = file_person(network["R001"]), add_worker()

    one = record_service(
        actor=worker, station=station, beneficiary=person, staff=staff, note=" 陪同散步 ", **GIVEN
    )
    many = record_service(actor=worker, station=station, persons_count=30, **GIVEN)

    assert (one.beneficiary, one.persons_count, one.note) == (person, 1, "陪同散步")
    assert (one.staff_id, many.beneficiary, many.persons_count) == (staff.pk, None, 30)
    assert done() == ["service.record"] * 2
    assert one.get_service_display().startswith("3.2.2.4 ")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"service": "3.2.9.9"}, "service"),
        ({"kind": "OTHER"}, "kind"),
        ({"served_on": date(2026, 11, 21)}, "served_on"),
        ({"persons_count": 0}, "persons_count"),
    ],
)
def test_a_bad_value_is_refused_by_its_field(network, actor, changes, field):
    with pytest.raises(Invalid) as refused:
        record_service(actor=actor("HEAD"), station=network["S001"], **(GIVEN | changes))

    assert [error.field for error in refused.value.errors] == [field]


def test_the_person_is_one_whom_the_place_serves(network, actor):
    head, station = actor("HEAD"), network["S001"]
    with pytest.raises(Forbidden):
        record_service(
            actor=head, station=station, beneficiary=file_person(network["S002"]), **GIVEN
        )
    with pytest.raises(Invalid) as refused:
        record_service(
            actor=head, station=network["R001"], beneficiary=file_person(station), **GIVEN
        )
    assert [error.field for error in refused.value.errors] == ["beneficiary"]
    gone = file_person(station, withdrawn_at=clock.now())
    with pytest.raises(Conflict):
        record_service(actor=head, station=station, beneficiary=gone, **GIVEN)


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "TOWNSHIP", "SUPERVISOR", "AGENCY"])
def test_only_the_place_itself_enters_services(network, actor, role):
    with pytest.raises(Forbidden):
        record_service(actor=actor(role), station=network["S001"], **GIVEN)


def test_the_room_enters_its_own_and_not_the_station_s(network, actor):
    room = actor("ROOM_STAFF")

    assert record_service(actor=room, station=network["R001"], **GIVEN).station == network["R001"]
    with pytest.raises(Forbidden):
        record_service(actor=room, station=network["S001"], **GIVEN)


def test_who_sees_which_services(network, actor):
    for code in ("S001", "R001", "S002"):
        serve(network[code], date(2026, 5, 4))
    seen = {
        role: ServiceRecord.objects.restrict(actor(role), "view").count()
        for role in ("BUREAU", "HEAD", "WORKER", "ROOM_STAFF", "TOWNSHIP", "AGENCY", "REVIEWER")
    }

    assert list(seen.values()) == [3, 2, 2, 1, 0, 0, 0]


def test_the_table_knows_no_service_to_nobody(network):
    with pytest.raises(IntegrityError), transaction.atomic():
        serve(network["S001"], date(2026, 5, 4), persons_count=0)


def test_the_station_s_figure_counts_those_served_in_the_year(network):
    serve(network["S001"], date(2026, 1, 1), persons_count=30)
    serve(network["R001"], date(2026, 12, 31))
    serve(network["S001"], date(2025, 12, 31), persons_count=7)
    serve(network["S001"], date(2026, 5, 4), withdrawn_at=clock.now())
    serve(network["S002"], date(2026, 5, 4))
    found = {figure.key: figure for figure in figures(network["S001"], 2026)}

    assert (found["services"].value, found["services"].unit) == (31, "PERSON_TIME")


def test_a_service_for_others_is_a_hint_and_no_refusal(network, actor):
    """C61-C68: meant for kinds of which the person has none on the day."""
    person, head = file_person(network["S001"]), actor("HEAD")
    given = GIVEN | {"service": "V6.4b", "beneficiary": person}
    meant = record_service(actor=head, station=network["S001"], **given)

    assert hint_of(meant).endswith("移交政府安置的军队离退休干部等。")
    belongs(person, "resettled.RETIRED_OFFICER")
    assert hint_of(meant) == ""
    for service in ("3.2.2.4", "V6.5a"):
        other = record_service(actor=head, station=network["S001"], **given | {"service": service})
        assert hint_of(other) == ""


def settle(actor, station, kind):
    house = {"host_type": "INSTITUTION", "address": "一号", "institution": kind}
    set_venue(actor=actor("BUREAU"), station=station, **house)


def test_every_section_of_the_standard_says_whom_it_is_for():
    """C61-C68 but C67, which is for everybody; the hospital's four grounds word by word."""
    assert [target.begin for target in targets()] == ["V6.1", "V6.2", "V6.3", "V6.4", "V6.6"]
    codes = [code for code in services() if target_of(code)]
    assert {services()[code].clause for code in codes} == {
        f"C{n}" for n in (62, 63, 64, 65, 66, 68)
    }
    hospital = target_of("V6.1.2e")
    with translation.override("zh-hans"):
        assert [str(ground)[-6:] for ground in hospital.eligible] == [
            "四级残疾军人",
            "复员退伍军人",
            "复员退伍军人",
            "养的优抚对象",
        ]


def test_a_hospital_s_service_hints_at_place_and_person(network, actor):
    person, head = file_person(network["S001"]), actor("HEAD")
    given = GIVEN | {"service": "V6.1.2e", "beneficiary": person}
    record = record_service(actor=head, station=network["S001"], **given)
    assert ("优抚医院" in hint_of(record), "一级至四级残疾军人" in hint_of(record)) == (True, True)

    settle(actor, network["S001"], "VETERANS_HOSPITAL")
    record.refresh_from_db()
    assert ("机构" in hint_of(record), "一级至四级残疾军人" in hint_of(record)) == (False, True)
    belongs(person, "military.DISABLED")
    assert hint_of(record) == ""


def test_the_household_of_who_is_eligible_is_meant_in_the_hospital_alone(network, actor):
    wife, soldier = file_person(network["S001"]), file_person(network["S001"])
    live_together(network["S001"], wife, soldier)
    belongs(soldier, "military.VETERAN")
    settle(actor, network["S001"], "VETERANS_HOSPITAL")
    hints = [
        hint_of(serve(network["S001"], date(2026, 5, 4), service=service, beneficiary=wife))
        for service in ("V6.1.2e", "V6.3a")
    ]
    assert [bool(hint) for hint in hints] == [False, True]


@pytest.mark.parametrize(
    ("kind", "said"),
    [("VETERANS_HOSPITAL", "带病回乡"), ("VETERANS_HOME", "光荣院供养对象"), ("ELDERLY_HOME", "")],
)
def test_the_form_says_in_an_institution_whom_its_services_are_for(
    network, actor, visitor, kind, said
):
    settle(actor, network["S001"], kind)
    code = network["S001"].code
    page = visitor("WORKER", code).get(f"/casework/{code}/services/new/").content.decode()

    assert (said in page, "的服务对象：" in page) == (True, bool(said))
