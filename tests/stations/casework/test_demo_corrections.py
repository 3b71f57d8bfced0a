"""The demo's visits: who came along, and what some said before they were put right."""

from datetime import date
from random import Random

import pytest

from deploy.demodata.cases import UNKNOWN
from deploy.demodata.casework import fill_casework
from deploy.demodata.plan import StationPlan
from kernel.workdays import clock
from stations.casework.models import (
    BeneficiaryCategory,
    Case,
    HomelessMislink,
    Visit,
    VisitCorrection,
)
from stations.network.queries.figures import figures
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_a_station_s_visits(network):
    station, worker = network["S001"], add_worker("王小芳")
    plan = StationPlan("510402001", 0.9, 0, opened_on=date(2021, 6, 1))
    fill_casework(station, plan, [worker.pk], Random(1), 2025, TODAY)

    kept = list(VisitCorrection.objects.select_related("visit"))
    assert kept
    assert {each.by_name for each in kept} == {"王小芳"}
    assert all(each.received_at.date() <= TODAY for each in kept)
    assert all(each.note != each.visit.note for each in kept)
    mistaken = BeneficiaryCategory.objects.exclude(withdrawn_at=None)
    assert {each.withdrawn_reason for each in mistaken} == {"登错对象"}
    assert set(HomelessMislink.objects.values_list("by_name", flat=True)) == {"演示站长"}
    of_households = list(Case.objects.filter(unit="HOUSEHOLD"))
    assert of_households
    for case in of_households:
        assert (case.household is None) == (case.opened_on.month in UNKNOWN)
    with_volunteers = Visit.objects.filter(joint_with__contains=["VOLUNTEER"])
    assert with_volunteers.count() == Visit.objects.filter(joint_work=True).count() > 0
    counted = {each.key: each.quantity.value for each in figures(station, 2025)}
    assert 0 < counted["accompanied_visits"] < counted["visits"]
