"""The demo's custody: made from what casework holds, without breaking a rule of the tables."""

from datetime import date

import pytest

from deploy.demodata.custody import fill_custody
from deploy.demodata.rights import fill_rights
from kernel.access.actor import Actor
from kernel.workdays import clock
from stations.casework.domain.basis import basis_of
from stations.casework.models import (
    ArchiveLoan,
    ArchiveVolume,
    Beneficiary,
    CaseDocument,
    Consent,
    DataRequest,
    ProcessingActivity,
    TeamRequest,
)
from stations.casework.queries.alert import alerts
from stations.casework.queries.archive import papers_of
from stations.casework.queries.request import count_requests
from stations.records.identity import age_on
from tests.conftest import DAY as TODAY
from tests.fixtures.records import (
    a_case,
    add_worker,
    agree,
    belongs,
    file_person,
    noon,
    set_level,
    volunteer,
    works,
)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def consents_of(person):
    for kind in ("SERVICE", "SENSITIVE_DATA"):
        agree(person, kind=kind)


def test_a_county_s_custody(network, member):
    worker = member("WORKER", scope_code="510402-S001")
    stations = [network["S001"], network["S002"]]
    for station in stations:
        works(add_worker(), station)
        volunteer(station)
        for _ in range(3):
            consents_of(file_person(station, born_on=date(1950, 3, 2)))
        for number in range(4):
            person = file_person(station)
            consents_of(person)
            ended = {"closed_on": date(2026, 5, number + 1), "closure_reason": "GOALS_MET"}
            case = a_case(
                person, date(2026, 1, 4), closed_received_at=noon(date(2026, 5, 9)), **ended
            )
            CaseDocument.objects.create(
                case=case, kind="PLAN", body="计划", written_on=date(2026, 2, 1)
            )
        young = file_person(station)
        belongs(young, "child.IN_NEED")
        consents_of(young)

    fill_custody(Actor.system("510402"), stations, TODAY)

    assert ArchiveVolume.objects.count() == 8
    assert all(paper.is_unchanged for volume in ArchiveVolume.objects.all()
               for paper in papers_of(volume))  # fmt: skip
    assert ArchiveLoan.objects.filter(returned_on=None).count() == 2
    assert set(DataRequest.objects.values_list("state", flat=True)) == {
        "DONE", "REFUSED", "RECEIVED", "GRANTED"
    }  # fmt: skip
    assert DataRequest.objects.exclude(correction="").count() == 2
    assert count_requests(Actor.system("510402"))["late"] >= 2
    assert set(TeamRequest.objects.values_list("state", flat=True)) == {"GRANTED", "RECEIVED"}
    assert ProcessingActivity.objects.filter(is_sensitive=True).count() == 2
    child = Beneficiary.objects.get(station=network["S001"], born_on__gt=date(2008, 11, 20))
    assert child.responsible_uuid == worker.uuid
    for consent in child.consents.all():
        by_guardian = age_on(child.born_on, consent.valid_from) < 14
        assert consent.given_by == ("GUARDIAN" if by_guardian else "SELF")
        assert bool(consent.guardian_name) == by_guardian


def test_some_withdraw_and_some_are_served_by_duty(network):
    station = network["S001"]
    for _ in range(3):
        person = file_person(station, born_on=date(1950, 3, 2))
        consents_of(person)
        set_level(person, 2, date(2026, 5, 4))
    fill_custody(Actor.system("510402"), [station], TODAY)

    withdrawn = Consent.objects.filter(kind="SERVICE", ended_on=TODAY)
    assert withdrawn.count() == 2
    stopped = Beneficiary.objects.get(service_stopped_on=TODAY)
    assert stopped.levels.get().valid_to == TODAY
    served = withdrawn.exclude(beneficiary=stopped).get().beneficiary
    assert basis_of(served).service == "DUTY"
    assert served.levels.get().valid_to is None


def test_who_grew_up_consents_and_one_is_still_asked(network, actor):
    station = network["S001"]
    waiting, asked = (file_person(station, born_on=date(2012, 1, 5)) for _ in range(2))
    for person in (waiting, asked):
        consents_of(person)
    adults = [file_person(station, born_on=date(1950, 3, 2)) for _ in range(3)]
    fill_rights(station, [station], Actor.system("510402"), TODAY)

    def states(**given):
        rows = Consent.objects.filter(**given).select_related("beneficiary")
        return sorted((row.kind, row.given_by, str(row.state)) for row in rows)

    lapsed = [("SENSITIVE_DATA", "GUARDIAN", "EXPIRED"), ("SERVICE", "GUARDIAN", "EXPIRED")]
    own = ("SENSITIVE_DATA", "SELF", "VALID")
    assert states(beneficiary=waiting) == sorted([*lapsed, own])
    assert {state for *_rest, state in states(beneficiary=asked, given_by="GUARDIAN")} == {
        "EXPIRED"
    }
    assert own in states(beneficiary=asked)
    pictures = states(beneficiary__in=adults, kind="IMAGE")
    assert [state for *_rest, state in pictures] == ["EXPIRED", "VALID", "VALID"]
    warned = [alert.person for alert in alerts(actor("HEAD"), kind="CONSENT_ENDS")]
    assert waiting.uuid in warned
    assert len(warned) == 3
