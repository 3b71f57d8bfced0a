"""The demo's links, groups and activities, without breaking a rule of the tables."""

from datetime import date
from random import Random

import pytest

from deploy.demodata.casework import fill_casework
from deploy.demodata.links import fill_links
from deploy.demodata.plan import StationPlan
from kernel.workdays import clock
from stations.community.models import AdvocacyItem, ResourceLink, StationActivity
from stations.network.queries.figures import figures
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, volunteer


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_the_demos_year_is_believable(network):
    station, worker = network["S001"], add_worker().pk
    station.opened_on = date(2021, 6, 1)
    station.save()
    volunteer(station)
    plan = StationPlan("510402001", 0.8, 1)
    fill_casework(station, plan, [worker], Random(1), TODAY.year - 2, TODAY)
    fill_links(station, [worker], TODAY.year - 2, TODAY)
    found = {figure.key: figure.value for figure in figures(station, TODAY.year)}

    counted = ("resource_links", "employed", "groups", "group_sessions", "networks", "policy_talks")
    assert all(found[key] for key in counted), found
    assert found["group_sessions"] > found["groups"]
    links = ResourceLink.objects.all()
    assert set(links.values_list("state", flat=True)) == {"ASKED", "GIVEN", "NOT_POSSIBLE"}
    for name in ("need", "case", "visit", "application", "report"):
        assert links.filter(**{f"{name}__isnull": False}).exists(), name
    assert not links.filter(linked_on__gt=TODAY).exists()
    assert StationActivity.objects.filter(joint_work=True).exists()
    assert AdvocacyItem.objects.exists()
