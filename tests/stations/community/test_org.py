"""Organisations, their activities and the way to registration; who sees and writes them."""

from datetime import date, datetime
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.community.domain import (
    abandon_incubation,
    add_org,
    file_org,
    reach_stage,
    record_activity,
    register_org,
    start_incubation,
)
from stations.community.models import CommunityOrg, Incubation, IncubationStage, OrgActivity
from tests.conftest import DAY as TODAY
from tests.fixtures.records import incubate, noon, org
from tests.stations.conftest import ROLES

DAY = date(2023, 5, 4)
ALL, OWN, NONE = {"S001", "S002"}, {"S001"}, set()
VIEW = {
    **dict.fromkeys(("BUREAU", "HUB_STAFF", "AUDITOR"), ALL),
    **dict.fromkeys(("HEAD", "WORKER", "TOWNSHIP", "SUPERVISOR", "AGENCY"), OWN),
}
EDIT = {"BUREAU": ALL, "HUB_STAFF": ALL, "HEAD": OWN, "WORKER": OWN}
NOT_TOLD = {"abandoned_received_at": None}
PATHS = {
    CommunityOrg: "station",
    OrgActivity: "org__station",
    Incubation: "station",
    IncubationStage: "incubation__station",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_every_role_reaches_exactly_its_rows(network, actor):
    for code in ("S001", "S002"):
        org(network[code], activities=(DAY,))
        incubate(network[code], ("PREPARING", DAY))
    actors = {role: actor(role) for role in ROLES}
    wrong = [
        (model.__name__, action, role, reached)
        for model in PATHS
        for action, expected in (("view", VIEW), ("edit", EDIT))
        for role, held in actors.items()
        if (reached := codes(model, held, action)) != expected.get(role, NONE)
    ]
    assert wrong == []


def codes(model, held, action):
    rows = model.objects.restrict(held, action)
    return {code[7:] for code in rows.values_list(f"{PATHS[model]}__code", flat=True)}


def added(actor, station, **given):
    base = {"name": "银发合唱队", "kind": "HOBBY_VOLUNTEER", "division_code": "510402001001"}
    return add_org(actor=actor, station=station, **(base | given))


def test_found_filed_registered_and_active(network, actor, done):
    made = added(actor("WORKER"), network["S001"])
    file_org(actor=actor("WORKER"), org=made, on=DAY)
    register_org(actor=actor("WORKER"), org=made, on=TODAY)
    record_activity(actor=actor("WORKER"), org=made, title="重阳演出", held_on=TODAY, attendance=60)

    made.refresh_from_db()
    assert (made.filed_on, made.filed_received_at.date()) == (DAY, TODAY)
    assert (made.registered_on, made.registered_received_at.date()) == (TODAY, TODAY)
    assert done() == ["org.add", "org.file", "org.register", "activity.record"]
    with pytest.raises(Conflict):
        file_org(actor=actor("WORKER"), org=made, on=TODAY)
    with pytest.raises(Conflict):
        register_org(actor=actor("WORKER"), org=made, on=TODAY)


def test_entered_with_its_filing_it_came_in_now(network, actor):
    made = added(actor("HEAD"), network["S001"], filed_on=DAY)

    assert (made.filed_received_at.date(), made.registered_received_at) == (TODAY, None)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", {"name": " "}),
        ("kind", {"kind": "CLUB"}),
        ("field", {"field": "SPORT"}),
        ("filed_on", {"filed_on": date(2026, 11, 21)}),
        ("registered_on", {"registered_on": date(2026, 11, 21)}),
    ],
)
def test_a_wrong_value_is_named(network, actor, field, given):
    with pytest.raises(Invalid) as refused:
        added(actor("HEAD"), network["S001"], **given)

    assert [error.field for error in refused.value.errors] == [field]
    assert CommunityOrg.objects.count() == 0


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(EDIT)))
def test_other_roles_write_nothing(network, actor, role):
    there = org(network["R001"])
    with pytest.raises(Forbidden):
        added(actor(role), network["R001"])
    with pytest.raises(Forbidden):
        record_activity(actor=actor(role), org=there, title="义诊", held_on=DAY)
    with pytest.raises(Forbidden):
        start_incubation(actor=actor(role), station=network["R001"], name="甲", started_on=DAY)


