"""Staff: entered once, assigned, ended; every write in the audit trail."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.crypto import blind_index
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.hooks import records_changed
from stations.people.domain import (
    add_credential,
    add_staff,
    appoint_head,
    assign_staff,
    divide_tasks,
    end_assignment,
    end_headship,
    record_leaving,
    sign_pledge,
)
from stations.people.models import Assignment, Credential, HeadAppointment, Staff
from stations.people.queries.head import uncertified_heads
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, works

DAY = date(2023, 5, 4)
ID_NUMBER = "510402199902300009"


@pytest.fixture(autouse=True)
def today():
    from kernel.workdays import clock

    with clock.frozen(TODAY):
        yield


def test_a_worker_comes_with_the_first_assignment(network, actor, done):
    staff = add_staff(
        actor=actor("HEAD"),
        station=network["R001"],
        name=" 王小芳 ",
        joined_on=DAY,
        id_number=ID_NUMBER,
        full_time=False,
        share=Decimal("0.5"),
    )
    place = Assignment.objects.get(staff=staff)

    assert (staff.name, staff.id_number_index) == ("王小芳", blind_index(ID_NUMBER))
    assert (place.station, place.valid_from, place.share) == (network["R001"], DAY, Decimal("0.5"))
    assert done() == ["staff.add", "assignment.add"]


def test_the_audit_trail_holds_no_personal_data(network, actor):
    add_staff(
        actor=actor("HEAD"),
        station=network["S001"],
        name="王小芳",
        joined_on=DAY,
        id_number=ID_NUMBER,
        phone="13900001234",
    )
    texts = [str([entry.before, entry.after]) for entry in Entry.objects.all()]

    assert [text for text in texts if ID_NUMBER in text or "13900001234" in text] == []


def test_the_same_id_number_is_one_person(network, actor):
    given = {"name": "王小芳", "joined_on": DAY, "id_number": ID_NUMBER}
    add_staff(actor=actor("HEAD"), station=network["S001"], **given)

    with pytest.raises(Conflict) as refused:
        add_staff(actor=actor("BUREAU"), station=network["S002"], **given)

    assert refused.value.code == "known_person"
    assert Staff.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", {"name": " "}),
        ("id_number", {"id_number": "123"}),
        ("joined_on", {"joined_on": date(2026, 11, 21)}),
        ("channel", {"channel": "LOTTERY"}),
        ("post", {"post": "BOSS"}),
        ("share", {"share": Decimal("0.5")}),
        ("share", {"share": Decimal("1.5"), "full_time": False}),
        ("share", {"share": Decimal(0), "full_time": False}),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_written(network, actor, field, given):
    with pytest.raises(Invalid) as refused:
        add_staff(
            actor=actor("HEAD"),
            station=network["S001"],
            **({"name": "王小芳", "joined_on": DAY} | given),
        )

    assert [error.field for error in refused.value.errors] == [field]
    assert (Staff.objects.count(), Assignment.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "role", ["WORKER", "ROOM_STAFF", "TOWNSHIP", "REVIEWER", "SUPERVISOR", "PURCHASER", "AUDITOR"]
)
def test_other_roles_enter_no_staff(network, actor, role):
    with pytest.raises(Forbidden):
        add_staff(actor=actor(role), station=network["R001"], name="王小芳", joined_on=DAY)


@pytest.mark.parametrize("role", ["HEAD", "AGENCY"])
def test_nobody_enters_staff_at_another_station(network, actor, role):
    with pytest.raises(Forbidden):
        add_staff(actor=actor(role), station=network["S002"], name="王小芳", joined_on=DAY)


def test_assigned_a_second_time_and_ended(network, actor, done):
    staff = add_worker()
    works(staff, network["S002"], share=Decimal("0.5"))
    given = {"staff": staff, "station": network["S001"], "valid_from": DAY}
    half_post = given | {"full_time": False, "share": Decimal("0.5")}
    place = assign_staff(actor=actor("HEAD"), **half_post)
    with pytest.raises(Conflict):
        assign_staff(actor=actor("HEAD"), **half_post)
    with pytest.raises(Invalid):
        end_assignment(actor=actor("HEAD"), assignment=place, on=DAY)
    with pytest.raises(Forbidden):
        end_assignment(actor=actor("HEAD", "510402-S002"), assignment=place, on=TODAY)

    end_assignment(actor=actor("HEAD"), assignment=place, on=date(2023, 6, 1))

    place.refresh_from_db()
    assert (place.valid_to, place.ended_received_at.date()) == (date(2023, 6, 1), TODAY)
    with pytest.raises(Conflict):
        end_assignment(actor=actor("HEAD"), assignment=place, on=TODAY)
    assert done() == ["assignment.add", "assignment.end"]


def test_an_assignment_begins_no_earlier_than_the_person(network, actor):
    with pytest.raises(Invalid) as refused:
        assign_staff(
            actor=actor("BUREAU"),
            staff=add_worker(joined_on=DAY),
            station=network["S001"],
            valid_from=date(2023, 5, 3),
        )
    assert [error.field for error in refused.value.errors] == ["valid_from"]


def test_leaving_ends_all_that_runs(network, actor, done):
    staff = add_worker()
    works(staff, network["S001"])
    appoint_head(
        actor=actor("AGENCY"),
        station=network["S001"],
        staff=staff,
        appointed_by="AGENCY",
        valid_from=DAY,
    )
    record_leaving(actor=actor("HEAD"), staff=staff, on=date(2023, 9, 1))

    assert Assignment.objects.get().valid_to == date(2023, 9, 1)
    assert HeadAppointment.objects.get().valid_to == date(2023, 9, 1)
    assert Staff.objects.get().left_on == date(2023, 9, 1)
    assert done() == ["head.appoint", "assignment.end", "head.end", "staff.leave"]
    with pytest.raises(Conflict):
        record_leaving(actor=actor("HEAD"), staff=staff, on=TODAY)


def test_a_certificate_with_the_station_that_brought_it(network, actor, done):
    staff = add_worker()
    works(staff, network["S001"])
    given = {"staff": staff, "level": "ASSISTANT", "issued_on": DAY, "number": "ZS-1"}
    add_credential(actor=actor("HEAD"), cultivated_by=network["S001"], **given)

    assert Credential.objects.get().cultivated_by == network["S001"]
    assert done() == ["credential.add"]
    with pytest.raises(Conflict):
        add_credential(actor=actor("HEAD"), **given)
    with pytest.raises(Forbidden):
        add_credential(
            actor=actor("HEAD"), cultivated_by=network["S002"], **(given | {"number": "ZS-2"})
        )
    with pytest.raises(Forbidden):
        add_credential(actor=actor("HEAD", "510402-S002"), **(given | {"number": "ZS-2"}))
    with pytest.raises(Invalid):
        add_credential(actor=actor("HEAD"), **(given | {"number": "", "level": "MASTER"}))
    assert Credential.objects.count() == 1


def test_a_station_has_one_head_named_by_others(network, actor, done):
    first, second = add_worker(), add_worker()
    given = {"station": network["S001"], "appointed_by": "BUREAU"}
    headship = appoint_head(actor=actor("BUREAU"), staff=first, valid_from=DAY, **given)
    with pytest.raises(Forbidden):
        appoint_head(actor=actor("HEAD"), staff=second, valid_from=TODAY, **given)
    with pytest.raises(Conflict):
        appoint_head(actor=actor("BUREAU"), staff=second, valid_from=TODAY, **given)
    change = date(2023, 9, 1)
    end_headship(actor=actor("BUREAU"), appointment=headship, on=change)
    with pytest.raises(Conflict):
        appoint_head(actor=actor("BUREAU"), staff=second, valid_from=date(2023, 8, 31), **given)

    appoint_head(actor=actor("BUREAU"), staff=second, valid_from=change, **given)

    assert done() == ["head.appoint", "head.end", "head.appoint"]


def test_a_pledge_is_entered_by_who_may_write_the_person(network, actor, done):
    staff = add_worker()
    works(staff, network["S001"])

    assert sign_pledge(actor=actor("HEAD"), staff=staff, signed_on=DAY).staff == staff
    with pytest.raises(Forbidden):
        sign_pledge(actor=actor("WORKER"), staff=staff, signed_on=DAY)
    assert done() == ["pledge.sign"]


def test_withdrawn_with_who_when_and_why(network, actor, done):
    staff = add_worker()
    works(staff, network["S001"])
    with pytest.raises(Invalid):
        withdraw(actor=actor("HEAD"), entry=staff, reason=" ")
    with pytest.raises(Forbidden):
        withdraw(actor=actor("WORKER"), entry=staff, reason="重复录入")
    head = actor("HEAD")

    withdraw(actor=head, entry=staff, reason="重复录入")

    staff.refresh_from_db()
    assert (staff.withdrawn_at.date(), staff.withdrawn_by_uuid, staff.withdrawn_reason) == (
        *(TODAY, head.user_uuid, "重复录入"),
    )
    assert done() == ["staff.withdraw"]
    with pytest.raises(Conflict):
        withdraw(actor=head, entry=staff, reason="再次")
    with pytest.raises(Conflict):
        sign_pledge(actor=head, staff=staff, signed_on=DAY)


def test_the_roll_up_hears_of_each_write(network, actor, monkeypatch):
    heard = []
    monkeypatch.setattr(records_changed, "functions", [lambda: heard.append(1)])
    add_staff(actor=actor("HEAD"), station=network["S001"], name="王小芳", joined_on=DAY)

    assert heard == [1, 1]  # the person, and where they work


def test_the_tasks_of_a_place_are_divided(network, actor, visitor, done):
    worker = add_worker()
    placed = works(worker, network["S001"])
    divide_tasks(actor=actor("HEAD"), assignment=placed, tasks=["SERVICE", "FILES"])
    placed.refresh_from_db()
    assert placed.tasks == ["FILES", "SERVICE"]  # in the order of N13
    with pytest.raises(Invalid) as refused:
        divide_tasks(actor=actor("HEAD"), assignment=placed, tasks=["FUN"])
    assert [error.field for error in refused.value.errors] == ["tasks"]
    with pytest.raises(Forbidden):
        divide_tasks(actor=actor("WORKER"), assignment=placed, tasks=[])
    assert done() == ["assignment.tasks"]

    address = reverse("people:assignments-list", "config.urls_county", ["510402-S001"])
    head = visitor("HEAD", "510402-S001")
    listed = head.get(f"{address}?task=FILES").content.decode()
    assert "建档造册、提供服务" in listed
    assert worker.name not in head.get(f"{address}?task=POLICY").content.decode()
    end_assignment(actor=actor("HEAD"), assignment=placed, on=TODAY)
    with pytest.raises(Conflict):
        divide_tasks(actor=actor("HEAD"), assignment=placed, tasks=[])


def half(actor, network, staff, code, since, share="0.5"):
    return assign_staff(
        actor=actor("BUREAU", ""),
        staff=staff,
        station=network[code],
        valid_from=since,
        full_time=False,
        share=Decimal(share),
    )


def test_shares_at_the_same_time_are_no_more_than_one(network, actor):
    staff = add_worker()
    works(staff, network["S001"], share=Decimal("0.6"), until=date(2026, 3, 1))
    with pytest.raises(Invalid) as refused:
        half(actor, network, staff, "S002", date(2026, 2, 28))

    (error,) = refused.value.errors
    assert (error.field, error.given, error.allowed) == ("share", "0.5", "<= 0.40")
    assert half(actor, network, staff, "S002", date(2026, 3, 1)).share == Decimal("0.5")
    half(actor, network, staff, "R001", date(2026, 3, 1))
    with pytest.raises(Invalid):
        half(actor, network, staff, "R002", date(2026, 3, 2), share="0.01")


def test_a_post_that_begins_later_counts_too(network, actor):
    staff = add_worker()
    works(staff, network["S001"], since=date(2026, 6, 1), share=Decimal("0.8"))
    with pytest.raises(Invalid) as refused:
        half(actor, network, staff, "S002", date(2026, 1, 1))

    assert refused.value.errors[0].allowed == "<= 0.20"


def test_a_withdrawn_assignment_takes_no_time(network, actor):
    staff = add_worker()
    wrong = works(staff, network["S001"])
    withdraw(actor=actor("BUREAU", ""), entry=wrong, reason="录错")

    assert half(actor, network, staff, "S002", date(2026, 1, 1))


def test_a_head_without_a_certificate_is_a_hint(network, actor, visitor):
    staff = add_worker("郑站长")
    works(staff, network["S001"])
    appoint_head(
        actor=actor("AGENCY"),
        station=network["S001"],
        staff=staff,
        appointed_by="AGENCY",
        valid_from=DAY,
    )
    Credential.objects.create(staff=staff, level="LOCAL_AIDE", issued_on=DAY)
    assert uncertified_heads(network["S001"], TODAY) == ["郑站长"]
    address = reverse("network:station", "config.urls_county", ["510402-S001"])
    said = "郑站长任本站站长，尚未取得国家社会工作者职业水平证书"
    assert said in visitor("HEAD").get(f"{address}?tab=people").content.decode()
    Credential.objects.create(staff=staff, level="ASSISTANT", issued_on=TODAY)

    assert uncertified_heads(network["S001"], TODAY) == []
    assert said not in visitor("HEAD").get(f"{address}?tab=people").content.decode()
