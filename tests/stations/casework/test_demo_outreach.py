"""The demo's outreach: leads to strengths, without breaking a rule of the tables."""

from datetime import date

import pytest
from django.db.models import Exists, F, OuterRef, Q

from deploy.demodata import persons
from deploy.demodata.casework import fill_casework
from deploy.demodata.plan import StationPlan
from kernel.workdays import clock
from stations.casework.models import (
    Consent,
    DiscoveryLead,
    Enrolment,
    EnrolmentStep,
    GuardianshipAssessment,
    Need,
    RiskAssessment,
    RosterEntry,
    Strength,
)
from stations.casework.queries.alert import alerts
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker

FIRST = TODAY.year - 2


@pytest.fixture(autouse=True)
def today(monkeypatch):
    # Whatever was built before in this process: the same draws give the same county.
    monkeypatch.setattr(persons, "_given", set())
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def filled(network, system):
    from random import Random

    station = network["S001"]
    station.opened_on = date(2021, 6, 1)
    station.save()
    plan = StationPlan("510402001", 0.6, 1)
    fill_casework(station, plan, [add_worker().pk], Random(1), FIRST, TODAY)
    return station


def test_every_noun_is_there(filled):
    states = set(DiscoveryLead.objects.values_list("state", flat=True))
    enrolled = set(Enrolment.objects.values_list("state", flat=True))
    needs = {need.state for need in Need.objects.all()}

    assert states == {"NEW", "VERIFIED", "FILED", "DISMISSED"}
    assert {"ACTIVE", "EXITED"} <= enrolled
    assert needs == {"RAISED", "MATCHED", "MET", "UNMET"}
    assert not Need.objects.filter(Q(kind="") | Q(dimension="")).exists()
    assert Strength.objects.exists()
    assert GuardianshipAssessment.objects.exists()
    assert RosterEntry.objects.filter(valid_to__year=TODAY.year).count() == 2


def test_it_fits_what_else_is_on_file(filled):
    late = Q(told_on__gt=TODAY) | Q(decided_on__gt=TODAY) | Q(verified_on__gt=TODAY)
    other = RiskAssessment.objects.exclude(level=F("suggested"))
    last = EnrolmentStep.objects.filter(act="EXIT").values_list("enrolment__exited_on", "done_on")

    assert not DiscoveryLead.objects.filter(late).exists()
    assert not other.exists()
    assert (
        RiskAssessment.objects.filter(
            beneficiary__levels__level=F("level"), beneficiary__levels__valid_from=F("assessed_on")
        ).count()
        == RiskAssessment.objects.count()
        > 0
    )
    assert all(exited == done for exited, done in last)
    assert not GuardianshipAssessment.objects.filter(next_on__lt=TODAY).exists()


@pytest.mark.parametrize("model", [RiskAssessment, GuardianshipAssessment])
def test_assessments_rest_on_a_consent_of_their_day(filled, model):
    agreed = Consent.objects.filter(
        beneficiary=OuterRef("beneficiary"), kind="SENSITIVE_DATA", ended_on=None,
        valid_from__lte=OuterRef("assessed_on"),
    )  # fmt: skip
    assert model.objects.exists()
    assert not model.objects.exclude(Exists(agreed)).exists()


def test_the_demo_has_alerts_to_see_to(filled, actor):
    kinds = {alert.kind for alert in alerts(actor("HEAD", "510402-S001"), station=filled)}

    assert {"LEAD_WAITING", "NEED_OPEN"} <= kinds