def test_another_stations_organisation_is_out_of_reach(network, actor):
    with pytest.raises(Forbidden):
        file_org(actor=actor("HEAD"), org=org(network["S002"]), on=DAY)


def test_an_agency_grows_to_registration(network, actor, done):
    worker = actor("WORKER")
    made = start_incubation(
        actor=worker,
        station=network["S001"],
        name="东区社工中心",
        started_on=DAY,
        is_sw_agency=True,
    )
    reach_stage(actor=worker, incubation=made, stage="ACCEPTED", on=TODAY)
    for stage, day, refusal in (
        ("CHARTER", TODAY, Conflict),
        ("REGISTERED", DAY, Invalid),
        ("FAMOUS", TODAY, Invalid),
    ):
        with pytest.raises(refusal):
            reach_stage(actor=worker, incubation=made, stage=stage, on=day)

    reach_stage(actor=worker, incubation=made, stage="REGISTERED", on=TODAY)

    made.refresh_from_db()
    assert (made.org.name, made.org.registered_on, made.org.is_sw_agency) == (
        *("东区社工中心", TODAY, True),
    )
    assert [row.stage for row in made.stages.order_by("id")] == [
        *("PREPARING", "ACCEPTED", "REGISTERED"),
    ]
    assert done() == [
        *("incubation.start", "incubation.stage", "incubation.stage"),
        *("org.add", "incubation.register", "incubation.stage"),
    ]
    with pytest.raises(Conflict):
        abandon_incubation(actor=worker, incubation=made, on=TODAY)


def test_given_up_is_over(network, actor):
    made = start_incubation(
        actor=actor("HEAD"), station=network["S001"], name="东区社工中心", started_on=DAY
    )
    left = abandon_incubation(actor=actor("HEAD"), incubation=made, on=TODAY)

    assert (left.abandoned_on, left.abandoned_received_at) == (TODAY, clock.now())
    with pytest.raises(Conflict):
        reach_stage(actor=actor("HEAD"), incubation=made, stage="CHARTER", on=TODAY)
    with pytest.raises(Conflict):
        abandon_incubation(actor=actor("HEAD"), incubation=made, on=TODAY)


def test_the_table_keeps_with_the_day_when_it_was_told(network):
    for wrong in ({"abandoned_received_at": noon(DAY)}, {"abandoned_on": DAY, **NOT_TOLD}):
        with pytest.raises(IntegrityError), transaction.atomic():
            incubate(network["S001"], ("PREPARING", DAY), **wrong)


def test_attempts_given_up_before_are_told_when_they_were_last_changed(network):
    """Or on the day itself, where an import wrote them ahead of it."""
    station, days = network["S001"], {"abandoned_on": TODAY}
    given = {**days, **NOT_TOLD}
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE community_incubation DROP CONSTRAINT incubation_abandoned_received"
        )
        told, ahead = (incubate(station, ("PREPARING", DAY), **given) for _number in range(2))
        going = incubate(station, ("PREPARING", DAY))
        Incubation.objects.filter(pk=ahead.pk).update(changed_at=noon(DAY))
        migration = import_module("stations.community.migrations.0005_abandoned_received")
        cursor.execute(migration.FILL_RECEIVED)

    rows = Incubation.objects.in_bulk([told.pk, ahead.pk, going.pk])
    end = datetime(TODAY.year, TODAY.month, TODAY.day, 23, 59, 59, tzinfo=ZONE)
    assert rows[told.pk].abandoned_received_at == told.changed_at
    assert rows[ahead.pk].abandoned_received_at == end
    assert rows[going.pk].abandoned_received_at is None
