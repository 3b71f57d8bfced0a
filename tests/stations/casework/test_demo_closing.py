"""The demo's closed files and what was read: without a contradiction with what else is on file."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Count, F

from deploy.demodata import persons
from deploy.demodata.casework import fill_casework
from deploy.demodata.closing import ENDINGS, fill_closing
from deploy.demodata.plan import StationPlan
from kernel.workdays import clock
from stations.casework.care_enums import ServiceKind
from stations.casework.catalogue import services
from stations.casework.enums import Place
from stations.casework.minors import minors
from stations.casework.models import (
    Beneficiary,
    BereavementFollowUp,
    CaseNeed,
    FileOpening,
    Household,
    ProtectionOfficer,
    ServiceRecord,
    Visit,
)
from stations.casework.queries.disclosure import disclosures
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker

UNTIL = TODAY - timedelta(1)


@pytest.fixture
def filled(network, member, monkeypatch):
    monkeypatch.setattr(persons, "_given", set())  # the same draws give the same county
    with clock.frozen(TODAY):
        for role in ("HEAD", "WORKER", "SUPERVISOR"):
            member(role, scope_code="510402-S001")
        member("BUREAU")
        station = network["S001"]
        station.opened_on = date(2021, 6, 1)
        station.save()
        plan = StationPlan("510402001", 0.8, 1)
        fill_casework(station, plan, [add_worker().pk], Random(1), TODAY.year - 2, UNTIL)
        fill_closing([station], UNTIL)
        yield station


def test_files_are_closed_with_nothing_after_it(filled):
    closed = Beneficiary.objects.exclude(closed_on=None)

    assert sorted(closed.values_list("closed_reason", flat=True)) == sorted(
        str(reason) for reason, _days in ENDINGS
    )
    assert not Visit.objects.filter(held_at__date__gte=F("beneficiary__closed_on")).exists()
    assert not Visit.objects.filter(held_at=None, beneficiary__in=closed).exists()
    assert not closed.filter(levels__valid_to=None).exists()
    assert set(BereavementFollowUp.objects.values_list("state", flat=True)) == {"DONE", "OFFERED"}


def test_the_log_tells_who_read_what_and_when(filled, actor):
    rows = disclosures(actor("BUREAU"))

    deeds = {(row.action, row.at.astimezone(clock.ZONE).date()) for row in rows}
    assert {deed for deed, _day in deeds} == {
        *("beneficiary.reveal", "beneficiary.open", "household.reveal")
    }
    assert len({day for _deed, day in deeds}) > 1
    assert all(row.after["reason"] for row in rows)
    assert FileOpening.objects.count() == 2
    assert ProtectionOfficer.objects.count() == 1


def test_households_of_several_and_ordered_needs_of_cases(filled):
    sizes = Household.objects.annotate(size=Count("members"))

    assert set(sizes.values_list("size", flat=True)) == {1, 2}
    assert set(CaseNeed.objects.values_list("rank", flat=True)) == {1, 2}
    assert not CaseNeed.objects.filter(found_on__gt=TODAY).exists()


def test_visits_and_services_of_every_sort(filled):
    kinds = set(ServiceRecord.objects.values_list("kind", flat=True))
    veterans = ServiceRecord.objects.filter(service__startswith="V6.")

    assert set(Visit.objects.values_list("place", flat=True)) == set(Place.values)
    assert not Visit.objects.filter(place="SCHOOL").exclude(minors("beneficiary__")).exists()
    assert kinds == set(ServiceKind.values)
    assert veterans.exists()
    assert not veterans.exclude(service__in=services()).exists()
