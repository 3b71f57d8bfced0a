"""Bulk rows: ids in order, receipts filled in, personal data encrypted, mistakes refused."""

from datetime import date, datetime

import pytest
from django.db import connection

from kernel.crypto import blind_index
from kernel.errors import Invalid
from kernel.hooks import records_changed
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.domain import bulk as casework
from stations.casework.models import Beneficiary, Need, RosterEntry, Visit, VisitLevelSpan
from stations.community.domain import bulk as community
from stations.community.models import CommunityOrg, Incubation, IncubationStage, OrgActivity
from stations.people.domain import bulk as people
from stations.people.models import (
    Assignment,
    Credential,
    EthicsComplaint,
    EthicsPledge,
    HeadAppointment,
    Staff,
    SupervisionSession,
    Volunteer,
    VolunteerStep,
)
from stations.records import copy

DAY, NEXT = date(2023, 5, 4), date(2023, 6, 1)
RECEIVED = datetime(2023, 5, 5, 9, 0, tzinfo=ZONE)
ENDED = datetime(2023, 6, 1, 23, 59, 59, tzinfo=ZONE)
ID_NUMBER = "510402199902300009"


def person(number, **more):
    return {"name": f"人{number}", "received_at": RECEIVED} | more


def test_ids_come_back_in_the_rows_order_over_several_batches(county, monkeypatch):
    monkeypatch.setattr(copy, "BATCH", 3)

    ids = people.bulk_insert_staff(person(number, joined_on=DAY) for number in range(8))

    assert [Staff.objects.get(pk=pk).name for pk in ids] == [f"人{n}" for n in range(8)]
    assert Staff.objects.values("uuid").distinct().count() == 8
    # The sequence goes on behind them.
    assert Staff.objects.create(name="后来", joined_on=DAY).pk == max(ids) + 1


@pytest.mark.parametrize("count", [1, 300])
def test_the_number_of_statements_does_not_follow_the_rows(
    county, django_assert_num_queries, monkeypatch, count
):
    """A savepoint, the ids, one COPY, the release."""
    monkeypatch.setattr(records_changed, "functions", [])
    rows = [person(number, joined_on=DAY) for number in range(count)]
    Staff.objects.exists()
    with django_assert_num_queries(4):
        assert len(people.bulk_insert_staff(rows)) == count


def test_personal_columns_hold_no_plain_text(network):
    station = network["S001"].pk
    secret = {"id_number": ID_NUMBER, "phone": "13900001234"}
    people.bulk_insert_staff([person(1, joined_on=DAY, **secret)])
    people.bulk_insert_volunteers([person(1, station_id=station, registered_on=DAY, **secret)])
    people.bulk_insert_complaints(
        [{"station_id": station, "raised_on": DAY, "summary": "态度粗暴", "received_at": RECEIVED}]
    )
    place = {"station_id": station, "division_code": "510402001001"}
    casework.bulk_insert_households([person(1, filed_on=DAY, address="金沙江路1号", **place)])
    [served] = casework.bulk_insert_beneficiaries(
        [person(1, filed_on=DAY, address="金沙江路1号", **secret, **place)]
    )
    casework.bulk_insert_roster(
        [person(1, valid_from=DAY, category="disability", id_number=ID_NUMBER, **place)]
    )
    work = {"station_id": station, "beneficiary_id": served, "received_at": RECEIVED}
    casework.bulk_insert_visits([{"held_at": RECEIVED, "result": "MET", "note": "咳嗽", **work}])
    casework.bulk_insert_needs([{"raised_on": DAY, "summary": "轮椅", **work}])
    columns = {
        "people_staff": ("id_number", "phone"),
        "people_volunteer": ("id_number", "phone"),
        "people_ethicscomplaint": ("summary",),
        "casework_household": ("address",),
        "casework_beneficiary": ("id_number", "phone", "address"),
        "casework_rosterentry": ("id_number",),
        "casework_visit": ("note",),
        "casework_need": ("summary",),
    }
    stored = []
    with connection.cursor() as cursor:
        for table, names in columns.items():
            cursor.execute(f"SELECT {', '.join(names)} FROM {table}")
            stored += [value for row in cursor for value in row]

    plain = {ID_NUMBER, "13900001234", "态度粗暴", "金沙江路1号", "咳嗽", "轮椅"}
    assert len(stored) == 12
    assert [text for text in stored if not text or any(word in text for word in plain)] == []
    filed = Beneficiary.objects.get()
    assert (filed.id_number, filed.phone, filed.address) == (
        *(ID_NUMBER, "13900001234", "金沙江路1号"),
    )
    assert (Visit.objects.get().note, Need.objects.get().summary) == ("咳嗽", "轮椅")
    indexes = {
        model.objects.get().id_number_index
        for model in (Staff, Volunteer, Beneficiary, RosterEntry)
    }
    assert indexes == {blind_index(ID_NUMBER)}


