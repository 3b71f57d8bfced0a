"""The demo's custody: made from what casework holds, without breaking a rule of the tables."""

from datetime import date

import pytest

from deploy.demodata.custody import fill_custody
from kernel.workdays import clock
from stations.casework.models import (
    ArchiveLoan,
    ArchiveVolume,
    Beneficiary,
    CaseDocument,
    DataRequest,
    ProcessingActivity,
)
from stations.casework.queries.archive import papers_of
from tests.conftest import DAY as TODAY
from tests.fixtures.records import a_case, belongs, file_person, noon


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_a_county_s_custody(network, member):
    worker = member("WORKER", scope_code="510402-S001")
    stations = [network["S001"], network["S002"]]
    for station in stations:
        for number in range(4):
            person = file_person(station)
            ended = {"closed_on": date(2026, 5, number + 1), "closure_reason": "GOALS_MET"}
            case = a_case(
                person, date(2026, 1, 4), closed_received_at=noon(date(2026, 5, 9)), **ended
            )
            CaseDocument.objects.create(
                case=case, kind="PLAN", body="计划", written_on=date(2026, 2, 1)
            )
        belongs(file_person(station), "child.IN_NEED")

    fill_custody(stations, TODAY)

    assert ArchiveVolume.objects.count() == 8
    assert all(paper.is_unchanged for volume in ArchiveVolume.objects.all()
               for paper in papers_of(volume))  # fmt: skip
    assert ArchiveLoan.objects.filter(returned_on=None).count() == 2
    assert set(DataRequest.objects.values_list("state", flat=True)) == {
        "DONE", "REFUSED", "RECEIVED"
    }  # fmt: skip
    assert ProcessingActivity.objects.filter(is_sensitive=True).count() == 2
    child = Beneficiary.objects.filter(station=network["S001"]).exclude(born_on=None).get()
    assert child.responsible_uuid == worker.uuid
