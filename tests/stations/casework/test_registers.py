"""All registers of services, plans and help: what their lists cost, and who reads names."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.workdays import clock
from stations.casework.models import Beneficiary
from stations.casework.registers import REGISTERS
from tests.conftest import DAY as TODAY
from tests.fixtures.care import (
    MAY,
    a_capability_check,
    a_case_need,
    a_funeral,
    a_homeless_aid,
    a_homeless_step,
    a_patrol,
    a_plan,
    a_report,
    an_indicator,
    applies,
    bereaved,
    cares,
    looks_after,
    name_officer,
    refers,
    rests,
    wishes,
)
from tests.fixtures.records import (
    a_case,
    add_lead,
    add_worker,
    file_person,
    noon,
    note_alert,
    serve,
)

CODE = "510402-S001"
NAME, TEXT = "欧阳专名", "只给本站看的话"
MAKE = {
    "alert-notes": lambda s: note_alert(a_lead(s), MAY, measure=TEXT),
    "services": lambda s: serve(
        s, MAY, beneficiary=person(s), staff=add_worker("社工甲"), note=TEXT
    ),
    "care-plans": lambda s: a_plan(person(s), goals=TEXT, responsible=add_worker("社工甲")),
    "plan-indicators": lambda s: an_indicator(a_plan(person(s)), goal=TEXT),
    "capability-checks": lambda s: a_capability_check(a_case(person(s)), grounds=TEXT),
    "case-needs": lambda s: a_case_need(a_case(person(s)), need=TEXT),
    "protection-officers": lambda s: name_officer(uuid4()),
    "benefit-applications": lambda s: applies(person(s), note=TEXT),
    "referrals": lambda s: refers(person(s), receiver=TEXT),
    "homeless-aids": lambda s: a_homeless_aid(s, name=NAME, looks=TEXT),
    "homeless-steps": lambda s: a_homeless_step(a_homeless_aid(s, name=NAME)),
    "patrols": lambda s: a_patrol(s, note=TEXT),
    "wishes": lambda s: wishes(person(s), wish=TEXT),
    "bereavements": lambda s: bereaved(person(s)),
    "funerals": lambda s: a_funeral(s, deceased_name=NAME, asked_by=TEXT),
    "carers": lambda s: cares(person(s), name=NAME, burden=TEXT),
    "respites": lambda s: rests(cares(person(s))),
    "care-checks": lambda s: looks_after(person(s), findings=TEXT),
}
OF_BUREAU = "protection-officers"
HELD = [register for register in REGISTERS if register.noun in MAKE]


def a_lead(station):
    filed = {"verified_on": MAY, "decided_on": MAY, "decided_received_at": noon(MAY)}
    return add_lead(station, MAY, name=NAME, state="FILED", beneficiary=person(station), **filed)


def person(station):
    return file_person(station, name=NAME)


def url(register, name, *args):
    return reverse(register.address(name), args=args, urlconf="config.urls_county")


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_every_noun_asked_here_is_a_register():
    assert {*MAKE, "protection-reports"} <= {register.noun for register in REGISTERS}


@pytest.mark.parametrize("register", HELD, ids=lambda register: register.noun)
def test_a_list_of_one_and_of_three_costs_the_same_queries(network, visitor, register):
    reader = visitor("BUREAU") if register.noun == OF_BUREAU else visitor("HEAD", CODE)
    page, counts = url(register, "list", CODE), []
    MAKE[register.noun](network["S001"])
    reader.get(page)  # what is remembered for the next request is remembered now
    for more in (0, 2):
        for _ in range(more):
            MAKE[register.noun](network["S001"])
        with CaptureQueriesContext(connection) as caught:
            assert reader.get(page).status_code == 200
        counts.append(len(caught))

    assert counts[0] == counts[1]


def test_reports_are_listed_in_as_many_queries(network, visitor):
    (register,) = [each for each in REGISTERS if each.noun == "protection-reports"]
    head, page, counts = visitor("HEAD", CODE), url(register, "list", CODE), []
    a_report(network["S001"])
    head.get(page)
    for more in (0, 2):
        for _ in range(more):
            a_report(network["S001"])
        with CaptureQueriesContext(connection) as caught:
            head.get(page)
        counts.append(len(caught))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "register",
    [register for register in HELD if register.noun != OF_BUREAU],
    ids=lambda register: register.noun,
)
def test_the_station_reads_names_and_texts_and_the_bureau_neither(network, visitor, register):
    entry = MAKE[register.noun](network["S001"])
    head, bureau = visitor("HEAD", CODE), visitor("BUREAU")
    pages = url(register, "list", CODE), url(register, "one", CODE, entry.uuid)

    own = "".join(head.get(page).content.decode() for page in pages)
    seen = "".join(bureau.get(page).content.decode() for page in pages)

    assert NAME in own or TEXT in own
    assert NAME not in seen
    assert TEXT not in seen


OF_PERSONS = {
    register.noun
    for register in HELD
    if register.noun not in (OF_BUREAU, "homeless-aids", "homeless-steps", "patrols", "funerals")
}


@pytest.mark.parametrize("noun", sorted(OF_PERSONS))
def test_a_minor_s_records_are_for_the_head_until_a_reason_is_given(network, actor, noun):
    (register,) = [each for each in HELD if each.noun == noun]
    entry = MAKE[noun](network["S001"])
    child = Beneficiary.objects.latest("id")
    rows = register.model.objects.filter(pk=entry.pk)
    worker = actor("WORKER")
    assert rows.restrict(worker, "view").exists()

    Beneficiary.objects.filter(pk=child.pk).update(born_on=date(2016, 5, 4))

    assert rows.restrict(actor("HEAD"), "edit").exists()
    assert not rows.restrict(worker, "view").exists()
    assert not rows.restrict(worker, "edit").exists()
    assert not rows.restrict(actor("BUREAU"), "view").exists()
    Beneficiary.objects.filter(pk=child.pk).update(responsible_uuid=worker.user_uuid)
    assert rows.restrict(worker, "edit").exists()