def test_receipts_of_ends_and_decisions_follow_their_day(network):
    station = network["S001"].pk
    [staff] = people.bulk_insert_staff([person(1, joined_on=DAY)])
    base = {"station_id": station, "received_at": RECEIVED}
    span = {"valid_from": DAY, "valid_to": NEXT, **base}
    people.bulk_insert_assignments([{"staff_id": staff, **span}])
    people.bulk_insert_heads([{"staff_id": staff, "appointed_by": "AGENCY", **span}])
    people.bulk_insert_complaints([{"raised_on": DAY, "upheld_on": NEXT, **base}])
    late = datetime(2023, 7, 1, tzinfo=ZONE)
    people.bulk_insert_assignments([{"staff_id": staff, **span, "received_at": late}])

    assert [row.ended_received_at for row in Assignment.objects.order_by("id")] == [ENDED, late]
    assert HeadAppointment.objects.get().ended_received_at == ENDED
    assert EthicsComplaint.objects.get().decided_received_at == ENDED
    # Not changed since it came in.
    assert Assignment.objects.order_by("id")[0].changed_at == RECEIVED


def test_without_a_receipt_the_row_came_in_now(county):
    now = datetime(2024, 2, 3, 8, 0, tzinfo=ZONE)
    with clock.frozen(now):
        people.bulk_insert_staff([{"name": "今天", "joined_on": DAY}])

    assert (Staff.objects.get().received_at, Staff.objects.get().changed_at) == (now, now)


def test_every_kind_can_be_written(network):
    station, room = network["S001"].pk, network["R001"].pk
    came = {"received_at": RECEIVED}
    [staff] = people.bulk_insert_staff([person(1, joined_on=DAY)])
    own = {"staff_id": staff, **came}
    people.bulk_insert_credentials(
        [{"level": "ASSISTANT", "issued_on": DAY, "cultivated_by_id": station, **own}]
    )
    people.bulk_insert_pledges([{"signed_on": DAY, **own}])
    people.bulk_insert_sessions(
        [{"station_id": room, "kind": "SUPPORTIVE", "mode": "GROUP", "held_on": DAY, **own}]
    )
    [volunteer] = people.bulk_insert_volunteers([person(2, station_id=station, registered_on=DAY)])
    people.bulk_insert_steps([{"volunteer_id": volunteer, "step": "USE", "done_on": DAY, **came}])
    [served] = casework.bulk_insert_beneficiaries(
        [person(3, station_id=station, division_code="510402001001", filed_on=DAY)]
    )
    casework.bulk_insert_categories(
        [{"beneficiary_id": served, "category": "illness", "source": "ROSTER", "valid_from": DAY}]
    )
    casework.bulk_insert_levels(
        [{"beneficiary_id": served, "station_id": station, "level": 2, "valid_from": DAY, **came}]
    )
    [org] = community.bulk_insert_orgs(
        [person(4, station_id=station, kind="FUNCTIONAL", division_code="5104", filed_on=DAY)]
    )
    community.bulk_insert_activities([{"org_id": org, "title": "义诊", "held_on": DAY, **came}])
    [made] = community.bulk_insert_incubations(
        [person(5, station_id=station, started_on=DAY, abandoned_on=DAY)]
    )
    community.bulk_insert_stages(
        [{"incubation_id": made, "stage": "CHARTER", "reached_on": DAY, **came}]
    )

    written = (
        *(Credential, EthicsPledge, SupervisionSession, Volunteer, VolunteerStep),
        *(Beneficiary, VisitLevelSpan, CommunityOrg, OrgActivity, Incubation, IncubationStage),
    )
    assert [model.objects.count() for model in written] == [1] * 11
    assert SupervisionSession.objects.get().station_id == room
    assert CommunityOrg.objects.get().filed_received_at == RECEIVED
    assert Incubation.objects.get().abandoned_received_at == RECEIVED


def test_an_unknown_column_is_refused_and_nothing_is_written(county):
    rows = [person(1, joined_on=DAY), person(2, joined_on=DAY, birthday=DAY)]

    with pytest.raises(Invalid, match="birthday") as refused:
        people.bulk_insert_staff(rows)

    assert [error.field for error in refused.value.errors] == ["birthday"]
    assert Staff.objects.count() == 0


def test_the_roll_up_hears_of_it(county, monkeypatch):
    heard = []
    monkeypatch.setattr(records_changed, "functions", [lambda: heard.append(1)])

    people.bulk_insert_staff([person(number, joined_on=DAY) for number in range(3)])

    assert heard == [1]
