"""The demo shows each choice that a year of casework brings, and persons who are of their kind."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Q

from deploy.demodata import persons
from deploy.demodata.afterwards import fill_afterwards
from deploy.demodata.casework import fill_casework
from deploy.demodata.closing import fill_closing
from deploy.demodata.custody import fill_custody
from deploy.demodata.plan import StationPlan
from kernel.workdays import clock
from stations.casework.care_enums import CheckKind, HomelessOutcome, HomelessStepKind
from stations.casework.catalogue import services
from stations.casework.consent_texts import guardian_age
from stations.casework.custody_enums import AskedBy
from stations.casework.custody_rules import kinds_of_minors
from stations.casework.enums import CaseAct, ConsentKind
from stations.casework.models import (
    AlertNote,
    Beneficiary,
    BeneficiaryCategory,
    CapabilityCheck,
    CareCheck,
    CarePlan,
    Case,
    CaseStep,
    Consent,
    DataRequest,
    HomelessAid,
    HomelessStep,
    RosterEntry,
    ServiceRecord,
)
from stations.records.identity import age_on, wrong_in
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker

UNTIL = TODAY - timedelta(1)
# What a veterans' hospital and a veterans' home give, of which the demo's network has none.
AT_INSTITUTIONS = ("V6.1", "V6.2")


@pytest.fixture
def filled(network, member, system, monkeypatch):
    monkeypatch.setattr(persons, "_given", set())  # the same draws give the same county
    with clock.frozen(TODAY):
        for role in ("HEAD", "WORKER", "SUPERVISOR"):
            member(role, scope_code="510402-S001")
        member("BUREAU")
        station = network["S001"]
        station.opened_on = date(2021, 6, 1)
        station.save()
        plan = StationPlan("510402001", 1.0, 1)
        fill_casework(station, plan, [add_worker().pk], Random(1), TODAY.year - 2, UNTIL)
        fill_custody(system, [station], UNTIL)
        fill_closing([station], UNTIL)
        fill_afterwards([station], UNTIL)
        yield station


def kinds_held(person):
    return set(person.categories.values_list("category", flat=True))


def test_each_person_is_of_an_age_with_their_kinds(filled):
    of_children, seen = set(kinds_of_minors()), set()
    for person in Beneficiary.objects.prefetch_related("categories"):
        kinds, age = kinds_held(person), age_on(person.born_on, TODAY)
        seen |= kinds
        assert wrong_in(person.id_number) == ""
        assert person.id_number[6:10] == str(person.born_on.year)
        assert (age < 18) == bool(kinds & of_children), kinds
        if kinds & {"elder.ALONE", "left_behind.ELDER", "resettled.RETIRED_OFFICER"}:
            assert age >= 60
        if "youth" in kinds:
            assert age < 30
    assert {"elder.ALONE", "left_behind.CHILD", "illness"} <= seen
    assert all(not wrong_in(row.id_number) for row in RosterEntry.objects.all())


def test_minors_have_somebody_responsible_and_a_guardian_s_word(filled):
    children = Beneficiary.objects.filter(categories__category__in=kinds_of_minors()).distinct()

    assert children.exists()
    for child in children:
        assert child.responsible_name
        assert child.guardian_answer == "ACCEPTED"
        for consent in child.consents.exclude(given_by="DUTY"):
            is_young = age_on(child.born_on, consent.valid_from) < guardian_age()
            assert (consent.given_by == "GUARDIAN") == is_young == bool(consent.guardian_name)


def test_a_guardian_agrees_to_a_child_s_plan(filled):
    plans = CarePlan.objects.select_related("beneficiary")

    assert set(plans.values_list("agreed_by", flat=True)) == {"SELF", "GUARDIAN"}
    for plan in plans:
        is_young = age_on(plan.beneficiary.born_on, plan.agreed_on) < guardian_age()
        assert (plan.agreed_by == "GUARDIAN") == is_young


def test_the_homeless_are_helped_in_each_way_to_each_end(filled):
    known = HomelessAid.objects.filter(steps__kind="IDENTITY")

    assert set(HomelessStep.objects.values_list("kind", flat=True)) == set(HomelessStepKind.values)
    assert set(HomelessAid.objects.exclude(outcome="").values_list("outcome", flat=True)) == set(
        HomelessOutcome.values
    )
    assert known.exists()
    assert not known.filter(name="").exists()
    for step in HomelessStep.objects.select_related("aid"):
        assert step.aid.met_on <= step.done_on <= (step.aid.ended_on or UNTIL)


def test_cases_move_in_each_way(filled):
    acts = set(CaseStep.objects.values_list("act", flat=True))
    again = Case.objects.get(round=2)

    # A closure that is sent back depends on a case that waits on the demo's very day.
    assert acts | {"SEND_BACK"} == set(CaseAct.values)
    assert (again.closed_on, again.stage) == (None, "INTAKE")
    assert again.volumes.get().round == 1
    assert again.documents.filter(round=2).exists()
    assert set(CapabilityCheck.objects.values_list("outcome", flat=True)) == {"ACCEPT", "DECLINE"}
    declined = Case.objects.get(closure_reason="DECLINED")
    assert declined.capability_checks.get().outcome == "DECLINE"
    for case in Case.objects.filter(steps__act="TAKE_BACK", round=1):
        steps = case.steps.order_by("received_at", "id").values_list("act", flat=True)
        assert list(steps)[-4:] == ["REQUEST", "TAKE_BACK", "REQUEST", "SIGN"]


def test_consents_checks_requests_and_alerts_of_each_sort(filled):
    noted = set(AlertNote.objects.values_list("kind", flat=True))
    harm = CareCheck.objects.filter(kind="ABUSE_RISK")

    assert set(Consent.objects.values_list("kind", flat=True)) == set(ConsentKind.values)
    assert set(CareCheck.objects.values_list("kind", flat=True)) == set(CheckKind.values)
    assert {"SUITABLE", "WEAK"} <= set(harm.values_list("verdict", flat=True))
    assert not harm.exclude(
        beneficiary__categories__category__in=("elder.ALONE", "left_behind.ELDER")
    ).exists()
    assert set(DataRequest.objects.values_list("asked_by", flat=True)) == set(AskedBy.values)
    assert (
        not DataRequest.objects.filter(asked_by="RELATIVE")
        .exclude(beneficiary__closed_reason="DECEASED")
        .exists()
    )
    assert {"LEAD_WAITING", "NEED_OPEN", "CONSENT_GONE"} <= noted


def test_each_service_of_a_station_is_given(filled):
    given = set(ServiceRecord.objects.values_list("service", flat=True))
    of_veterans = Q(service__startswith="V") & Q(beneficiary__isnull=False)

    assert {code for code in services() if not code.startswith(AT_INSTITUTIONS)} == given
    for code, kinds in (("V6.4", "resettled.RETIRED_OFFICER"), ("V6.6", "military.FAMILY")):
        served = ServiceRecord.objects.filter(of_veterans, service__startswith=code)
        held = BeneficiaryCategory.objects.filter(category=kinds).values("beneficiary")
        assert not served.exclude(beneficiary__in=held).exists()
