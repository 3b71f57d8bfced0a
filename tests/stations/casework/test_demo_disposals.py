"""The demo's destruction lists: what a county's own rule no longer keeps, in each state."""

from datetime import date, timedelta
from random import Random

import pytest

from deploy.demodata import persons
from deploy.demodata.casework import fill_casework
from deploy.demodata.custody import fill_custody
from deploy.demodata.disposals import fill_disposals, fill_old
from deploy.demodata.plan import StationPlan
from kernel.workdays import clock
from stations.casework.custody_enums import DisposalState
from stations.casework.domain.keeping import keep_archives
from stations.casework.models import (
    ArchiveDisposal,
    ArchiveVolume,
    CaseDocument,
    CountyRule,
    Need,
    RecordDisposal,
    Visit,
)
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker

UNTIL = TODAY - timedelta(1)


@pytest.fixture
def filled(network, member, system, monkeypatch):
    monkeypatch.setattr(persons, "_given", set())  # the same draws give the same county
    with clock.frozen(TODAY):
        member("HEAD", scope_code="510402-S001")
        member("WORKER", scope_code="510402-S001")
        member("BUREAU")
        station, worker = network["S001"], add_worker().pk
        station.opened_on = date(2021, 6, 1)
        station.save()
        plan = StationPlan("510402001", 0.8, 1)
        fill_casework(station, plan, [worker], Random(1), TODAY.year - 2, UNTIL)
        fill_old(system, station, [worker], UNTIL)
        fill_custody(system, [station], UNTIL)
        fill_disposals(station, UNTIL)
        yield station


def test_volumes_stand_on_the_list_in_each_state(filled):
    lines = ArchiveDisposal.objects.select_related("volume__case")

    assert set(lines.values_list("state", flat=True)) == set(DisposalState.values)
    assert {line.volume.filed_on.year for line in lines} <= {2021, 2022}
    gone = lines.get(state="DESTROYED")
    assert gone.first_by_uuid != gone.second_by_uuid
    assert gone.volume.destroyed_on == gone.destroyed_on > gone.volume.destroy_after
    papers = CaseDocument.objects.filter(case=gone.volume.case)
    assert papers.exists()
    assert {paper.body + paper.sections for paper in papers} == {""}


def test_records_are_proposed_and_destroyed_by_kind(filled):
    lines = dict(RecordDisposal.objects.values_list("kind", "state"))
    old = {"beneficiary__closed_on__year__lt": TODAY.year - 2}

    assert lines == {"VISIT": "DESTROYED", "NEED": "PROPOSED"}
    assert all(line.records > 0 for line in RecordDisposal.objects.all())
    assert {visit.note for visit in Visit.objects.filter(**old)} == {""}
    assert "" not in {need.summary for need in Need.objects.filter(**old)}


def test_it_is_the_county_s_rule_that_keeps_no_longer(filled, system):
    rule = CountyRule.objects.get(topic="RETENTION")
    kept = ArchiveVolume.objects.filter(filed_on__year__gte=TODAY.year - 2, destroyed_on=None)

    assert rule.received_at.date() < ArchiveVolume.objects.earliest("filed_on").filed_on
    assert kept.exists()
    assert not kept.filter(destroy_after__lt=TODAY).exists()
    done = keep_archives(actor=system)
    assert (done.filed, done.proposed, done.kinds) == (0, 0, 0)
